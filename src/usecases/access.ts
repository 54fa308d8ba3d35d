import { DomainError } from '../domain/errors.js'
import type { DataClass } from './data-classes.js'
import { CLASSES_OF_ACTION, decide, demand } from './decide.js'
import type { Action } from './decide.js'
import { keepChange } from './keep-trail.js'
import type { UnitOfWork } from './ports.js'
import type { Actor, Patient, Sample, UploadRecord } from './records.js'
import type { TrailOutcome } from './trail.js'

/** Why a part of a patient's record is not shown, as generally as it may be said. */
export type WithheldReason = 'ROLE' | 'CONSENT' | 'RESTRICTED'

/** A patient whom the actor may see, and what of them not. */
export interface OpenedPatient {
  readonly patient: Patient
  /** Classes this actor may not see of this patient, each with the general reason. */
  readonly withheld: ReadonlyMap<DataClass, WithheldReason>
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
  demand(actor, action)
  const ids = [...new Set(patientIds)]
  const patients = await unit.patients.find(ids)
  const opened = new Map(patients.flatMap(patient => open(actor, action, patient, now)))
  for (const patientId of ids) note(actor, action, patientId, opened.has(patientId) ? 'ALLOWED' : 'DENIED')
  return opened
}

/** Opens one patient; throws NOT_FOUND when they are not the actor's to see. */
export async function openPatient(
  unit: UnitOfWork,
  actor: Actor,
  action: Action,
  patientId: string,
  now: Date,
): Promise<OpenedPatient> {
  const opened = (await openPatients(unit, actor, action, [patientId], now)).get(patientId)
  if (opened === undefined) throw new DomainError('NOT_FOUND', 'No such patient', {})
  return opened
}

/** Opens one patient for a change: also FORBIDDEN when the actor may see but not change, CONSENT_REQUIRED when consent is against it. */
export async function openPatientForWrite(
  unit: UnitOfWork,
  actor: Actor,
  action: Action,
  patientId: string,
  now: Date,
): Promise<OpenedPatient> {
  const opened = await openPatient(unit, actor, action, patientId, now)
  await keepChange(unit, actor, action, patientId)
  return opened
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
  const samples = await unit.samples.find(sampleIds)
  const patientIds = samples.map(({ patientId }) => patientId)
  const patients = await openPatients(unit, actor, action, patientIds, now)
  return new Map(
    samples.flatMap(sample => {
      const opened = patients.get(sample.patientId)
      return opened === undefined ? [] : [[sample.id, { sample, opened }] as const]
    }),
  )
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
      const opened = patients.get(upload.patientId)
      return opened === undefined ? [] : [[upload.id, { upload, opened }] as const]
    }),
  )
}

function open(actor: Actor, action: Action, patient: Patient, _now: Date): readonly [string, OpenedPatient][] {
  if (decide(actor, action, { organisationId: patient.organisationId }) === 'deny') return []
  return [[patient.id, { patient, withheld: new Map() }]]
}

const ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

/** What is no id at all can be nobody's. */
function note({ request }: Actor, action: Action, patientId: string, outcome: TrailOutcome): void {
  if (ID.test(patientId)) request.trail.note({ patientId, action, classes: CLASSES_OF_ACTION[action], outcome })
}
