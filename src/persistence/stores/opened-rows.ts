import type { EntityManager } from '@mikro-orm/postgresql'
import type { AccessFacts } from '../../usecases/access-facts.js'
import type { Patient, Sample } from '../../usecases/records.js'
import { patientText } from '../decoders/row-text-decoder.js'
import { wrappedKeyText } from '../entities/wrapped-key.js'
import type { UnitKeys } from '../keys/unit-keys.js'
import { rowsOf } from '../statement.js'
import { onlyIds } from '../uuid-v7.js'
import { NEWEST_ALERTS_OF_PATIENT } from './alert-rows.js'
import { SAMPLE_COLUMNS, SAMPLES_OF_PATIENT, sampleOf, samplesOf } from './sample-rows.js'
import type { SampleRow } from './sample-rows.js'
import { createSnapshot, meet } from './snapshot.js'
import type { Reading } from './snapshot.js'
import { toPatient } from './to-patient.js'

export interface PatientWithFacts {
  readonly patient: Patient
  readonly facts: AccessFacts
}

export interface SampleWithFacts extends PatientWithFacts {
  readonly sample: Sample
}

/** What these statements give of a patient: one text with all of it, and what is read along. */
export interface PatientRow {
  readonly patient: string
  readonly history_version: string | null
  readonly samples: readonly SampleRow[] | null
  readonly newest_alerts: string | null
}

/** What the text of a row says, with the wrapped key to it; without a patient when it cannot be read any more. */
export interface OpenedRow {
  readonly patientId: string
  readonly wrapped: string | null
  readonly opened: PatientWithFacts | undefined
}

type SampleWithPatientRow = SampleRow & PatientRow

/** A patient with the key to them, and all that is recorded today between them and the actor who asks. */
export const PATIENT = `
  case when p.id is not null then json_build_object('id', p.id, 'organisationId', p.organisation_id,
    'identity', encode(p.identity, 'hex'), 'sex', p.sex, 'createdAt', p.created_at,
    'wrapped', ${wrappedKeyText('p.id')},
    'relations', (select coalesce(json_agg(json_build_object('kind', r.kind, 'classes', r.classes)), '[]') from relation r
      where r.organisation_id = p.organisation_id and r.patient_id = p.id and (r.actor_id is null or r.actor_id = asked.actor)
        and r.valid_from <= asked.at and (r.valid_to is null or r.valid_to > asked.at)),
    'consents', (select coalesce(json_agg(json_build_object('effect', c.effect, 'classes', c.classes, 'recipient', c.recipient,
        'recipientRole', c.recipient_role, 'recipientActorId', c.recipient_actor_id, 'purposes', c.purposes)), '[]')
      from consent c where c.organisation_id = p.organisation_id and c.patient_id = p.id and c.revoked_at is null
        and c.valid_from <= asked.at and (c.valid_to is null or c.valid_to > asked.at)),
    'glass', (select json_build_object('id', b.id, 'expiresAt', b.expires_at) from break_glass b
      where b.organisation_id = p.organisation_id and b.patient_id = p.id and b.actor_id = asked.actor
        and b.opened_at <= asked.at and b.expires_at > asked.at order by b.expires_at desc limit 1))::text end as patient,
  case when asked.with_history then (select count(*) || ' ' || coalesce(max(h.xmin::text::bigint), 0) from history_fact h
    where h.organisation_id = p.organisation_id and h.patient_id = p.id) end as history_version,
  case when asked.with_samples then ${SAMPLES_OF_PATIENT} end as samples,
  case when asked.with_alerts then ${NEWEST_ALERTS_OF_PATIENT} end as newest_alerts`

const ASKED = `(select $1::uuid as actor, $2::timestamptz as at, $3::boolean as with_history,
    $4::boolean as with_samples, $5::boolean as with_alerts) asked`

const PATIENTS = `select ${PATIENT} from ${ASKED}, patient p where p.id = any ($6::uuid[])`

/** Of few patients the version of the history and the samples are read along: whoever opens one mostly asks for them next. */
export const MOST_WITH_MORE = 10

/** Alerts are longer: those of the one patient of a page, for whose end one more is looked at. */
export const MOST_WITH_ALERTS = 2

const SAMPLES = `select ${SAMPLE_COLUMNS}, ${PATIENT}
  from ${ASKED}, sample s join patient p on p.organisation_id = s.organisation_id and p.id = s.patient_id
  where s.id = any ($6::uuid[])`

/** Patients, in one statement however many; who has lost their key is not there. */
export async function readPatients(
  reading: Reading,
  actorId: string,
  patientIds: readonly string[],
  now: Date,
): Promise<readonly PatientWithFacts[]> {
  const { patients } = reading.snapshot ?? createSnapshot()
  const asked = new Map(onlyIds(patientIds).map(id => [metBy(actorId, id), id]))
  const found = await meet(patients, [...asked.keys()], async unmet => {
    const ids = unmet.flatMap(key => asked.get(key) ?? [])
    const rows = await ask<PatientRow>(reading.em, PATIENTS, { actorId, ids, now, withMore: true })
    const read = rows.flatMap(row => withFacts(row, reading) ?? [])
    const byKey = new Map(read.map(each => [metBy(actorId, each.patient.id), each]))
    return key => byKey.get(key)
  })
  return found.flatMap(each => each ?? [])
}

/** Samples with their patients, in one statement however many. */
export async function readSamples(
  reading: Reading,
  actorId: string,
  sampleIds: readonly string[],
  now: Date,
): Promise<readonly SampleWithFacts[]> {
  const met = await metSamples(reading, actorId, sampleIds, now)
  if (met !== undefined) return met
  const rows = await ask<SampleWithPatientRow>(reading.em, SAMPLES, {
    actorId,
    ids: sampleIds,
    now,
    withMore: false,
  })
  return rows.flatMap(row => {
    const opened = openedOf(row, reading, actorId)
    const sample = sampleOf(row, reading)
    return opened === undefined || sample === undefined ? [] : [{ ...opened, sample }]
  })
}

/** When all of them were met already, only their patients have to be asked for. */
async function metSamples(
  reading: Reading,
  actorId: string,
  sampleIds: readonly string[],
  now: Date,
): Promise<readonly SampleWithFacts[] | undefined> {
  const samples = sampleIds.flatMap(id => reading.snapshot?.samples.get(id) ?? [])
  if (samples.length < sampleIds.length) return undefined
  const patientIds = [...new Set(samples.map(({ patientId }) => patientId))]
  const patients = await readPatients(reading, actorId, patientIds, now)
  const byId = new Map(patients.map(each => [each.patient.id, each]))
  return samples.flatMap(sample => {
    const opened = byId.get(sample.patientId)
    return opened === undefined ? [] : [{ ...opened, sample }]
  })
}

interface Asked {
  readonly actorId: string
  readonly ids: readonly string[]
  readonly now: Date
  /** Samples and alerts, which nobody who asks for a sample mostly asks for next. */
  readonly withMore: boolean
}

async function ask<T extends object>(em: EntityManager, statement: string, asked: Asked): Promise<readonly T[]> {
  const ids = onlyIds(asked.ids)
  if (ids.length === 0) return []
  const actor = onlyIds([asked.actorId])[0] ?? null
  const areFew = ids.length <= MOST_WITH_MORE
  const withAlerts = asked.withMore && ids.length <= MOST_WITH_ALERTS
  const parameters = [actor, asked.now.toISOString(), areFew, areFew && asked.withMore, withAlerts, ids]
  return await rowsOf<T>(em, statement, parameters)
}

/** What a row says, which the transaction has met by then; undefined when the patient's key is gone. */
export function openedOf(row: PatientRow, reading: Reading, actorId: string): PatientWithFacts | undefined {
  const opened = withFacts(row, reading)
  if (opened !== undefined) reading.snapshot?.patients.set(metBy(actorId, opened.patient.id), Promise.resolve(opened))
  return opened
}

function metBy(actorId: string, patientId: string): string {
  return `${actorId} ${patientId}`
}

function withFacts(row: PatientRow, reading: Reading): PatientWithFacts | undefined {
  const { keys, caches, snapshot } = reading
  const { patientId, wrapped, opened } = caches.patients.of(row.patient, text => openRow(text, keys))
  if (keys.ofRow(patientId, wrapped) === undefined) return undefined
  if (row.history_version !== null) snapshot?.histories.set(patientId, row.history_version)
  if (row.samples !== null) snapshot?.samplesOfPatients.set(patientId, Promise.resolve(samplesOf(row.samples, reading)))
  if (row.newest_alerts !== null) snapshot?.newestAlerts.set(patientId, row.newest_alerts)
  return opened
}

function openRow(text: string, keys: UnitKeys): OpenedRow {
  const { wrapped, identity, createdAt, relations, consents, glass, ...row } = patientText.parse(JSON.parse(text))
  const { id: patientId, organisationId } = row
  const key = keys.ofRow(patientId, wrapped)
  if (key === undefined || identity === null) return { patientId, wrapped, opened: undefined }
  const patient = toPatient({ ...row, createdAt: new Date(createdAt) }, Buffer.from(identity, 'hex'), key)
  return {
    patientId,
    wrapped,
    opened: { patient, facts: { organisationId, relations, consents, breakGlass: glass ?? undefined } },
  }
}
