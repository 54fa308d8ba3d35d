import { OperationTypeNode, parse, validate } from 'graphql'
import { createClient } from 'graphql-ws'
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { readExamples } from '../../../src/graphql/playground/examples.js'
import { graphqlSchema } from '../../../src/graphql/schema.js'
import {
  DepressionJourneyDocument,
  DrugPageDocument,
  EvidenceDocument,
  FindPatientForUploadDocument,
  FindPatientToFollowDocument,
  FindPatientToRecordDocument,
  FindUploadDocument,
  GenePageDocument,
  HistoryPageDocument,
  IndicationsDocument,
  KnowledgePageDocument,
  OnePageDocument,
  OpenUploadDocument,
  PatientPageDocument,
  PharmacistByNameDocument,
  PharmacistDocument,
  RecordHistoryDocument,
  StatedGenotypesDocument,
  StatedOptionsDocument,
  UploadReviewDocument,
  WhatIfDocument,
} from '../../generated/graphql.js'
import type { AdviceChangedSubscription, FollowUploadSubscription } from '../../generated/graphql.js'
import { startTestServer } from '../../support/server.js'
import type { TestServer } from '../../support/server.js'
import { uploadDemoPerson } from '../demo-person.js'
import type { DemoPerson } from '../demo-person.js'
import { placesForIds, type Step, stepsOf, variablesIn } from './press-example.js'
import { askTyped } from './typed.js'

const FOLDER = new URL('../../../schema/operations/', import.meta.url).pathname

let server: TestServer
let token: string
let petra: DemoPerson

beforeAll(async () => {
  server = await startTestServer()
  token = await server.token(['DEVELOPER'])
  petra = await uploadDemoPerson(server, token, 'petra-slowly.vcf.gz')
}, 60_000)
afterAll(() => server.stop())

/** The variables that stand beside an example operation; whether they fit it is for the server to say. */
const variablesOf = (name: string) => JSON.parse(readFileSync(`${FOLDER}${name}.json`, 'utf8'))

/** What keeps a reader from going from the first step to the second. */
function faultsOfSecondStep(query: string, first: Step, second: Step, variables: Readonly<Record<string, unknown>>) {
  const comment = query.slice(0, query.indexOf('query')).replaceAll('\n# ', ' ')
  const saysSo = new RegExp(`^# Two steps\\. Step 1: run ${first.name}\\b[^]*Step 2: [^]*\\bruns? ${second.name}\\b`)
  return [
    ...(first.kind === OperationTypeNode.QUERY ? [] : ['the first step is no query']),
    ...(saysSo.test(comment) ? [] : ['the comment does not name both steps']),
    ...second.needs.filter(name => variables[name] === undefined).map(name => `no ${name} is given`),
    ...(placesForIds(second.needs.map(name => variables[name])) === 1
      ? []
      : ['the second step has no place for the id']),
  ]
}

describe('the example operations', () => {
  const examples = readExamples(FOLDER)

  test('each file is one, and variables stand beside those that are there', () => {
    const files = readdirSync(FOLDER)
    const named = examples.flatMap(({ name, variables }) => [`${name}.graphql`, ...(variables ? [`${name}.json`] : [])])
    expect(named.toSorted()).toEqual(files.toSorted())
  })

  test.each(examples)('$name fits the contract, and runs as it stands or says its two steps', example => {
    const { query } = example
    expect(validate(graphqlSchema(), parse(query))).toEqual([])
    const [first, second, ...more] = stepsOf(example)
    const variables = variablesIn(example)
    if (first === undefined) throw new Error('nothing to run')
    expect(first.needs.filter(name => placesForIds(variables[name] ?? 'the id of nothing') > 0)).toEqual([])
    expect(more).toEqual([])
    expect(placesForIds(variables)).toBe(second === undefined ? 0 : 1)
    expect(second === undefined ? [] : faultsOfSecondStep(query, first, second, variables)).toEqual([])
  })

  test('stated genotypes: an answer of every source, with no patient at all', async () => {
    const { checkDrug } = await askTyped(server, token, StatedGenotypesDocument, variablesOf('01-stated-genotypes'))
    if (checkDrug.__typename !== 'CheckedDrug') throw new Error('not answered')
    const [advice] = checkDrug.advice
    expect(advice?.drug.name).toBe('clopidogrel')
    expect([...new Set(advice?.outcomes.map(outcome => outcome.source))]).toEqual(['CPIC', 'DPWG', 'FDA'])
    const cpic = advice?.outcomes[0]
    expect(cpic?.__typename).toBe('Recommendation')
    expect(cpic && 'actions' in cpic ? cpic.actions : []).toContain('AVOID')
  })

  test('patient page: people, samples, genes, and the drugs that ask for something', async () => {
    const { patients } = await askTyped(server, token, PatientPageDocument, { first: 3 })
    const sample = patients.nodes[0]?.samples[0]
    expect(sample?.id).toBe(petra.sampleId)
    const call = sample?.geneCalls.find(({ gene }) => gene.symbol === 'CYP2C19')
    expect(call?.__typename === 'CalledGene' ? call.diplotypes : []).toEqual([{ name: '*2/*2' }])
    expect(sample?.drugAdvice.nodes).toHaveLength(5)
    expect(sample?.drugAdvice.totalCount).toBeGreaterThan(20)
  })

  test('pharmacist: may she have codeine?', async () => {
    const { patients } = await askTyped(server, token, PharmacistByNameDocument, {})
    const answer = patients.nodes[0]?.medicationOptions
    if (answer?.__typename !== 'MedicationOptions') throw new Error('not answered')
    expect(answer.options.map(({ verdict, advice }) => [advice.drug.name, verdict])).toEqual([
      ['codeine', 'NOT_SUITABLE'],
    ])
    expect(answer.sample?.id).toBe(petra.sampleId)
    const variables = { ...variablesOf('03-pharmacist'), patientId: patients.nodes[0]?.id }
    const { checkDrug } = await askTyped(server, token, PharmacistDocument, variables)
    if (checkDrug.__typename !== 'CheckedDrug') throw new Error('not answered')
    expect(checkDrug.advice[0]?.outcomes).toEqual(answer.options[0]?.advice.outcomes)
    const cpic = checkDrug.advice[0]?.outcomes.find(({ source }) => source === 'CPIC')
    expect(cpic?.__typename === 'Recommendation' ? cpic.actions : []).toContain('AVOID')
    expect(cpic?.genes[0]?.result).toMatchObject({ diplotype: { name: '*4/*4' }, phenotypes: ['Poor Metabolizer'] })
  })

  test('evidence: what differs, with its line in the file', async () => {
    const { patients } = await askTyped(server, token, EvidenceDocument, { gene: 'CYP2C19' })
    const [sample] = patients.nodes[0]?.samples ?? []
    expect(sample?.id).toBe(petra.sampleId)
    const variant = sample?.geneCalls[0]?.evidence?.find(({ position }) => position.rsid === 'rs4244285')
    expect(variant).toMatchObject({ state: 'VARIANT', bases: ['A', 'A'], line: expect.any(Number) })
  })

  test('upload: opened, sent, reviewed and followed', async () => {
    const { input } = variablesOf('05-open-upload')
    const { patients: some } = await askTyped(server, token, FindPatientForUploadDocument, {})
    expect(some.nodes.map(each => each.id)).toEqual([petra.patientId])
    const opened = await askTyped(server, token, OpenUploadDocument, {
      input: { ...input, patientId: petra.patientId },
    })
    const { id } = opened.createUpload.upload
    expect(opened.createUpload.uploadUrl).toBe(`${server.url}/uploads/${id}`)
    const reviewed = await askTyped(server, token, UploadReviewDocument, { search: 'Petra Slowly' })
    const upload = reviewed.patients.nodes[0]?.uploads.find(each => each.id === id)
    expect(upload).toMatchObject({ id, state: 'OPEN', diagnostics: [], refusal: null, sample: null })
    const client = createClient({
      url: `${server.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { Authorization: `Bearer ${token}` },
    })
    const { patients } = await askTyped(server, token, FindUploadDocument, {})
    const found = patients.nodes[0]?.uploads.map(each => each.id)
    expect(found).toContain(petra.uploadId)
    const query = readFileSync(`${FOLDER}07-follow-upload.graphql`, 'utf8')
    const variables = { id: petra.uploadId }
    const events = client.iterate<FollowUploadSubscription>({ query, variables, operationName: 'FollowUpload' })
    const states: unknown[] = []
    for await (const event of events) states.push(event.data?.uploadProgress.state)
    expect(states).toEqual(['READY'])
    await client.dispose()
  })

  test('history: written down fact by fact, and read as it counts', async () => {
    const { input } = variablesOf('25-record-history')
    const made = await server.graphql<{ createPatient: { id: string } }>(
      token,
      'mutation { createPatient(input: { displayName: "Hanna", idempotencyKey: "hanna" }) { id } }',
    )
    const patientId = made.data?.createPatient.id ?? ''
    const found = await askTyped(server, token, FindPatientToRecordDocument, { search: 'Hanna' })
    expect(found.patients.nodes).toEqual([{ id: patientId, displayName: 'Hanna' }])
    const { recordHistory } = await askTyped(server, token, RecordHistoryDocument, { input: { ...input, patientId } })
    expect(recordHistory.entries.map(({ status, problems }) => [status, problems.length])).toEqual(
      Array.from({ length: 4 }, () => ['RECORDED', 0]),
    )
    const { patients } = await askTyped(server, token, HistoryPageDocument, { search: 'Hanna' })
    const [patient] = patients.nodes
    expect(patient?.history?.medicines).toMatchObject([{ timing: 'CURRENT', considered: true }])
    expect(patient?.history?.allergies).toMatchObject([{ doubtful: true, fact: { reaction: 'rash' } }])
    expect(patient?.history).toMatchObject({ problems: [], notConsidered: [] })
  })

  test('gene page: alleles, positions on both editions, the table, drugs', async () => {
    const { gene } = await askTyped(server, token, GenePageDocument, variablesOf('08-gene-page'))
    expect(gene?.symbol).toBe('CYP2C19')
    expect(gene?.alleles.nodes).toHaveLength(10)
    expect(gene?.alleles.totalCount).toBe(gene?.known.alleles)
    expect(gene?.positions).toHaveLength(gene?.known.positions ?? 0)
    expect(gene?.phenotypeTable.__typename).toBe('FunctionTable')
    expect(gene?.pairs.totalCount).toBeGreaterThan(10)
    expect(gene?.provenance.source?.licence).toEqual(expect.any(String))
  })

  test('drug page: genes that matter, and every guideline with its rows', async () => {
    const { drug } = await askTyped(server, token, DrugPageDocument, variablesOf('09-drug-page'))
    expect(drug?.pairs).toContainEqual(expect.objectContaining({ geneSymbol: 'CYP2C19', cpicLevel: 'A' }))
    expect([...new Set(drug?.guidelines.nodes.map(({ source }) => source))]).toEqual(['CPIC', 'DPWG', 'FDA'])
    const rows = drug?.guidelines.nodes.flatMap(guideline => guideline.rows.nodes) ?? []
    expect(rows.length).toBeGreaterThan(8)
    expect(rows.every(row => row.matches.length > 0)).toBe(true)
  })

  test('knowledge: every source with edition, licence and how much rests on it', async () => {
    const { knowledge } = await askTyped(server, token, KnowledgePageDocument, {})
    expect(knowledge.sources.length).toBeGreaterThan(5)
    const rows = knowledge.sources.map(source => source.counts?.rows ?? 0).reduce((sum, count) => sum + count, 0)
    expect(rows).toBeGreaterThan(1000)
  })

  test('stated options: every candidate with its reasons, excluded ones last', async () => {
    const { medicationOptions } = await askTyped(server, token, StatedOptionsDocument, variablesOf('20-stated-options'))
    if (medicationOptions.__typename !== 'MedicationOptions') throw new Error('not answered')
    const { options, background } = medicationOptions
    expect(background.problems).toEqual([])
    const codeine = options.find(({ drug }) => drug.name === 'codeine')
    expect(codeine?.verdict).toBe('NOT_SUITABLE')
    const ibuprofen = options.find(({ drug }) => drug.name === 'ibuprofen')
    expect(ibuprofen?.findings).toContainEqual(
      expect.objectContaining({ kind: 'CONTRAINDICATION', effect: 'EXCLUDES' }),
    )
    expect(options.at(-1)?.verdict).toBe('NOT_SUITABLE')
  })

  test('one page, what if, and advice that changes while somebody watches', async () => {
    const { patientId } = petra
    const takes = (name: string) => ({
      content: { medication: { drug: { name }, status: 'ACTIVE', startedOn: '2026-01-10' } },
    })
    const egfr = (value: number) => ({
      content: { observation: { code: 'EGFR', value, unit: 'mL/min/{1.73_m2}', takenOn: new Date().toISOString() } },
    })
    const record = (key: string, ...facts: readonly object[]) =>
      server.graphql(token, RECORD, { input: { patientId, facts, idempotencyKey: key } })
    await record('first', takes('simvastatin'))
    const client = createClient({
      url: `${server.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { Authorization: `Bearer ${token}` },
    })
    const { patients: found } = await askTyped(server, token, FindPatientToFollowDocument, { search: 'Petra Slowly' })
    expect(found.nodes.map(({ id }) => id)).toEqual([patientId])
    const query = readFileSync(`${FOLDER}23-advice-changed.graphql`, 'utf8')
    const variables = { patientId }
    const events = client.iterate<AdviceChangedSubscription>({ query, variables, operationName: 'AdviceChanged' })
    const told = new Promise<AdviceChangedSubscription['adviceChanged']>((resolve, reject) => {
      const look = async () => {
        for await (const event of events) {
          if (event.errors !== undefined) reject(new Error(JSON.stringify(event.errors)))
          const alert = event.data?.adviceChanged
          if (alert !== undefined) return resolve(alert)
        }
      }
      look().catch(reject)
    })
    await record('second', takes('clopidogrel'), takes('omeprazole'), takes('metformin'))
    // Nobody says when a subscription has begun, so kidneys get worse and better until it tells.
    let alert: AdviceChangedSubscription['adviceChanged'] | undefined
    for (let turn = 0; alert === undefined; turn += 1) {
      await record(`turn ${turn}`, egfr(turn % 2 === 0 ? 20 : 95))
      alert = await Promise.race([told, new Promise<undefined>(resolve => setTimeout(resolve, 500, undefined))])
    }
    expect(alert.causes.length).toBeGreaterThan(0)
    expect(alert.changes.length).toBeGreaterThan(0)
    expect(alert.changes.every(({ because }) => because.length > 0)).toBe(true)
    await client.dispose()
    const page = await askTyped(server, token, OnePageDocument, { indication: 'acute-coronary-syndrome' })
    const { medicationReview, medicationOptions, alerts, samples } = page.patients.nodes[0] ?? {}
    expect(medicationReview?.__typename === 'MedicationReview' ? medicationReview.medicines.length : 0).toBe(4)
    expect(medicationOptions?.__typename === 'MedicationOptions' ? medicationOptions.options.length : 0).toBe(3)
    expect(samples?.[0]?.geneCalls.length).toBeGreaterThan(20)
    expect(alerts?.totalCount).toBeGreaterThan(0)
    const { patients } = await askTyped(server, token, WhatIfDocument, variablesOf('22-what-if'))
    const [patient] = patients.nodes
    if (patient?.whatIf?.__typename !== 'WhatIf') throw new Error('not answered')
    for (const { medicines } of patient.whatIf.moments) {
      const changed = new Map(medicines.map(({ drug, before, after }) => [drug.name, [before, after]]))
      expect(changed.get('clopidogrel')).toEqual(['NOT_SUITABLE', null])
      expect(changed.get('prasugrel')?.[0]).toBe(null)
    }
  })

  test('a journey with nothing to fill in: options for depression, and what if paroxetine stops', async () => {
    const norma = await uploadDemoPerson(server, token, 'norma-allcommon.vcf.gz')
    const facts = [
      { content: { list: { list: 'MEDICINES', on: new Date().toISOString().slice(0, 10) } } },
      { content: { medication: { drug: { name: 'paroxetine' }, status: 'ACTIVE', startedOn: '2026-02' } } },
      { content: { medication: { drug: { name: 'metoprolol' }, status: 'ACTIVE', startedOn: '2025-02' } } },
    ]
    const { patientId } = norma
    await server.graphql(token, RECORD, { input: { patientId, facts, idempotencyKey: 'journey' } })
    const { patients } = await askTyped(server, token, DepressionJourneyDocument, {})
    const { medicationReview, medicationOptions, whatIf } = patients.nodes[0] ?? {}
    if (medicationReview?.__typename !== 'MedicationReview') throw new Error('no review')
    if (medicationOptions?.__typename !== 'MedicationOptions') throw new Error('no options')
    if (whatIf?.__typename !== 'WhatIf') throw new Error('no difference')
    const taken = new Map(medicationReview.medicines.map(({ medicine, drugs }) => [medicine.name, drugs[0]]))
    expect(taken.get('metoprolol')?.verdict).toBe('SUITABLE_WITH_CHANGE')
    expect(taken.get('metoprolol')?.findings[0]?.facts[0]?.text.clinician).toContain('paroxetine, taken')
    const verdicts = new Map(medicationOptions.options.map(({ drug, verdict }) => [drug.name, verdict]))
    expect(verdicts.get('venlafaxine')).toBe('NOT_SUITABLE')
    const [atOnce, settled] = whatIf.moments.map(({ medicines }) =>
      medicines.find(({ drug }) => drug.name === 'metoprolol'),
    )
    expect(atOnce?.after).toBe('UNCERTAIN')
    const said = (findings: readonly { readonly statement: { readonly clinician: string } }[] = []) =>
      findings.map(({ statement }) => statement.clinician).join('\n')
    expect(said(settled?.disappeared)).toContain('under current medicines')
    expect(said(settled?.appeared)).toContain('Use metoprolol at the standard dose')
    expect(said(settled?.appeared)).not.toContain('paroxetine')
  })

  test('indications: what can be asked for, with candidates by line, and how sure we are of them', async () => {
    const { indications } = await askTyped(server, token, IndicationsDocument, {})
    expect(indications.totalCount).toBe(30)
    for (const { candidates, documents, provenance } of indications.nodes) {
      expect(candidates[0]?.line).toBe(1)
      expect(documents.length).toBeGreaterThan(0)
      expect(provenance).toEqual({ basis: 'CURATOR_KNOWLEDGE', reviewed: false })
    }
    const pain = await askTyped(server, token, IndicationsDocument, { search: 'pain' })
    expect(pain.indications.totalCount).toBeLessThan(6)
  })
})

const RECORD = `mutation ($input: RecordHistoryInput!) { recordHistory(input: $input) { entries { status } } }`
