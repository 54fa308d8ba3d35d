import type { KeyObject } from 'node:crypto'
import type { EntityManager, InferEntity } from '@mikro-orm/postgresql'
import type { Sample } from '../../usecases/records.js'
import { heldGenes } from '../decoders/access-decoder.js'
import { fileFacts } from '../decoders/evidence-decoder.js'
import { openSampleNames } from '../decoders/sealed-names-decoder.js'
import type { SampleEntity } from '../entities/sample.entity.js'
import type { UnitKeys } from '../keys/unit-keys.js'
import { rowsOf } from '../statement.js'
import type { Snapshot } from './snapshot.js'

/** A sample as a statement gives it, with the version of its document. */
export interface SampleRow {
  readonly id: string
  readonly organisation_id: string
  readonly patient_id: string
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

/** Of a sample `s`. */
export const SAMPLE_COLUMNS = `s.id, s.upload_id, s.names, s.assembly, s.file, s.knowledge_version, s.called_at, s.released_at,
  s.held_genes, (select d.xmin::text from sample_document d where d.sample_id = s.id and d.sealed is not null) as document_version`

const SAMPLES_OF = `select ${SAMPLE_COLUMNS}, s.organisation_id, s.patient_id,
    (select k.kek_id || ' ' || encode(k.wrapped, 'hex') from patient_key k where k.patient_id = s.patient_id) as wrapped
  from sample s where s.patient_id = any ($1::uuid[]) order by s.id desc`

/** Samples of patients, the newest first; of whoever has lost their key there is none. */
export async function readSamplesOf(
  em: EntityManager,
  keys: UnitKeys,
  snapshot: Snapshot | undefined,
  patientIds: readonly string[],
): Promise<readonly Sample[]> {
  const rows = await rowsOf<SampleRow & { readonly wrapped: string | null }>(em, SAMPLES_OF, [patientIds])
  return rows.flatMap(row => sampleOf(row, keys.ofRow(row.patient_id, row.wrapped), snapshot) ?? [])
}

/** The sample of a row, which the transaction has met by then; undefined when it cannot be read any more. */
export function sampleOf(
  row: SampleRow,
  key: KeyObject | undefined,
  snapshot: Snapshot | undefined,
): Sample | undefined {
  if (key === undefined || row.names === null) return undefined
  const columns = {
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
  const sample = toSample(columns, row.names, key)
  snapshot?.samples.set(sample.id, sample)
  if (row.document_version !== null) snapshot?.documents.set(sample.id, row.document_version)
  return sample
}

/** The columns of a sample besides its names. */
type PlainSample = Omit<InferEntity<typeof SampleEntity>, 'name' | 'names' | 'wrappedKey' | 'heldGenes'> & {
  readonly heldGenes: unknown
}

export function toSample(row: PlainSample, sealed: Uint8Array, key: KeyObject): Sample {
  const { name, fileName } = openSampleNames(key, row.id, sealed)
  return {
    id: row.id,
    organisationId: row.organisationId,
    patientId: row.patientId,
    uploadId: row.uploadId,
    name,
    assembly: row.assembly,
    file: { ...fileFacts.parse(row.file), ...(fileName === undefined ? {} : { name: fileName }) },
    knowledgeVersion: row.knowledgeVersion,
    calledAt: row.calledAt,
    releasedAt: row.releasedAt ?? undefined,
    heldGenes: heldGenes.parse(row.heldGenes),
  }
}
