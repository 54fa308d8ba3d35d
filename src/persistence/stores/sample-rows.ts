import type { KeyObject } from 'node:crypto'
import type { InferEntity } from '@mikro-orm/postgresql'
import type { Sample } from '../../usecases/records.js'
import { heldGenes } from '../decoders/access-decoder.js'
import { sampleText } from '../decoders/row-text-decoder.js'
import { fileFacts } from '../decoders/evidence-decoder.js'
import { openSampleNames } from '../decoders/sealed-names-decoder.js'
import type { SampleEntity } from '../entities/sample.entity.js'
import { wrappedKeyText } from '../entities/wrapped-key.js'
import type { UnitKeys } from '../keys/unit-keys.js'
import { rowsOf } from '../statement.js'
import type { Reading } from './snapshot.js'

/** A sample as a statement gives it: one text with all of it, and the version of its document. */
export interface SampleRow {
  readonly sample: string
  readonly document_version: string | null
}

/** What the text of a row says, with the wrapped key to it; without a sample when it cannot be read any more. */
export interface ReadSample {
  readonly patientId: string
  readonly wrapped: string | null
  readonly sample: Sample | undefined
}

/** Of a sample `s`. */
const SAMPLE = `json_build_object('id', s.id, 'organisationId', s.organisation_id, 'patientId', s.patient_id,
    'uploadId', s.upload_id, 'names', encode(s.names, 'hex'), 'assembly', s.assembly, 'file', s.file,
    'knowledgeVersion', s.knowledge_version, 'calledAt', s.called_at, 'releasedAt', s.released_at, 'heldGenes', s.held_genes,
    'wrapped', ${wrappedKeyText('s.patient_id')})::text`
const VERSION = `(select d.xmin::text from sample_document d where d.sample_id = s.id and d.sealed is not null)`

export const SAMPLE_COLUMNS = `${SAMPLE} as sample, ${VERSION} as document_version`

/** Of a patient `p`: their samples, the newest first, as one value. */
export const SAMPLES_OF_PATIENT = `(select coalesce(json_agg(json_build_object('sample', ${SAMPLE}, 'document_version', ${VERSION})
    order by s.id desc), '[]') from sample s where s.organisation_id = p.organisation_id and s.patient_id = p.id)`

const SAMPLES_OF = `select ${SAMPLE_COLUMNS} from sample s where s.patient_id = any ($1::uuid[]) order by s.id desc`

/** Samples of patients, the newest first; of whoever has lost their key there is none. */
export async function readSamplesOf(reading: Reading, patientIds: readonly string[]): Promise<readonly Sample[]> {
  const rows = await rowsOf<SampleRow>(reading.em, SAMPLES_OF, [patientIds])
  return samplesOf(rows, reading)
}

/** Those that can be read, in the order of the rows. */
export function samplesOf(rows: readonly SampleRow[], reading: Reading): readonly Sample[] {
  return rows.flatMap(row => sampleOf(row, reading) ?? [])
}

/** The sample of a row, which the transaction has met by then; undefined when it cannot be read any more. */
export function sampleOf(row: SampleRow, { keys, caches, snapshot }: Omit<Reading, 'em'>): Sample | undefined {
  const { patientId, wrapped, sample } = caches.samples.of(row.sample, text => readSample(text, keys))
  if (keys.ofRow(patientId, wrapped) === undefined || sample === undefined) return undefined
  snapshot?.samples.set(sample.id, sample)
  if (row.document_version !== null) snapshot?.documents.set(sample.id, row.document_version)
  return sample
}

function readSample(text: string, keys: UnitKeys): ReadSample {
  const { names, wrapped, calledAt, releasedAt, ...row } = sampleText.parse(JSON.parse(text))
  const { patientId } = row
  const key = keys.ofRow(patientId, wrapped)
  if (key === undefined || names === null) return { patientId, wrapped, sample: undefined }
  const times = { calledAt: new Date(calledAt), releasedAt: releasedAt === null ? null : new Date(releasedAt) }
  return { patientId, wrapped, sample: toSample({ ...row, ...times }, Buffer.from(names, 'hex'), key) }
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
