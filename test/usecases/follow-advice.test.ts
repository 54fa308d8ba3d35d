import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Knowledge } from '../../src/domain/knowledge.js'
import { uuidV7 } from '../../src/persistence/uuid-v7.js'
import { createCallSample } from '../../src/usecases/call-sample.js'
import { createUsecases } from '../../src/usecases/create-usecases.js'
import { createFollowAdvice } from '../../src/usecases/follow-advice.js'
import type { CreateUploadInput, Usecases } from '../../src/usecases/menu.js'
import type { Ports } from '../../src/usecases/ports.js'
import type { RecordedFact } from '../../src/usecases/recorded-fact.js'
import type { Actor } from '../../src/usecases/records.js'
import { cloneDatabase } from '../support/clone-database.js'
import type { TestDatabase } from '../support/clone-database.js'
import { aKey, anUpload, callsOf, demoStream, openTestPorts, readerInThisProcess } from '../support/test-ports.js'
import type { TestPorts } from '../support/test-ports.js'
import { type LooseFact, recorded } from '../domain/medication/asking-options.js'

let database: TestDatabase
let open: TestPorts
let ports: Ports
let usecases: Usecases
let pharmacist: Actor
let system: Actor

const signal = new AbortController().signal
const today = new Date().toISOString().slice(0, 10)

beforeAll(async () => {
  database = await cloneDatabase()
  open = await openTestPorts(database)
  ports = open.ports
  usecases = createUsecases(ports)
  pharmacist = await database.actor('alerts', ['PHARMACIST', 'LABORATORY_DIRECTOR'])
  system = { ...pharmacist, roles: ['SYSTEM_WORKER'] }
})

afterAll(async () => {
  await open.close()
  await database.drop()
})

async function aPatient(...facts: readonly LooseFact[]): Promise<string> {
  const input = { displayName: 'Somebody', birthDate: '1970-05-05', sex: 'male', idempotencyKey: aKey() } as const
  const { id } = await usecases.createPatient(pharmacist, input)
  await write(id, LISTS, ...facts)
  await follow()
  return id
}

const LISTS: LooseFact = { kind: 'LIST', list: 'MEDICINES', on: today }

const takes = (name: string): LooseFact => ({
  kind: 'MEDICATION',
  drug: { name },
  status: 'ACTIVE',
  startedOn: '2026-01-10',
})

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)

const egfr = (value: number, days = 0): LooseFact => ({
  kind: 'OBSERVATION',
  code: 'EGFR',
  value,
  unit: 'mL/min/{1.73_m2}',
  takenOn: daysAgo(days),
})

function stored(patientId: string, facts: readonly LooseFact[], restricted = false): readonly RecordedFact[] {
  return recorded(...facts).map(fact => ({
    ...fact,
    id: uuidV7(),
    recordedOn: today,
    patientId,
    recordedBy: pharmacist.id,
    recordedAt: new Date(),
    restricted,
  }))
}

async function write(patientId: string, ...facts: readonly LooseFact[]): Promise<void> {
  await ports.transactions.run(pharmacist.organisationId, unit => unit.histories.add(stored(patientId, facts)))
}

async function follow(knowledge: Knowledge = ports.knowledge): Promise<void> {
  const followAdvice = createFollowAdvice({ ...ports, knowledge })
  while ((await followAdvice(system, signal)) > 0);
}

/** A demonstration file, received and called, not released. */
async function called(patientId: string, file: string, more: Partial<CreateUploadInput> = {}): Promise<string> {
  const { id: uploadId } = await usecases.createUpload(pharmacist, anUpload(patientId, more))
  await usecases.receiveUpload(pharmacist, uploadId, { bytes: demoStream(file), declared: {} })
  const outcome = await createCallSample({ ...ports, reader: await readerInThisProcess() })(system, {
    uploadId,
    owner: 'test',
    signal,
  })
  expect(outcome).toBe('stored')
  const [sample] = (await usecases.samplesOfPatients(pharmacist, [patientId])).get(patientId) ?? []
  if (sample === undefined) throw new Error('no sample was called')
  return sample.id
}

async function alertsOf(patientId: string) {
  return (await usecases.alertsOfPatients(pharmacist, [patientId], { first: 10 })).get(patientId)?.items ?? []
}

describe('advice that changes', () => {
  it('a laboratory value that changes a verdict is told to whoever follows the patient, with what changed and why', async () => {
    const patientId = await aPatient(takes('metformin'), egfr(95, 9))
    const events = (await usecases.watchAdvice(pharmacist, patientId))[Symbol.asyncIterator]()
    const next = events.next()
    await write(patientId, egfr(20))
    await follow()
    const { value } = await next
    expect(value).toMatchObject({
      patientId,
      causes: ['LAB'],
      changes: [{ drug: 'metformin', after: 'NOT_SUITABLE' }],
      knowledgeVersion: ports.knowledge.version,
    })
    const because = value.changes[0].because
    expect(because).toContainEqual(
      expect.objectContaining({ change: 'APPEARED', kind: 'RENAL', effect: 'EXCLUDES', open: false }),
    )
    expect(because.map(({ text }: { text: { clinician: string } }) => text.clinician).join(' ')).toContain('(20 ')
    await events.return?.()
    expect((await alertsOf(patientId)).map(({ id }) => id)).toEqual([value.id])
  })

  it('a new medicine changes the verdict of another one', async () => {
    const patientId = await aPatient(takes('simvastatin'))
    expect(await alertsOf(patientId)).toEqual([])
    await write(patientId, takes('clarithromycin'))
    await follow()
    const [alert] = await alertsOf(patientId)
    expect(alert?.causes).toEqual(['MEDICINE'])
    const simvastatin = alert?.changes.find(({ drug }) => drug === 'simvastatin')
    expect(simvastatin).toMatchObject({ after: 'NOT_SUITABLE' })
    expect(simvastatin?.because).toContainEqual(expect.objectContaining({ kind: 'DRUG_INTERACTION' }))
  })

  it('C5 a result is told when it is released and not before, and taken back when it is held', async () => {
    const patientId = await aPatient(takes('simvastatin'))
    const sampleId = await called(patientId, 'petra-slowly.vcf.gz')
    await follow()
    expect(await alertsOf(patientId)).toEqual([])
    await usecases.releaseResults(pharmacist, { sampleId })
    await follow()
    await usecases.holdResults(pharmacist, { sampleId, genes: ['SLCO1B1'], reason: 'To be repeated' })
    await follow()
    const [held, released, ...others] = await alertsOf(patientId)
    expect(others).toEqual([])
    expect([released?.causes, held?.causes]).toEqual([['CALL'], ['CALL']])
    const verdicts = [released, held].map(alert => alert?.changes.find(({ drug }) => drug === 'simvastatin'))
    expect(verdicts[0]).toMatchObject({ after: 'NOT_SUITABLE' })
    expect(verdicts[1]).toMatchObject({ before: 'NOT_SUITABLE', after: verdicts[0]?.before })
  })

  it('C5 a result from elsewhere that is withdrawn is told as well, of every sample it was recorded for, unless it is held', async () => {
    const patientId = await aPatient(takes('simvastatin'))
    const sampleId = await called(patientId, 'norma-allcommon.vcf.gz')
    await usecases.releaseResults(pharmacist, { sampleId })
    const send = async (key: string, diplotype?: string) => {
      const gene = { symbols: ['SLCO1B1'], hgnc: [], loinc: [] }
      const result = { gene, diplotypes: [diplotype ?? ''], phenotypes: [], on: '2025-03-01' }
      const sent = { key, restricted: false, takesBack: diplotype === undefined }
      const results = [diplotype === undefined ? sent : { ...sent, result }]
      const [answer] = await usecases.importResults(pharmacist, { patientId, source: 'hospital', results })
      await follow()
      return answer
    }
    const simvastatin = async () =>
      (await alertsOf(patientId)).toReversed().map(({ causes, changes }) => {
        const { before, after } = changes.find(({ drug }) => drug === 'simvastatin') ?? {}
        return { causes, before, after }
      })
    const calledOf = async (id: string) => {
      const calls = await callsOf(usecases, pharmacist, id)
      const call = calls.find(({ gene }) => gene === 'SLCO1B1')
      return call?.status === 'called' ? [call.origin, ...call.diplotypes.map(({ name }) => name)] : []
    }
    await follow()
    expect(await send('Observation/1', '*5/*5')).toMatchObject({ status: 'RECORDED' })
    const newer = await called(patientId, 'norma-allcommon.vcf.gz', { sampleName: 'norma-allcommon' })
    await usecases.releaseResults(pharmacist, { sampleId: newer })
    await follow()
    expect(await send('Observation/1', '*5/*5')).toMatchObject({ status: 'RECORDED' })
    expect([await calledOf(sampleId), await calledOf(newer)]).toEqual([
      ['outside', '*5/*5'],
      ['outside', '*5/*5'],
    ])
    const told = (await simvastatin()).at(-1)
    expect(told).toMatchObject({ causes: ['CALL'], after: 'NOT_SUITABLE' })
    expect(await send('Observation/1')).toEqual({ status: 'NOTHING_STATED', isRetracted: true })
    expect([await calledOf(sampleId), await calledOf(newer)]).toEqual([
      ['file', '*1/*1'],
      ['file', '*1/*1'],
    ])
    expect((await simvastatin()).at(-1)).toEqual({ causes: ['CALL'], before: 'NOT_SUITABLE', after: told?.before })

    await usecases.holdResults(pharmacist, { sampleId: newer, genes: ['SLCO1B1'], reason: 'To be repeated' })
    await follow()
    const before = await simvastatin()
    await send('Observation/1', '*5/*5')
    await send('Observation/1')
    expect(await simvastatin()).toEqual(before)
  })

  it('C5 a release that was rolled back leaves nothing to look at', async () => {
    const patientId = await aPatient(takes('simvastatin'))
    const sampleId = await called(patientId, 'petra-slowly.vcf.gz')
    await follow()
    const dying = createUsecases({
      ...ports,
      ids: {
        next() {
          throw new Error('died')
        },
      },
    })
    await expect(dying.releaseResults(pharmacist, { sampleId })).rejects.toThrow('died')
    const waiting = await ports.transactions.run(pharmacist.organisationId, unit => unit.outbox.waiting(50))
    expect(waiting).not.toContain(patientId)
  })

  it('what changes no verdict tells nothing, and what was told stays in order', async () => {
    const patientId = await aPatient(takes('metformin'), egfr(95, 9))
    await write(patientId, egfr(94, 6))
    await follow()
    expect(await alertsOf(patientId)).toEqual([])
    await write(patientId, egfr(20, 3))
    await follow()
    await write(patientId, egfr(90))
    await follow()
    const alerts = await alertsOf(patientId)
    expect(alerts.map(({ changes }) => changes.map(({ before }) => before === 'NOT_SUITABLE'))).toEqual([
      [true],
      [false],
    ])
  })

  it('P8 a change that was rolled back leaves nothing to look at; one that was looked at in vain still waits', async () => {
    const patientId = await aPatient(takes('metformin'), egfr(95, 9))
    const failing = ports.transactions.run(pharmacist.organisationId, async unit => {
      await unit.histories.add(stored(patientId, [egfr(20)]))
      throw new Error('died')
    })
    await expect(failing).rejects.toThrow('died')
    await follow()
    expect(await alertsOf(patientId)).toEqual([])
    await write(patientId, egfr(20))
    const dying = createFollowAdvice({
      ...ports,
      ids: {
        next() {
          throw new Error('died')
        },
      },
    })
    await expect(dying(system, signal)).rejects.toThrow('died')
    expect(await alertsOf(patientId)).toEqual([])
    await follow()
    expect((await alertsOf(patientId)).length).toBe(1)
  })

  it('several that look at the same time tell it once', async () => {
    const patientId = await aPatient(takes('metformin'), egfr(95, 9))
    await write(patientId, egfr(20))
    await Promise.all([follow(), follow(), follow()])
    expect((await alertsOf(patientId)).length).toBe(1)
  })

  it('P10 a new release of the knowledge is looked at by itself, and an older one takes nothing back', async () => {
    const patientId = await aPatient(takes('metformin'), egfr(20))
    const told = (await alertsOf(patientId)).length
    const next = withoutRenalRules('metformin', ports.knowledge)
    await follow(next)
    const [alert] = await alertsOf(patientId)
    expect(alert).toMatchObject({ causes: ['KNOWLEDGE'], knowledgeVersion: next.version })
    expect(alert?.changes).toContainEqual(expect.objectContaining({ drug: 'metformin', before: 'NOT_SUITABLE' }))
    await follow(ports.knowledge)
    expect((await alertsOf(patientId)).length).toBe(told + 1)
  })

  it('S14 a specially protected fact is not used and not hinted at', async () => {
    const patientId = await aPatient(takes('metformin'), egfr(95, 9))
    await ports.transactions.run(pharmacist.organisationId, unit =>
      unit.histories.add(stored(patientId, [egfr(20)], true)),
    )
    await follow()
    expect(await alertsOf(patientId)).toEqual([])
  })

  it('S12 the patient of another organisation cannot be followed and looks like none', async () => {
    const patientId = await aPatient()
    const stranger = await database.actor('alerts-elsewhere', ['PHARMACIST'])
    await expect(usecases.watchAdvice(stranger, patientId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await usecases.alertsOfPatients(stranger, [patientId], { first: 5 })).size).toBe(0)
    const technician = await database.actor('alerts', ['LABORATORY_TECHNICIAN'])
    await expect(usecases.watchAdvice(technician, patientId)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

/** The same release in a newer edition, which says nothing of kidneys for one drug. */
function withoutRenalRules(name: string, knowledge: Knowledge): Knowledge {
  const { options } = knowledge
  const file = options?.drugFacts.get(name)
  if (options === undefined || file === undefined) throw new Error(`no facts about ${name}`)
  const drugFacts = new Map([...options.drugFacts, [name, { ...file, rules: { ...file.rules, RENAL: [] } }] as const])
  return { ...knowledge, version: `${knowledge.version}-next`, date: '2999-01-01', options: { ...options, drugFacts } }
}
