import type { EntityManager } from '@mikro-orm/postgresql'
import type { AccessFacts } from '../../usecases/access-facts.js'
import type { Patient, Sample } from '../../usecases/records.js'
import { accessRow } from '../decoders/access-decoder.js'
import type { UnitKeys } from '../keys/unit-keys.js'
import { onlyIds } from '../uuid-v7.js'
import { toPatient } from './postgres-patients.js'
import { toSample } from './postgres-samples.js'

/** The row version of the documents that a transaction has met, by sample. */
export type DocumentVersions = Map<string, string>

export interface PatientWithFacts {
  readonly patient: Patient
  readonly facts: AccessFacts
}

export interface SampleWithFacts extends PatientWithFacts {
  readonly sample: Sample
}

/** What these statements give, before anybody trusts the JSON in it. */
interface PatientRow {
  readonly patient_id: string
  readonly organisation_id: string
  readonly identity: Uint8Array | null
  readonly sex: Patient['sex'] | null
  readonly created_at: string
  readonly wrapped: string | null
  readonly facts: unknown
}

interface SampleRow extends PatientRow {
  readonly id: string
  readonly upload_id: string
  readonly names: Uint8Array | null
  readonly assembly: Sample['assembly']
  readonly file: unknown
  readonly knowledge_version: string
  readonly called_at: string
  readonly released_at: string | null
  readonly held_genes: unknown
  readonly document_version: string | null
}

/** A patient with the key to them, and all that is recorded today between them and the actor who asks. */
const PATIENT = `
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
        and b.opened_at <= asked.at and b.expires_at > asked.at order by b.expires_at desc limit 1)) as facts`

const ASKED = '(select ?::uuid as actor, ?::timestamptz as at) asked'

const PATIENTS = `select ${PATIENT} from ${ASKED}, patient p where p.id = any (?::uuid[])`

const SAMPLES = `select s.id, s.upload_id, s.names, s.assembly, s.file, s.knowledge_version, s.called_at, s.released_at,
    s.held_genes, (select d.xmin::text from sample_document d where d.sample_id = s.id and d.sealed is not null) as document_version,
    ${PATIENT}
  from ${ASKED}, sample s join patient p on p.organisation_id = s.organisation_id and p.id = s.patient_id
  where s.id = any (?::uuid[])`

/** Patients, in one statement however many; who has lost their key is not there. */
export async function readPatients(
  em: EntityManager,
  keys: UnitKeys,
  actorId: string,
  patientIds: readonly string[],
  now: Date,
): Promise<readonly PatientWithFacts[]> {
  const rows = await ask<PatientRow>(em, PATIENTS, actorId, patientIds, now)
  return rows.flatMap(row => withFacts(row, keys) ?? [])
}

/** Samples with their patients, in one statement however many. What is met of their documents need not be asked again. */
export async function readSamples(
  em: EntityManager,
  keys: UnitKeys,
  versions: DocumentVersions,
  actorId: string,
  sampleIds: readonly string[],
  now: Date,
): Promise<readonly SampleWithFacts[]> {
  const rows = await ask<SampleRow>(em, SAMPLES, actorId, sampleIds, now)
  return rows.flatMap(row => {
    const opened = withFacts(row, keys)
    const key = keys.ofRow(row.patient_id, row.wrapped)
    if (opened === undefined || key === undefined || row.names === null) return []
    if (row.document_version !== null) versions.set(row.id, row.document_version)
    const sample = {
      id: row.id,
      organisationId: row.organisation_id,
      patientId: row.patient_id,
      uploadId: row.upload_id,
      assembly: row.assembly,
      file: row.file,
      knowledgeVersion: row.knowledge_version,
      calledAt: new Date(row.called_at),
      releasedAt: row.released_at === null ? null : new Date(row.released_at),
      heldGenes: row.held_genes,
    }
    return [{ ...opened, sample: toSample(sample, row.names, key) }]
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
  return await em.execute<T[]>(statement, [onlyIds([actorId])[0] ?? null, now, `{${known.join(',')}}`])
}

function withFacts(row: PatientRow, keys: UnitKeys): PatientWithFacts | undefined {
  const key = keys.ofRow(row.patient_id, row.wrapped)
  if (key === undefined || row.identity === null) return undefined
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
