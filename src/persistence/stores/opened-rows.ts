import type { EntityManager } from '@mikro-orm/postgresql'
import type { AccessFacts } from '../../usecases/access-facts.js'
import type { Patient, Sample } from '../../usecases/records.js'
import { accessRow } from '../decoders/access-decoder.js'
import type { UnitKeys } from '../keys/unit-keys.js'
import { rowsOf } from '../statement.js'
import { onlyIds } from '../uuid-v7.js'
import { SAMPLE_COLUMNS, sampleOf } from './sample-rows.js'
import type { SampleRow } from './sample-rows.js'
import { createSnapshot, meet } from './snapshot.js'
import type { Snapshot } from './snapshot.js'
import { toPatient } from './to-patient.js'

export interface PatientWithFacts {
  readonly patient: Patient
  readonly facts: AccessFacts
}

export interface SampleWithFacts extends PatientWithFacts {
  readonly sample: Sample
}

/** What these statements give, before anybody trusts the JSON in it. */
export interface PatientRow {
  readonly patient_id: string
  readonly organisation_id: string
  readonly identity: Uint8Array | null
  readonly sex: Patient['sex'] | null
  readonly created_at: string
  readonly wrapped: string | null
  readonly facts: unknown
  readonly history_version: string | null
}

type SampleWithPatientRow = SampleRow & PatientRow

/** A patient with the key to them, and all that is recorded today between them and the actor who asks. */
export const PATIENT = `
  p.id as patient_id, p.organisation_id, p.identity, p.sex, p.created_at,
  (select k.kek_id || ' ' || encode(k.wrapped, 'hex') from patient_key k where k.patient_id = p.id) as wrapped,
  json_build_object('id', p.id, 'organisationId', p.organisation_id,
    'relations', (select coalesce(json_agg(json_build_object('kind', r.kind, 'classes', r.classes)), '[]') from relation r
      where r.organisation_id = p.organisation_id and r.patient_id = p.id and (r.actor_id is null or r.actor_id = asked.actor)
        and r.valid_from <= asked.at and (r.valid_to is null or r.valid_to > asked.at)),
    'consents', (select coalesce(json_agg(json_build_object('effect', c.effect, 'classes', c.classes, 'recipient', c.recipient,
        'recipientRole', c.recipient_role, 'recipientActorId', c.recipient_actor_id, 'purposes', c.purposes)), '[]')
      from consent c where c.organisation_id = p.organisation_id and c.patient_id = p.id and c.revoked_at is null
        and c.valid_from <= asked.at and (c.valid_to is null or c.valid_to > asked.at)),
    'glass', (select json_build_object('id', b.id, 'expiresAt', b.expires_at) from break_glass b
      where b.organisation_id = p.organisation_id and b.patient_id = p.id and b.actor_id = asked.actor
        and b.opened_at <= asked.at and b.expires_at > asked.at order by b.expires_at desc limit 1)) as facts,
  case when asked.with_history then (select count(*) || ' ' || coalesce(max(h.xmin::text::bigint), 0) from history_fact h
    where h.organisation_id = p.organisation_id and h.patient_id = p.id) end as history_version`

const ASKED = '(select $1::uuid as actor, $2::timestamptz as at, $3::boolean as with_history) asked'

const PATIENTS = `select ${PATIENT} from ${ASKED}, patient p where p.id = any ($4::uuid[])`

/** Of few patients the version of the history is read along: whoever opens one of them mostly asks for it next. */
export const MOST_WITH_HISTORY = 10

const SAMPLES = `select ${SAMPLE_COLUMNS}, ${PATIENT}
  from ${ASKED}, sample s join patient p on p.organisation_id = s.organisation_id and p.id = s.patient_id
  where s.id = any ($4::uuid[])`

/** Patients, in one statement however many; who has lost their key is not there. */
export async function readPatients(
  em: EntityManager,
  keys: UnitKeys,
  snapshot: Snapshot | undefined,
  actorId: string,
  patientIds: readonly string[],
  now: Date,
): Promise<readonly PatientWithFacts[]> {
  const { patients } = snapshot ?? createSnapshot()
  const asked = new Map(onlyIds(patientIds).map(id => [metBy(actorId, id), id]))
  const found = await meet(patients, [...asked.keys()], async unmet => {
    const ids = unmet.flatMap(key => asked.get(key) ?? [])
    const rows = await ask<PatientRow>(em, PATIENTS, actorId, ids, now)
    const read = new Map(rows.map(row => [metBy(actorId, row.patient_id), withFacts(row, keys, snapshot)]))
    return key => read.get(key)
  })
  return found.flatMap(each => each ?? [])
}

/** Samples with their patients, in one statement however many. */
export async function readSamples(
  em: EntityManager,
  keys: UnitKeys,
  snapshot: Snapshot | undefined,
  actorId: string,
  sampleIds: readonly string[],
  now: Date,
): Promise<readonly SampleWithFacts[]> {
  const met = await metSamples(em, keys, snapshot, actorId, sampleIds, now)
  if (met !== undefined) return met
  const rows = await ask<SampleWithPatientRow>(em, SAMPLES, actorId, sampleIds, now)
  return rows.flatMap(row => {
    const opened = openedOf(row, keys, snapshot, actorId)
    if (opened === undefined) return []
    const sample = sampleOf(row, keys.ofRow(row.patient_id, row.wrapped), snapshot)
    return sample === undefined ? [] : [{ ...opened, sample }]
  })
}

/** When all of them were met already, only their patients have to be asked for. */
async function metSamples(
  em: EntityManager,
  keys: UnitKeys,
  snapshot: Snapshot | undefined,
  actorId: string,
  sampleIds: readonly string[],
  now: Date,
): Promise<readonly SampleWithFacts[] | undefined> {
  const samples = sampleIds.flatMap(id => snapshot?.samples.get(id) ?? [])
  if (samples.length < sampleIds.length) return undefined
  const patientIds = [...new Set(samples.map(({ patientId }) => patientId))]
  const patients = await readPatients(em, keys, snapshot, actorId, patientIds, now)
  const byId = new Map(patients.map(each => [each.patient.id, each]))
  return samples.flatMap(sample => {
    const opened = byId.get(sample.patientId)
    return opened === undefined ? [] : [{ ...opened, sample }]
  })
}

async function ask<T extends object>(
  em: EntityManager,
  statement: string,
  actorId: string,
  ids: readonly string[],
  now: Date,
): Promise<readonly T[]> {
  const known = onlyIds(ids)
  if (known.length === 0) return []
  const withHistory = known.length <= MOST_WITH_HISTORY
  return await rowsOf<T>(em, statement, [onlyIds([actorId])[0] ?? null, now.toISOString(), withHistory, known])
}

/** What a row says, which the transaction has met by then; undefined when the patient's key is gone. */
export function openedOf(
  row: PatientRow,
  keys: UnitKeys,
  snapshot: Snapshot | undefined,
  actorId: string,
): PatientWithFacts | undefined {
  const opened = withFacts(row, keys, snapshot)
  if (opened !== undefined) snapshot?.patients.set(metBy(actorId, row.patient_id), Promise.resolve(opened))
  return opened
}

function metBy(actorId: string, patientId: string): string {
  return `${actorId} ${patientId}`
}

function withFacts(row: PatientRow, keys: UnitKeys, snapshot: Snapshot | undefined): PatientWithFacts | undefined {
  const key = keys.ofRow(row.patient_id, row.wrapped)
  if (key === undefined || row.identity === null) return undefined
  if (row.history_version !== null) snapshot?.histories.set(row.patient_id, row.history_version)
  const { organisationId, relations, consents, glass } = accessRow.parse(row.facts)
  const patient = {
    id: row.patient_id,
    organisationId: row.organisation_id,
    sex: row.sex,
    createdAt: new Date(row.created_at),
  }
  return {
    patient: toPatient(patient, row.identity, key),
    facts: { organisationId, relations, consents, breakGlass: glass ?? undefined },
  }
}
