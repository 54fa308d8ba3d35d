import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HISTORY_PROBLEMS } from '../../src/domain/history/clinical-history.js'
import { FACT_KINDS } from '../../src/domain/history/history-fact.js'
import { startTestServer } from '../support/server.js'
import type { TestServer } from '../support/server.js'
import { ask } from './demo-person.js'

let server: TestServer
let token: string
let keys = 0

beforeAll(async () => {
  server = await startTestServer({ worker: false })
  token = await server.token(['DEVELOPER'])
}, 60_000)
afterAll(() => server.stop())

// oxlint-disable-next-line typescript/no-explicit-any -- what a client reads is what the query asks for
type Answer = any

const key = () => `k${(keys += 1)}`

async function newPatient(more: object = {}): Promise<string> {
  const input = { displayName: 'Pat', idempotencyKey: key(), ...more }
  const query = 'mutation ($input: CreatePatientInput!) { createPatient(input: $input) { id } }'
  return (await ask<{ createPatient: { id: string } }>(server, token, query, { input })).createPatient.id
}

const RECORD = `mutation ($input: RecordHistoryInput!) { recordHistory(input: $input) {
  patient { id } entries { status problems { code field used } fact { id kind __typename restricted source { kind name } } } } }`

async function record(patientId: string, facts: readonly object[], more: object = {}) {
  const input = { patientId, facts, idempotencyKey: key(), ...more }
  const { recordHistory } = await ask<{ recordHistory: Answer }>(server, token, RECORD, { input })
  return recordHistory.entries
}

const problemsOf = (entries: Answer): readonly string[] =>
  entries.flatMap((entry: Answer) =>
    entry.problems.map(({ code, field }: Answer) => `${entry.status} ${code}${field === null ? '' : ` ${field}`}`),
  )

const on = '2026-01-01'
const takes = (name: string, more: object = {}) => ({
  content: { medication: { drug: { name }, status: 'ACTIVE', startedOn: '2025-01-01', ...more } },
})
const weight = (value: number, unit = 'kg', takenOn = on) => ({
  content: { observation: { code: '29463-7', value, unit, takenOn } },
})

const EVERY_KIND = [
  takes('paroxetine', { dose: { value: 20, unit: 'mg', timesPerDay: 1 } }),
  {
    content: {
      condition: { system: 'ICD10CM', code: 'I20.9', status: 'ACTIVE', verification: 'CONFIRMED', onset: '2019' },
    },
  },
  {
    content: {
      allergy: {
        type: 'ALLERGY',
        substance: { name: 'penicillins' },
        status: 'ACTIVE',
        verification: 'CONFIRMED',
        criticality: 'HIGH',
      },
    },
  },
  weight(80),
  { content: { birth: { date: '1980-02' } } },
  { content: { sex: { sex: 'FEMALE' } } },
  { content: { pregnancy: { pregnant: false, on } } },
  { content: { lactation: { lactating: false, on } } },
  { content: { smoking: { state: 'CURRENT', on } } },
  { content: { liverFunction: { childPugh: 'A', on } } },
  { content: { priorResponse: { drug: { name: 'citalopram' }, response: 'INEFFECTIVE' } } },
  { content: { preference: { about: 'MOST_TIMES_PER_DAY', number: 1 } } },
  { content: { list: { list: 'ALLERGIES', on } } },
]

const HISTORY = `query ($id: ID!) { patient(id: $id) { history { asOf sex
  age { least most } pregnancy { state stale } lactation { value } smoking { value } liver { value }
  medicines { timing uncertain considered fact { id drug { name rxnorm } dose { value unit } } }
  conditions { icd10cm resolved doubtful fact { code { system code } onset } }
  allergies { classes considered doubtful fact { substance { name } criticality } }
  measurements { measure name value unit takenOn doubtful derivedBy factIds }
  priorResponses { response drug { name } } preferences { about value } lists { list state statedOn }
  problems { code field used factId fact { id } }
  notConsidered { id kind ... on MedicationFact { drug { name } } }
  notUsed(first: 50) { totalCount nodes { reason factId fact { kind } } }
  facts(first: 100) { totalCount nodes { id kind __typename supersedes enteredInError original { code } } } } } }`

async function historyOf(id: string): Promise<Answer> {
  return (await ask<{ patient: { history: Answer } }>(server, token, HISTORY, { id })).patient.history
}

describe('a history in the graph', () => {
  it('takes one fact of every kind in one request, and reads them as advice does', async () => {
    const id = await newPatient()
    const entries = await record(id, EVERY_KIND)
    expect(entries.map(({ fact }: Answer) => fact.kind)).toEqual(FACT_KINDS)
    expect(problemsOf(entries)).toEqual([])
    expect(entries[9].fact).toMatchObject({ __typename: 'LiverFunctionFact', source: { kind: 'CLINICIAN' } })
    const history = await historyOf(id)
    expect(history).toMatchObject({
      sex: 'FEMALE',
      age: { least: expect.any(Number) },
      pregnancy: { state: 'NOT_PREGNANT' },
      smoking: { value: true },
      liver: { value: 'A' },
      medicines: [{ timing: 'CURRENT', uncertain: false, considered: true, fact: { dose: { value: 20, unit: 'mg' } } }],
      conditions: [{ icd10cm: ['I209'], resolved: false, fact: { onset: '2019' } }],
      allergies: [{ considered: true, doubtful: false, fact: { criticality: 'HIGH' } }],
      priorResponses: [{ response: 'INEFFECTIVE', drug: { name: 'citalopram' } }],
      preferences: [{ about: 'MOST_TIMES_PER_DAY', value: '1' }],
      problems: [],
      notConsidered: [],
    })
    expect(history.measurements).toContainEqual(expect.objectContaining({ measure: 'WEIGHT', value: 80, unit: 'kg' }))
    expect(history.lists.map(({ list, state }: Answer) => `${list} ${state}`)).toContain('MEDICINES NEVER_STATED')
    expect(history.facts.totalCount).toBe(FACT_KINDS.length)
    expect(history.facts.nodes.map(({ kind }: Answer) => kind)).toEqual(FACT_KINDS.toReversed())
  })

  it('P7 what is recorded once is part of every question about a drug, the unknown medicine as not considered', async () => {
    const id = await newPatient()
    const check = `query ($input: CheckDrugInput!) { checkDrug(input: $input) { ... on CheckedDrug {
      notConsidered { name } advice { phenoconversion { because { medicine { name } } } } } } }`
    const input = { name: 'codeine', patientId: id }
    const before = await ask<Answer>(server, token, check, { input })
    await record(id, [takes('paroxetine'), takes('grandmother’s drops')])
    const after = await ask<Answer>(server, token, check, { input })
    expect(before.checkDrug.notConsidered).toEqual([])
    expect(after.checkDrug.notConsidered).toEqual([{ name: 'grandmother’s drops' }])
    expect((await historyOf(id)).notConsidered).toMatchObject([{ drug: { name: 'grandmother’s drops' } }])
  })

  it('answers each entry by itself: good ones are recorded, impossible ones refused with code and field', async () => {
    const id = await newPatient({ sex: 'MALE' })
    const facts = [
      weight(80),
      weight(80, 'kilos'),
      weight(8000),
      weight(80, 'kg', '2026-02-30'),
      { content: { birth: { date: '2999-01-01' } } },
      { content: { pregnancy: { pregnant: true, on } } },
      { content: { pregnancy: { pregnant: true, on: '2999-01-01' } } },
      takes('codeine', { dose: { value: 30 } }),
      { content: { medication: { drug: { rxnorm: '99999999' }, status: 'ACTIVE' } } },
      { content: { condition: { system: 'ICD10CM', code: 'epilepsy', status: 'ACTIVE', verification: 'CONFIRMED' } } },
      { content: { condition: { system: 'SNOMEDCT', code: '84757009', status: 'ACTIVE', verification: 'CONFIRMED' } } },
      { content: { preference: { about: 'GOAL', code: 'WORLD_PEACE' } } },
      { content: { medication: { drug: { name: '  ' }, status: 'ACTIVE' } } },
      { ...weight(81), recordedOn: '2999' },
      {
        content: {
          allergy: { type: 'ALLERGY', substance: { name: 'zzz' }, status: 'ACTIVE', verification: 'CONFIRMED' },
        },
      },
    ]
    const entries = await record(id, facts)
    expect(problemsOf(entries)).toEqual([
      'REFUSED UNKNOWN_UNIT unit',
      'REFUSED IMPOSSIBLE_VALUE value',
      'REFUSED IMPOSSIBLE_DATE takenOn',
      'REFUSED FUTURE_DATE date',
      'RECORDED PREGNANCY_CONTRADICTS_SEX',
      'REFUSED FUTURE_DATE on',
      'RECORDED DOSE_WITHOUT_UNIT dose',
      'RECORDED UNKNOWN_DRUG drug',
      'REFUSED MALFORMED_CODE code',
      'RECORDED UNMAPPED_CONDITION code',
      'REFUSED UNKNOWN_PREFERENCE value',
      'REFUSED BAD_INPUT drug.name',
      'REFUSED FUTURE_DATE recordedOn',
      'RECORDED UNKNOWN_SUBSTANCE substance',
    ])
    const { facts: stored } = await historyOf(id)
    expect(stored.totalCount).toBe(entries.filter(({ status }: Answer) => status === 'RECORDED').length)
  })

  it('shows every problem of the domain beside the fact it is about', async () => {
    const id = await newPatient({ birthDate: '1986-03-02' })
    const [born] = await record(id, [{ content: { birth: { date: '1968-03-02' } } }])
    expect(born.problems).toEqual([{ code: 'CONTRADICTORY', field: 'date', used: true }])
    const { problems } = await historyOf(id)
    expect(problems).toEqual([
      { code: 'CONTRADICTORY', field: 'date', used: true, factId: born.fact.id, fact: { id: born.fact.id } },
      { code: 'CONTRADICTORY', field: 'date', used: false, factId: 'record-birth', fact: null },
    ])
    const values = await ask<Answer>(
      server,
      token,
      '{ codes: __type(name: "HistoryProblemCode") { enumValues { name } } }',
    )
    expect(values.codes.enumValues.map(({ name }: Answer) => name)).toEqual([...HISTORY_PROBLEMS, 'BAD_INPUT'])
  })

  it('S31 the same key and facts are recorded once, with the same answer; other facts under it are refused', async () => {
    const id = await newPatient()
    const same = { idempotencyKey: key() }
    const first = await record(id, [weight(80), weight(-1)], same)
    const again = await record(id, [weight(80), weight(-1)], same)
    expect(again).toEqual(first)
    expect((await historyOf(id)).facts.totalCount).toBe(1)
    const input = { patientId: id, facts: [weight(90)], ...same }
    const { errors } = await server.graphql(token, RECORD, { input })
    expect(errors?.[0]?.extensions['code']).toBe('IDEMPOTENCY_KEY_REUSED')
  })

  it('refuses a fact that says nothing or two things, and more than a hundred at once', async () => {
    const id = await newPatient()
    const codeOf = async (facts: readonly object[]) => {
      const input = { patientId: id, facts, idempotencyKey: key() }
      return (await server.graphql(token, RECORD, { input })).errors?.[0]?.extensions['code']
    }
    expect(await codeOf([{ content: {} }])).toBe('BAD_USER_INPUT')
    expect(await codeOf([{ content: { ...weight(80).content, sex: { sex: 'MALE' } } }])).toBe('BAD_USER_INPUT')
    expect(await codeOf([])).toBe('BAD_USER_INPUT')
    expect(await codeOf(Array.from({ length: 101 }, () => weight(80)))).toBe('BAD_USER_INPUT')
    expect(
      await record(
        id,
        Array.from({ length: 100 }, () => weight(80)),
      ),
    ).toHaveLength(100)
  })

  it('a list is complete when somebody says so', async () => {
    const id = await newPatient()
    const today = new Date().toISOString().slice(0, 10)
    const input = { patientId: id, list: 'ALLERGIES', on: today, idempotencyKey: key() }
    const query = `mutation ($input: RecordListCompleteInput!) { recordListComplete(input: $input) { entries { status } patient { history { lists { list state } } } } }`
    const { recordListComplete } = await ask<Answer>(server, token, query, { input })
    expect(recordListComplete).toMatchObject({
      entries: [{ status: 'RECORDED' }],
      patient: { history: { lists: expect.arrayContaining([{ list: 'ALLERGIES', state: 'CURRENT' }]) } },
    })
  })
})

describe('a correction', () => {
  const CORRECT = `mutation ($input: CorrectFactInput!) { correctFact(input: $input) { status problems { code field } fact { id supersedes } } }`
  const RETRACT = `mutation ($input: RetractFactInput!) { retractFact(input: $input) { id supersedes enteredInError } }`

  it('stands beside what it corrects; a second one of the same fact is a conflict that names the newer', async () => {
    const id = await newPatient()
    const [wrong] = await record(id, [weight(180)])
    const input = { factId: wrong.fact.id, fact: weight(80), idempotencyKey: key() }
    const { correctFact } = await ask<Answer>(server, token, CORRECT, { input })
    expect(correctFact).toEqual({
      status: 'RECORDED',
      problems: [],
      fact: { id: expect.any(String), supersedes: wrong.fact.id },
    })
    expect((await ask<Answer>(server, token, CORRECT, { input })).correctFact).toEqual(correctFact)
    const history = await historyOf(id)
    expect(history.measurements[0]).toMatchObject({ value: 80 })
    expect(history.notUsed.nodes).toEqual([
      { reason: 'SUPERSEDED', factId: wrong.fact.id, fact: { kind: 'OBSERVATION' } },
    ])
    const late = await server.graphql(token, CORRECT, { input: { ...input, idempotencyKey: key() } })
    expect(late.errors?.[0]?.extensions).toMatchObject({ code: 'CONFLICT', details: { factId: correctFact.fact.id } })
  })

  it('says something of the same kind, and something possible', async () => {
    const id = await newPatient()
    const [entry] = await record(id, [weight(80)])
    const wanted = (fact: object) => ({ input: { factId: entry.fact.id, fact, idempotencyKey: key() } })
    const other = await server.graphql(token, CORRECT, wanted(takes('codeine')))
    expect(other.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT')
    const impossible = await ask<Answer>(server, token, CORRECT, wanted(weight(80, 'stones')))
    expect(impossible.correctFact).toEqual({
      status: 'REFUSED',
      problems: [{ code: 'UNKNOWN_UNIT', field: 'unit' }],
      fact: null,
    })
    expect((await historyOf(id)).facts.totalCount).toBe(1)
  })

  it('or a retraction: the fact stays in the record and counts for nothing', async () => {
    const id = await newPatient()
    const [entry] = await record(id, [takes('codeine')])
    const input = { factId: entry.fact.id, idempotencyKey: key() }
    const { retractFact } = await ask<Answer>(server, token, RETRACT, { input })
    expect(retractFact).toMatchObject({ supersedes: entry.fact.id, enteredInError: true })
    expect((await ask<Answer>(server, token, RETRACT, { input })).retractFact).toEqual(retractFact)
    const history = await historyOf(id)
    expect(history.medicines).toEqual([])
    expect(history.facts.totalCount).toBe(2)
  })
})

describe('whose history it is', () => {
  it('S12 to another organisation neither patient nor fact exists', async () => {
    const id = await newPatient()
    const [entry] = await record(id, [weight(80)])
    const stranger = await server.token(['PHARMACIST'], 'elsewhere')
    const codes = await Promise.all([
      server.graphql(stranger, RECORD, { input: { patientId: id, facts: [weight(80)], idempotencyKey: key() } }),
      server.graphql(stranger, HISTORY, { id }),
      server.graphql(stranger, 'mutation ($input: RetractFactInput!) { retractFact(input: $input) { id } }', {
        input: { factId: entry.fact.id, idempotencyKey: key() },
      }),
    ])
    expect(codes.map(({ errors }) => errors?.[0]?.extensions['code'])).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'])
  })

  it('S11 a laboratory technician writes none', async () => {
    const id = await newPatient()
    const laboratory = await server.token(['LABORATORY_TECHNICIAN'])
    const input = { patientId: id, facts: [weight(80)], idempotencyKey: key() }
    const { errors } = await server.graphql(laboratory, RECORD, { input })
    expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN')
  })

  it('S13 withheld is null, with its path and the reason, and hides nothing else of the page', async () => {
    const page = `query ($ids: [ID!]!) { people: patientsByIds(ids: $ids) { displayName past: history { asOf } } }`
    const single = `query ($id: ID!) { patient(id: $id) { displayName history { facts(first: 1) { totalCount } } } }`
    const denied = await newPatient()
    await record(denied, [takes('codeine')])
    const deny = `mutation ($id: ID!) { recordConsent(input: { patientId: $id, effect: DENY, classes: [CLINICAL], recipient: ANYONE }) { id } }`
    await ask(server, token, deny, { id: denied })
    const withheld = [{ path: ['patient', 'history'], reason: 'CONSENT' }]
    expect(await server.graphql(token, single, { id: denied })).toMatchObject({
      data: { patient: { displayName: 'Pat', history: null } },
      extensions: { withheld },
    })
    const open = await newPatient()
    const { data, errors, extensions } = await server.graphql<Answer>(token, page, { ids: [open, denied] })
    expect(errors).toBeUndefined()
    expect(data.people.map(({ past }: Answer) => past === null)).toEqual([false, true])
    expect(extensions?.['withheld']).toEqual([{ path: ['people', 1, 'past'], reason: 'CONSENT' }])

    // Opened as the laboratory that tested: as a pharmacist they are nobody to this patient.
    const technician = await server.token(['LABORATORY_TECHNICIAN'])
    const register = `mutation { createPatient(input: { displayName: "Tested", idempotencyKey: "tested" }) { id } }`
    const tested = (await ask<{ createPatient: { id: string } }>(server, technician, register)).createPatient.id
    const both = await server.token(['LABORATORY_TECHNICIAN', 'PHARMACIST'])
    const seen = await server.graphql<Answer>(both, `query ($id: ID!) { patient(id: $id) { id history { asOf } } }`, {
      id: tested,
    })
    expect(seen).toMatchObject({
      data: { patient: { id: tested, history: null } },
      extensions: { withheld: [{ path: ['patient', 'history'], reason: 'ROLE' }] },
    })
    expect((await server.graphql<Answer>(token, single, { id: open })).extensions).not.toHaveProperty('withheld')
  })
})
