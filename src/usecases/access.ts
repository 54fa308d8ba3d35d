import { DomainError } from '../domain/errors.js'
import type { AccessFacts } from './access-facts.js'
import { CLASSES_OF_ACTION, decide, demand } from './decide.js'
import type { Action, Decision, Sight } from './decide.js'
import { keepChange } from './keep-trail.js'
import type { UnitOfWork } from './ports.js'
import type { Actor, Patient, Sample, SeenPatient, UploadRecord } from './records.js'
import { seenPatient } from './seen-patient.js'
import type { TrailOutcome } from './trail.js'

/** A patient whom the actor may see, as far as they may, and what of them they may not. */
export interface OpenedPatient extends Sight {
  readonly patient: SeenPatient
}

/** Something of a patient, with the patient it belongs to. */
export interface OpenedSample {
  readonly sample: Sample
  readonly opened: OpenedPatient
}

export interface OpenedUpload {
  readonly upload: UploadRecord
  readonly opened: OpenedPatient
}

type Asked =
  { readonly kind: Exclude<Decision['kind'], 'allow'> } | { readonly kind: 'allow'; readonly opened: OpenedPatient }

/** Patients and what is recorded of the actor's access to them; whoever is not of this organisation is in neither. */
async function ask(
  unit: UnitOfWork,
  actor: Actor,
  action: Action,
  patientIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, Asked>> {
  demand(actor, action)
  const ids = [...new Set(patientIds)]
  return judge(
    actor,
    action,
    ids,
    await visited(unit, actor, await unit.access.patientsWithFacts(actor.id, ids, now), now),
  )
}

/** For a visitor what is recorded between them and the patients gives way to the grant they come by. */
async function visited<T extends { readonly patient: Patient; readonly facts: AccessFacts }>(
  unit: UnitOfWork,
  { visit }: Actor,
  found: readonly T[],
  now: Date,
): Promise<readonly T[]> {
  if (visit === undefined) return found
  const grant = await unit.grants.inForce(visit.grantId, now)
  return found.map(each => {
    const { organisationId, consents } = each.facts
    const isAbout = grant?.patientId === each.patient.id
    return { ...each, facts: { organisationId, consents, relations: [], ...(isAbout ? { grant } : {}) } }
  })
}

/** Decides for each of these patients and notes it in the trail. */
function judge(
  actor: Actor,
  action: Action,
  ids: readonly string[],
  found: readonly { readonly patient: Patient; readonly facts: AccessFacts }[],
): ReadonlyMap<string, Asked> {
  const asked = new Map(found.map(({ patient, facts }) => [patient.id, askOne(actor, action, patient, facts)]))
  for (const id of ids) note(actor, action, id, asked.get(id), found.find(({ patient }) => patient.id === id)?.facts)
  return asked
}

function askOne(actor: Actor, action: Action, patient: Patient, facts: AccessFacts): Asked {
  const decision = decide(actor, action, facts)
  if (decision.kind !== 'allow') return decision
  const { sight } = decision
  return { kind: 'allow', opened: { ...sight, patient: seenPatient(patient, sight) } }
}

/**
 * Opens patients of the actor for one action: a map without an entry for whoever is not theirs to see, which looks like
 * somebody who does not exist (S12). Notes each in the trail. One statement, however many ids.
 */
export async function openPatients(
  unit: UnitOfWork,
  actor: Actor,
  action: Action,
  patientIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, OpenedPatient>> {
  const asked = await ask(unit, actor, action, patientIds, now)
  return new Map([...asked].flatMap(([id, answer]) => (answer.kind === 'allow' ? [[id, answer.opened] as const] : [])))
}

/** Opens one patient; NOT_FOUND when they are not the actor's to see, FORBIDDEN when they are but this is not theirs to ask. */
export async function openPatient(
  unit: UnitOfWork,
  actor: Actor,
  action: Action,
  patientId: string,
  now: Date,
): Promise<OpenedPatient> {
  return opened((await ask(unit, actor, action, [patientId], now)).get(patientId), action, 'No such patient')
}

/** Opens one patient for a change; also CONSENT_REQUIRED when the patient's consent is against it. */
export async function openPatientForWrite(
  unit: UnitOfWork,
  actor: Actor,
  action: Action,
  patientId: string,
  now: Date,
): Promise<OpenedPatient> {
  const found = await openPatient(unit, actor, action, patientId, now)
  await keepChange(unit, actor, action, patientId)
  return found
}

/** Samples whose patients are the actor's to see, for one action. */
export async function openSamples(
  unit: UnitOfWork,
  actor: Actor,
  action: Action,
  sampleIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, OpenedSample>> {
  demand(actor, action)
  const found = await visited(unit, actor, await unit.access.samplesWithFacts(actor.id, sampleIds, now), now)
  const asked = judge(actor, action, [...new Set(found.map(({ patient }) => patient.id))], found)
  return new Map(
    found.flatMap(({ sample, patient }) => {
      const answer = asked.get(patient.id)
      return answer?.kind === 'allow' ? [[sample.id, { sample, opened: answer.opened }] as const] : []
    }),
  )
}

/** One sample, for reading; refusals as for its patient. */
export async function openSample(
  unit: UnitOfWork,
  actor: Actor,
  action: Action,
  sampleId: string,
  now: Date,
): Promise<OpenedSample> {
  demand(actor, action)
  const found = await visited(unit, actor, await unit.access.samplesWithFacts(actor.id, [sampleId], now), now)
  const [sample] = found.map(each => each.sample)
  const patientIds = found.map(({ patient }) => patient.id)
  const asked = judge(actor, action, patientIds, found)
  const missing = 'No such sample'
  if (sample === undefined) throw new DomainError('NOT_FOUND', missing, {})
  return { sample, opened: opened(asked.get(sample.patientId), action, missing) }
}

/** One sample, for a change. */
export async function openSampleForWrite(
  unit: UnitOfWork,
  actor: Actor,
  action: Action,
  sampleId: string,
  now: Date,
): Promise<OpenedSample> {
  const found = await openSample(unit, actor, action, sampleId, now)
  await keepChange(unit, actor, action, found.sample.patientId)
  return found
}

/** Uploads whose patients are the actor's to see, for one action. */
export async function openUploads(
  unit: UnitOfWork,
  actor: Actor,
  action: Action,
  uploadIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, OpenedUpload>> {
  demand(actor, action)
  const uploads = await unit.uploads.find(uploadIds)
  const patientIds = uploads.map(({ patientId }) => patientId)
  const patients = await openPatients(unit, actor, action, patientIds, now)
  return new Map(
    uploads.flatMap(upload => {
      const opening = patients.get(upload.patientId)
      return opening === undefined ? [] : [[upload.id, { upload, opened: opening }] as const]
    }),
  )
}

/** One upload, for reading or for a change; refusals as for its patient. */
export async function openUpload(
  unit: UnitOfWork,
  actor: Actor,
  action: Action,
  uploadId: string,
  now: Date,
): Promise<OpenedUpload> {
  demand(actor, action)
  const [upload] = await unit.uploads.find([uploadId])
  const patientIds = upload === undefined ? [] : [upload.patientId]
  const asked = await ask(unit, actor, action, patientIds, now)
  const missing = 'No such upload'
  if (upload === undefined) throw new DomainError('NOT_FOUND', missing, {})
  return { upload, opened: opened(asked.get(upload.patientId), action, missing) }
}

function opened(asked: Asked | undefined, action: Action, missing: string): OpenedPatient {
  switch (asked?.kind) {
    case 'allow':
      return asked.opened
    case 'forbid':
      throw new DomainError('FORBIDDEN', 'This is not yours to do for this patient', { action })
    case 'consent':
      throw new DomainError('CONSENT_REQUIRED', 'The patient has not consented to it', { action })
    default:
      throw new DomainError('NOT_FOUND', missing, {})
  }
}

const ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

/** What is no id at all can be nobody's. */
function note(
  { request, visit, organisationId }: Actor,
  action: Action,
  patientId: string,
  asked: Asked | undefined,
  facts: AccessFacts | undefined,
): void {
  if (!ID.test(patientId)) return
  const classes = CLASSES_OF_ACTION[action]
  const grant = visit === undefined ? undefined : { id: visit.grantId, organisationId }
  const entry = { patientId, action, classes, outcome: outcomeOf(asked, action), grant }
  const breakGlass = asked?.kind === 'allow' ? facts?.breakGlass : undefined
  request.trail.note(
    breakGlass === undefined
      ? entry
      : { ...entry, breakGlassId: breakGlass.id, breakGlassExpiresAt: breakGlass.expiresAt },
  )
}

function outcomeOf(asked: Asked | undefined, action: Action): TrailOutcome {
  if (asked?.kind !== 'allow') return 'DENIED'
  const { withheld, partly } = asked.opened
  const isPartial = CLASSES_OF_ACTION[action].some(each => withheld.has(each) || partly.get(each) === 'PART')
  return isPartial ? 'WITHHELD' : 'ALLOWED'
}
