import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Usecases } from '../usecases/menu.js'
import { TERMINAL_STATES } from '../usecases/records.js'
import type { Actor, SeenPatient } from '../usecases/records.js'
import { outsideCall } from './decoders/gene-call-decoder.js'
import { decodeStatedFact } from './decoders/history-fact-decoder.js'
import { assayFacts } from './decoders/upload-decoder.js'

const people = z.array(
  z.strictObject({
    name: z.string(),
    sex: z.enum(['female', 'male']).optional(),
    birthDate: z.string().optional(),
    mrn: z.string(),
    /** A file beside `patients.json`; absent: a patient who was never tested. */
    vcf: z.string().optional(),
    sample: z.string().optional(),
    outsideCalls: z.array(outsideCall).default([]),
    assay: z.looseObject({}).default({}),
    /** What is recorded besides; days as "today", "today-14" or "today+7". */
    history: z.array(z.record(z.string(), z.unknown())).default([]),
    story: z.string().optional(),
  }),
)

type Person = z.infer<typeof people>[number]

type SeedingUsecases = Pick<
  Usecases,
  | 'createPatient'
  | 'listPatients'
  | 'uploadsOfPatients'
  | 'samplesOfPatients'
  | 'createUpload'
  | 'receiveUpload'
  | 'uploadProgress'
  | 'listFacts'
  | 'recordHistory'
  | 'releaseResults'
  | 'recordRelation'
>

export interface SeedReport {
  readonly done: number
  readonly total: number
}

const LOOK_MILLISECONDS = 200

/**
 * Registers the demonstration patients, records their histories, sends their files and releases the results the way a
 * laboratory would. What is there already is left alone, so every start may do it. Resolves when all files have ended; each
 * step is a request of its own.
 */
export async function seedDemoData(
  folder: string,
  usecases: SeedingUsecases,
  act: () => Actor,
  onProgress: (report: SeedReport) => void,
  signal: AbortSignal,
): Promise<void> {
  const list = join(folder, 'patients.json')
  if (!existsSync(list)) return
  const sent: string[] = []
  const patientIds: string[] = []
  for (const person of people.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    signal.throwIfAborted()
    const patient = await ensurePatient(person, usecases, act)
    await ensureHistory(person, patient, usecases, act)
    const uploadId = await ensureUpload(folder, person, patient, usecases, act)
    patientIds.push(patient.id)
    if (uploadId !== undefined) sent.push(uploadId)
  }
  for (let done = -1; sent.length > 0 && done < sent.length;) {
    const progress = await usecases.uploadProgress(act(), sent)
    const ended = [...progress.values()].filter(({ state }) => TERMINAL_STATES.includes(state)).length
    if (ended !== done) onProgress({ done: ended, total: sent.length })
    done = ended
    if (done < sent.length) await sleep(LOOK_MILLISECONDS, undefined, { signal })
  }
  await releaseAll(patientIds, usecases, act)
}

/** The demonstration's laboratory lets everything out, so that every role has something to see. */
async function releaseAll(patientIds: readonly string[], usecases: SeedingUsecases, act: () => Actor): Promise<void> {
  const samples = await usecases.samplesOfPatients(act(), patientIds)
  for (const { id, releasedAt } of [...samples.values()].flat())
    if (releasedAt === undefined) await usecases.releaseResults(act(), { sampleId: id })
}

async function ensurePatient(person: Person, usecases: SeedingUsecases, act: () => Actor): Promise<SeenPatient> {
  const { name: displayName, mrn: medicalRecordNumber, birthDate, sex } = person
  const { items } = await usecases.listPatients(act(), { search: medicalRecordNumber }, { first: 1 })
  const idempotencyKey = `demo-patient-${medicalRecordNumber}`
  const input = { displayName, medicalRecordNumber, birthDate, sex, idempotencyKey }
  if (items[0] !== undefined) return items[0]
  const patient = await usecases.createPatient(act(), input)
  // Whoever gets a token of the demonstration finds its patients in the care of the whole organisation.
  for (const kind of ['TREATING', 'DISPENSING'] as const)
    await usecases.recordRelation(act(), { patientId: patient.id, kind })
  return patient
}

async function ensureHistory(
  { history, mrn }: Person,
  { id: patientId }: SeenPatient,
  usecases: SeedingUsecases,
  act: () => Actor,
): Promise<void> {
  if (history.length === 0) return
  const { totalCount } = await usecases.listFacts(act(), { patientId }, { first: 1 })
  if (totalCount > 0) return
  const facts = history.map(fact => ({ fact: decodeStatedFact(dated(fact)) }))
  const idempotencyKey = `demo-history-${mrn}`
  const { entries } = await usecases.recordHistory(act(), { patientId, facts, idempotencyKey })
  const refused = entries.filter(({ status }) => status === 'REFUSED')
  if (refused.length > 0) throw new Error(`${refused.length} facts of ${mrn} were refused`)
}

const DAY_MILLISECONDS = 86_400_000

/** Days are counted from today, so that what is seeded is as fresh as it says. */
function dated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dated)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, dated(inner)]))
  const day = typeof value === 'string' ? /^today([+-]\d+)?$/.exec(value) : null
  if (day === null) return value
  return new Date(Date.now() + Number(day[1] ?? 0) * DAY_MILLISECONDS).toISOString().slice(0, 10)
}

async function ensureUpload(
  folder: string,
  { vcf, sample: sampleName, assay, outsideCalls, mrn }: Person,
  { id: patientId }: SeenPatient,
  usecases: SeedingUsecases,
  act: () => Actor,
): Promise<string | undefined> {
  if (vcf === undefined) return undefined
  const earlier = (await usecases.uploadsOfPatients(act(), [patientId])).get(patientId) ?? []
  if (earlier.some(({ state }) => state !== 'OPEN' && state !== 'EXPIRED')) return undefined
  const path = join(folder, basename(vcf))
  const upload = await usecases.createUpload(act(), {
    patientId,
    sampleName,
    fileName: basename(vcf),
    assay: assayFacts.parse({ assumeReference: false, assayedRegions: [], copyNumberMeasured: false, ...assay }),
    outsideCalls,
    idempotencyKey: `demo-upload-${mrn}`,
  })
  if (upload.state === 'OPEN')
    await usecases.receiveUpload(act(), upload.id, { bytes: createReadStream(path), declared: {} })
  return upload.id
}
