import { execute, getOperationAST, OperationTypeNode, parse, validate } from 'graphql'
import type { DocumentNode, ExecutionResult } from 'graphql'
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createCompiledQueries } from '../../../src/graphql/compiled/compiled-queries.js'
import { isCompilable, variablesInside } from '../../../src/graphql/compiled/is-compilable.js'
import { createContext } from '../../../src/graphql/context.js'
import type { Context } from '../../../src/graphql/context.js'
import { readExamples } from '../../../src/graphql/playground/examples.js'
import { graphqlSchema } from '../../../src/graphql/schema.js'
import type { WithheldField } from '../../../src/graphql/withheld.js'
import { seedDemoData } from '../../../src/persistence/demo-data.js'
import { actAs } from '../../../src/usecases/act-as.js'
import { createUsecases } from '../../../src/usecases/create-usecases.js'
import type { Actor } from '../../../src/usecases/records.js'
import { demoFolder } from '../../support/demo-folder.js'
import { randomSource } from '../../support/random.js'
import { startTestServer } from '../../support/server.js'
import type { TestServer } from '../../support/server.js'
import { openTestPorts } from '../../support/test-ports.js'
import type { TestPorts } from '../../support/test-ports.js'
import { stepsOf, variablesIn } from '../operations/press-example.js'
import { filledFields, randomQuery } from './random-query.js'
import type { KnownArguments } from './random-query.js'

/** `npm run test:queries` asks more. */
const RANDOM_QUERIES = Number(process.env['RANDOM_QUERIES'] ?? 250)
const FILES = ['petra-slowly.vcf.gz', 'norma-allcommon.vcf.gz', 'quentin-brokenrow.vcf']
const ROLES = ['LABORATORY_TECHNICIAN', 'LABORATORY_DIRECTOR', 'PHARMACIST', 'CLINICIAN', 'PRIVACY_OFFICER'] as const

const schema = graphqlSchema()
const compiled = createCompiledQueries(schema, 0)

let server: TestServer
let open: TestPorts
let folder: string
let contextOf: () => Context
let known: KnownArguments
let somebody: string

beforeAll(async () => {
  // Its worker reads the files.
  server = await startTestServer()
  open = await openTestPorts(server.database, { home: server.config.home })
  const actor: Actor = await server.database.actor('demo', [...ROLES])
  folder = demoFolder(...FILES)
  const act = () => actAs(actor, { id: open.ports.ids.next() })
  await seedDemoData(folder, createUsecases(open.ports), act, () => {}, new AbortController().signal)
  // Nothing may differ because time went by.
  const now = new Date()
  const usecases = createUsecases({ ...open.ports, clock: { now: () => now } })
  contextOf = () => createContext(usecases, { uploadUrl: id => `/uploads/${id}`, software: 'Sextant' }, act())
  known = await knownArguments()
}, 120_000)
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await open.close()
  await server.stop()
})

type Variables = Readonly<Record<string, unknown>>

/** What graphql answers, and what is withheld of it. */
async function stepByStep(document: DocumentNode, variables: Variables = {}) {
  const context = contextOf()
  const result: ExecutionResult = await execute({ schema, document, contextValue: context, variableValues: variables })
  return { ...result, withheld: context.withheld.fields() }
}

/** The same of the compiled function. */
async function atOnce(document: DocumentNode, variables: Variables = {}) {
  const operation = getOperationAST(document)
  if (!operation) throw new Error('no operation')
  const context = contextOf()
  const data = await compiled.answer({ document, operation, variables, context })
  return { data, withheld: context.withheld.fields() }
}

const idOnly = z.object({ id: z.string() })
const ids = z.object({
  patients: z.object({ nodes: z.array(idOnly.extend({ samples: z.array(idOnly), uploads: z.array(idOnly) })) }),
})

async function knownArguments(): Promise<KnownArguments> {
  const { data } = await stepByStep(parse('{ patients(first: 20) { nodes { id samples { id } uploads { id } } } }'))
  const { nodes } = ids.parse(data).patients
  const people = nodes.map(({ id }) => id)
  const samples = nodes.flatMap(each => each.samples.map(({ id }) => id))
  const uploads = nodes.flatMap(each => each.uploads.map(({ id }) => id))
  expect([people.length > 9, samples.length > 1, uploads.length > 2]).toEqual([true, true, true])
  somebody = people[0] ?? ''
  const byId = (all: readonly string[]) => all.map(id => `id: "${id}"`)
  const asOf = open.ports.knowledge.version
  const stated = {
    stated: [{ gene: 'CYP2D6', diplotype: '*4/*4' }],
    facts: { ageYears: 58, weightKg: 71 },
    medicines: [{ name: 'paroxetine' }],
    history: [{ list: { list: 'ALLERGIES', on: '2026-11-01' } }, { sex: { sex: 'FEMALE' } }],
  }
  const some = people.slice(0, 4)
  const ofPatient = some.map(id => `patientId: "${id}"`)
  const variable = (argument: string, type: string, value: unknown) => ({
    text: (name: string) => `${argument}: ${name}`,
    type,
    value,
  })
  const input = (type: string, value: object) => variable('input', `${type}!`, value)
  /** The patient is a variable inside of what is written out. */
  const inside = (more: string) =>
    some.map(value => ({ text: (name: string) => `input: { patientId: ${name}, ${more} }`, type: 'ID!', value }))
  const asking = (type: string, value: object) => [
    ...some.map(patientId => input(type, { patientId, ...value })),
    input(type, { ...stated, ...value }),
  ]
  return {
    'Query.patient': byId(people),
    'Query.patients': ['first: 2', 'search: "Petra Slowly", first: 1', 'first: 20'],
    'Query.patientsByIds': [
      `ids: ${JSON.stringify(people.slice(0, 3))}`,
      variable('ids', '[ID!]!', people.slice(2, 6)),
      variable('ids', '[ID!]!', people[0]),
    ],
    'Query.sample': byId(samples),
    'Query.upload': byId(uploads),
    'Query.uploads': ['first: 2, states: [READY, REJECTED]', 'first: 1'],
    'Query.node': byId([...people.slice(0, 2), ...samples, ...uploads]),
    'Query.accessesToPatient': ofPatient,
    'Query.legalHolds': ofPatient,
    'Query.gene': ['symbol: "CYP2C19"', `symbol: "CYP2D6", asOf: "${asOf}"`, 'symbol: "DPYD"'],
    'Query.drug': ['name: "codeine"', `name: "warfarin", asOf: "${asOf}"`],
    'Query.searchDrugs': ['text: "clopid", first: 2'],
    'Query.guideline': byId(['cpic-clopidogrel']),
    'Query.indication': byId(['depression', 'acute-pain']),
    'Query.checkDrug': [
      ...asking('CheckDrugInput', { name: 'amitriptyline' }),
      ...samples.map(sampleId => input('CheckDrugInput', { sampleId, name: 'codeine' })),
      input('CheckDrugInput', { ...stated, name: 'clopidogrl' }),
      ...inside('name: "codeine", medicines: [{ name: "paroxetine" }], facts: { ageYears: 58 }'),
    ],
    'Query.medicationOptions': [
      ...asking('MedicationOptionsInput', { indication: 'acute-pain' }),
      ...asking('MedicationOptionsInput', { indication: 'depression', history: stated.history }),
    ],
    'Query.medicationReview': [
      ...asking('MedicationReviewInput', { history: stated.history }),
      ...inside('history: [{ list: { list: ALLERGIES, on: "2026-11-01" } }, { sex: { sex: FEMALE } }]'),
    ],
    'Query.whatIf': asking('WhatIfInput', { start: ['sertraline'], stop: ['paroxetine'] }),
    'Patient.medicationOptions': ['indication: "acute-coronary-syndrome"', `drugs: ["codeine"], asOf: "${asOf}"`],
    'Patient.whatIf': ['start: ["paroxetine"], indication: "depression"', 'start: ["simvastatn"]'],
    'Sample.geneCalls': ['genes: ["CYP2C19", "CYP2D6"]', `asOf: "${asOf}"`],
    'Sample.drugAdvice': ['first: 2', 'first: 3, actionableOnly: true'],
    'CalledGene.evidence': ['states: [CALLED]', variable('states', '[EvidenceState!]', 'CALLED')],
    'PatientHistory.facts': ['first: 3, kinds: [MEDICATION, CONDITION]', 'first: 20'],
    'Drug.guidelines': ['first: 2, source: CPIC'],
  }
}

const byPath = (fields: readonly WithheldField[]) => fields.map(each => JSON.stringify(each)).toSorted()

describe('C6 a compiled query gives the answer that it gives step by step', () => {
  const examples = readExamples(new URL('../../../schema/operations/', import.meta.url).pathname)
  const asked = examples.flatMap(example =>
    stepsOf(example)
      .filter(({ kind, document }) => kind === OperationTypeNode.QUERY && isCompilable(schema, document))
      .map(({ name, document }) => ({ name, document, variables: variablesIn(example) })),
  )

  it('is tried with most of the examples', () => {
    expect(asked.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'OnePage',
        'PatientPage',
        'GenePage',
        'DrugPage',
        'WhatIf',
        'HistoryPage',
        'StatedOptions',
      ]),
    )
  })

  it.each(asked)('$name of the examples', async ({ document, variables }) => {
    const given = JSON.parse(JSON.stringify(variables).replace(/the id of a patient[^"]*/g, somebody))
    const whole = await stepByStep(document, given)
    const isLeft = whole.errors !== undefined || variablesInside(document).some(name => given[name] === undefined)
    const expected = isLeft ? undefined : whole.data
    expect((await atOnce(document, given)).data).toEqual(expected)
  })

  it('any query, whatever it is made of', { timeout: 600_000 }, async () => {
    const random = randomSource(20261127)
    const seen = new Set<string>()
    let same = 0
    for (let turn = 0; turn < RANDOM_QUERIES; turn += 1) {
      const { query, variables } = randomQuery(schema, random, known)
      const document = parse(query)
      if (validate(schema, document).length > 0) continue
      const { data, withheld } = await atOnce(document, variables)
      if (data === undefined) continue
      const whole = await stepByStep(document, variables)
      expect([query, whole.errors, JSON.stringify(whole.data)]).toEqual([query, undefined, JSON.stringify(data)])
      expect(byPath(whole.withheld)).toEqual(byPath(withheld))
      same += 1
      for (const field of filledFields(data)) seen.add(field)
    }
    // Otherwise nothing was tried.
    expect(same).toBeGreaterThan(RANDOM_QUERIES / 3)
    expect(seen.size).toBeGreaterThan(300)
  })
})
