import type { EntityManager } from '@mikro-orm/postgresql'
import type { KeyObject } from 'node:crypto'
import type { Database } from '../database.js'
import { sealPlainDocument } from '../decoders/sample-document-decoder.js'
import { sealIdentity, sealSampleNames, sealUploadNames } from '../decoders/sealed-names-decoder.js'
import { organisationIds } from '../memberships.js'
import { addSearchWords } from '../stores/postgres-patients.js'
import { withinOrganisation } from '../within-organisation.js'
import type { Keys } from './keys.js'
import type { SearchHashes } from './search-hashes.js'
import { createUnitKeys } from './unit-keys.js'
import type { UnitKeys } from './unit-keys.js'

/** Rows of one transaction: short enough for whoever waits for one of them. */
const BATCH = 200

interface Unit {
  readonly em: EntityManager
  readonly organisationId: string
  readonly keys: UnitKeys
  readonly hashes: SearchHashes
}

/** Encrypts up to a batch of rows; how many there were. */
type Step = (unit: Unit) => Promise<number>

/**
 * Encrypts what a version before encryption left in clear, and empties its columns. Asked at every start, where it finds
 * nothing but once; may be interrupted, and processes that start together take turns.
 */
export async function sealPlainRows(database: Database, keys: Keys): Promise<void> {
  for (const organisationId of await organisationIds(database)) {
    const run = (step: Step) =>
      withinOrganisation(database, organisationId, async em => {
        await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`seal ${organisationId}`])
        const unit = createUnitKeys(em, organisationId, keys.patients)
        return await step({ em, organisationId, keys: unit, hashes: keys.hashes(organisationId) })
      })
    if ((await run(countKinds)) === 0) continue
    for (const step of [sealPatients, sealUploads, sealSamples, sealDocuments, hashRequests])
      while ((await run(step)) > 0);
  }
}

/** In this order: what belongs to a patient can be encrypted once the patient has a key, and never when it was destroyed. */
const PATIENTS = `from patient p where p.identity is null and p.display_name is not null`
const UPLOADS = `from upload u join patient_key k on k.patient_id = u.patient_id where u.names is null`
const SAMPLES = `from sample s join patient_key k on k.patient_id = s.patient_id where s.name is not null`
const DOCUMENTS = `from sample_document d join sample s on s.id = d.sample_id
  join patient_key k on k.patient_id = s.patient_id where d.evidence is not null`
/** Hashes without a key are written in 64 digits, those with one in 43 letters. */
const REQUESTS = `from idempotency_key i where length(i.fingerprint) = 64`

const WRAPPED = `k.kek_id || ' ' || encode(k.wrapped, 'hex') as wrapped`

const countKinds: Step = async ({ em }) => {
  const kinds = [PATIENTS, UPLOADS, SAMPLES, DOCUMENTS, REQUESTS].map(rows => `exists (select 1 ${rows})::int`)
  const [found] = await em.execute<{ kinds: number }[]>(`select ${kinds.join(' + ')} as kinds`)
  return found?.kinds ?? 0
}

interface PlainPatient {
  readonly id: string
  readonly name: string
  readonly number: string | null
  readonly born: string | null
}

const sealPatients: Step = async ({ em, organisationId, keys, hashes }) => {
  const rows = await em.execute<PlainPatient[]>(
    `select p.id, p.display_name as name, p.medical_record_number as number, p.birth_date::text as born
     ${PATIENTS} limit ${BATCH} for update`,
  )
  const sealed = rows.map(row => ({ row, ...keys.make(row.id) }))
  for (const { store } of sealed) await store()
  await update(
    em,
    `update patient p set identity = decode(v.sealed, 'hex'), record_number_hash = v.hash,
       display_name = null, medical_record_number = null, birth_date = null`,
    sealed.map(({ key, row: { id, name, number, born } }) => ({
      id,
      sealed: sealIdentity(key, id, {
        displayName: name,
        medicalRecordNumber: number ?? undefined,
        birthDate: born ?? undefined,
      }).toString('hex'),
      hash: number === null ? null : hashes.recordNumber(number),
    })),
  )
  for (const { id, name } of rows) await addSearchWords(em, organisationId, id, hashes.words(name))
  return rows.length
}

interface PlainUpload {
  readonly id: string
  readonly patient_id: string
  readonly wrapped: string
  readonly sample_name: string | null
  readonly file_name: string | null
  readonly fingerprint: string
}

const sealUploads: Step = async ({ em, keys, hashes }) => {
  const rows = await em.execute<PlainUpload[]>(
    `select u.id, u.patient_id, u.sample_name, u.file_name, u.fingerprint, ${WRAPPED} ${UPLOADS} limit ${BATCH} for update of u`,
  )
  await update(
    em,
    `update upload p set names = decode(v.sealed, 'hex'), fingerprint = v.hash, sample_name = null, file_name = null`,
    rows.map(row => {
      const names = { sampleName: row.sample_name ?? undefined, fileName: row.file_name ?? undefined }
      const sealed = sealUploadNames(keyOf(keys, row), row.id, names).toString('hex')
      return { id: row.id, sealed, hash: hashes.request(row.fingerprint) }
    }),
  )
  return rows.length
}

interface PlainSample {
  readonly id: string
  readonly patient_id: string
  readonly wrapped: string
  readonly name: string
  readonly file_name: string | null
}

const sealSamples: Step = async ({ em, keys }) => {
  const rows = await em.execute<PlainSample[]>(
    `select s.id, s.patient_id, s.name, s.file ->> 'name' as file_name, ${WRAPPED} ${SAMPLES} limit ${BATCH} for update of s`,
  )
  await update(
    em,
    `update sample p set names = decode(v.sealed, 'hex'), name = null, file = p.file - 'name'`,
    rows.map(row => {
      const names = { name: row.name, fileName: row.file_name ?? undefined }
      return { id: row.id, sealed: sealSampleNames(keyOf(keys, row), row.id, names).toString('hex'), hash: null }
    }),
  )
  return rows.length
}

interface PlainDocument {
  readonly id: string
  readonly patient_id: string
  readonly wrapped: string
  readonly calls: string
  readonly evidence: Uint8Array
}

const sealDocuments: Step = async ({ em, keys }) => {
  const rows = await em.execute<PlainDocument[]>(
    `select d.sample_id as id, s.patient_id, d.calls::text as calls, d.evidence, ${WRAPPED} ${DOCUMENTS} limit ${BATCH} for update of d`,
  )
  for (const row of rows) {
    const plain = { calls: JSON.parse(row.calls), evidence: row.evidence }
    const { calls, sealed } = sealPlainDocument(keyOf(keys, row), row.id, plain)
    await em.execute('update sample_document set calls = ?::jsonb, sealed = ?, evidence = null where sample_id = ?', [
      JSON.stringify(calls),
      sealed,
      row.id,
    ])
  }
  return rows.length
}

interface PlainRequest {
  readonly actor_id: string
  readonly operation: string
  readonly key: string
  readonly fingerprint: string
}

const hashRequests: Step = async ({ em, hashes }) => {
  const rows = await em.execute<PlainRequest[]>(
    `select i.actor_id, i.operation, i.key, i.fingerprint ${REQUESTS} limit ${BATCH} for update`,
  )
  for (const { actor_id, operation, key, fingerprint } of rows)
    await em.execute(
      'update idempotency_key set key = ?, fingerprint = ? where actor_id = ? and operation = ? and key = ?',
      [hashes.request(key), hashes.request(fingerprint), actor_id, operation, key],
    )
  return rows.length
}

interface SealedRow {
  readonly id: string
  readonly sealed: string
  readonly hash: string | null
}

/** One statement for all rows; `sql` names its table p and its values v. */
async function update(em: EntityManager, sql: string, rows: readonly SealedRow[]): Promise<void> {
  const values = `json_to_recordset(?::json) as v (id uuid, sealed text, hash text)`
  if (rows.length > 0) await em.execute(`${sql} from ${values} where p.id = v.id`, [JSON.stringify(rows)])
}

function keyOf(keys: UnitKeys, row: { readonly patient_id: string; readonly wrapped: string }): KeyObject {
  const key = keys.ofRow(row.patient_id, row.wrapped)
  if (key === undefined) throw new Error('the row came without its key')
  return key
}
