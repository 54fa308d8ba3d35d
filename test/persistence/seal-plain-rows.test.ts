import { createHash } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeEvidence, encodePlaces } from '../../src/persistence/decoders/evidence-decoder.js'
import { encodeCalls } from '../../src/persistence/decoders/gene-call-decoder.js'
import { sealPlainFiles } from '../../src/persistence/keys/seal-plain-files.js'
import { sealPlainRows } from '../../src/persistence/keys/seal-plain-rows.js'
import { toJson } from '../../src/persistence/stores/to-json.js'
import { uuidV7 } from '../../src/persistence/uuid-v7.js'
import { createCallSample } from '../../src/usecases/call-sample.js'
import { createUsecases } from '../../src/usecases/create-usecases.js'
import { fingerprint } from '../../src/usecases/fingerprint.js'
import type { Actor, SampleDocument } from '../../src/usecases/records.js'
import { cloneDatabase } from '../support/clone-database.js'
import type { TestDatabase } from '../support/clone-database.js'
import { aKey, anUpload, chunksOf, demoBytes, demoStream, openTestPorts } from '../support/test-ports.js'
import type { TestPorts } from '../support/test-ports.js'

/** A database as the version before encryption left it, met by this one. */

const FILE = 'petra-slowly.vcf.gz'
const sha256 = createHash('sha256').update(demoBytes(FILE)).digest('hex')

let database: TestDatabase
let open: TestPorts
let laboratory: Actor
let document: SampleDocument
const ids = { patient: uuidV7(), upload: uuidV7(), sample: uuidV7(), unnamed: uuidV7() }
const assay = { assumeReference: false, assayedRegions: [], copyNumberMeasured: false }

const run = <T extends object>(sql: string, parameters: readonly unknown[] = []) =>
  database.owner.em.getConnection().execute<T[]>(sql, [...parameters])
const seal = () => sealPlainRows(database.service, open.keys)

beforeAll(async () => {
  database = await cloneDatabase()
  open = await openTestPorts(database)
  laboratory = await database.actor('laboratory', ['LABORATORY_DIRECTOR', 'SYSTEM_WORKER'])
  document = await callOne()
  await asBefore()
  await seal()
})

afterAll(async () => {
  await open.close()
  await database.drop()
})

/** What a sample's document holds. */
async function callOne(): Promise<SampleDocument> {
  const usecases = createUsecases(open.ports)
  const { id: patientId } = await usecases.createPatient(laboratory, { displayName: 'One', idempotencyKey: aKey() })
  const { id } = await usecases.createUpload(laboratory, anUpload(patientId))
  await usecases.receiveUpload(laboratory, id, { bytes: demoStream(FILE), declared: {} })
  const signal = new AbortController().signal
  expect(await createCallSample(open.ports)(laboratory, { uploadId: id, owner: 'test', signal })).toBe('stored')
  const sampleId = (await usecases.findUploads(laboratory, [id])).get(id)?.sampleId ?? ''
  const found = await within(unit => unit.samples.documents([sampleId]))
  const [made] = found.values()
  if (made === undefined) throw new Error('no document')
  return made
}

function within<T>(work: Parameters<typeof open.ports.transactions.run<T>>[1]): Promise<T> {
  return open.ports.transactions.run(laboratory.organisationId, work)
}

/** The statements of the version before: names in clear, documents only compressed, hashes without a key. */
async function asBefore(): Promise<void> {
  const organisation = laboratory.organisationId
  await run(
    `insert into patient (id, organisation_id, display_name, medical_record_number, birth_date, sex, created_at)
     values (?, ?, 'Zoë Øster-Müller', 'MRN-77', '1961-02-03', 'female', now()), (?, ?, 'Nobody', null, null, null, now())`,
    [ids.patient, organisation, ids.unnamed, organisation],
  )
  // As the migration that asks for relations leaves patients who were registered before it.
  for (const patient of [ids.patient, ids.unnamed])
    await run(
      `insert into relation (id, organisation_id, patient_id, kind, classes, valid_from, recorded_at)
       values (?, ?, ?, 'PERFORMED', '{}', now(), now())`,
      [uuidV7(), organisation, patient],
    )
  await run(
    `insert into upload (id, organisation_id, patient_id, created_by, state, sample_name, file_name, assay, outside_calls,
       declared, fingerprint, size_bytes, sha256, attempt, failures, diagnostics, created_at, updated_at)
     values (?, ?, ?, ?, 'READY', 'ZOE', 'zoe.vcf.gz', ?::jsonb, '[]', '{}', ?, 1, ?, 1, 0, '[]', now(), now())`,
    [ids.upload, organisation, ids.patient, laboratory.id, JSON.stringify(assay), plainFingerprint(), sha256],
  )
  await run(
    `insert into sample (id, organisation_id, patient_id, upload_id, name, assembly, file, knowledge_version, called_at)
     values (?, ?, ?, ?, 'ZOE', 'GRCh38', ?::jsonb, ?, now())`,
    [
      ids.sample,
      organisation,
      ids.patient,
      ids.upload,
      JSON.stringify({ name: 'zoe.vcf.gz', sha256, bytes: 1, lines: 1 }),
      document.knowledgeVersion,
    ],
  )
  const { knowledgeVersion, calls, evidence, places } = document
  const json = { knowledgeVersion, evidence: encodeEvidence(evidence), places: encodePlaces(places) }
  await run(`insert into sample_document (sample_id, organisation_id, calls, evidence) values (?, ?, ?::jsonb, ?)`, [
    ids.sample,
    organisation,
    JSON.stringify(toJson(encodeCalls(calls, evidence))),
    deflateRawSync(JSON.stringify(json)),
  ])
  await run(
    `insert into idempotency_key (organisation_id, actor_id, operation, key, fingerprint, answer, created_at)
     values (?, ?, 'createPatient', 'order of MRN-77', ?, ?, now())`,
    [organisation, laboratory.id, fingerprint(ZOE), ids.patient],
  )
  writeFileSync(join(open.uploadsFolder, `${ids.upload}-${sha256}`), demoBytes(FILE))
}

const ZOE = {
  displayName: 'Zoë Øster-Müller',
  medicalRecordNumber: 'MRN-77',
  birthDate: '1961-02-03',
  sex: 'female',
} as const

function plainFingerprint(): string {
  return fingerprint({ sampleName: 'ZOE', assay, outsideCalls: [] })
}

describe('S25 a database from before encryption', () => {
  it('reads as before: patient, upload, sample and document', async () => {
    const usecases = createUsecases(open.ports)
    expect((await usecases.findPatients(laboratory, [ids.patient])).get(ids.patient)).toMatchObject(ZOE)
    expect((await usecases.findPatients(laboratory, [ids.unnamed])).get(ids.unnamed)).toMatchObject({
      displayName: 'Nobody',
    })
    expect((await usecases.findUploads(laboratory, [ids.upload])).get(ids.upload)).toMatchObject({
      sampleName: 'ZOE',
      fileName: 'zoe.vcf.gz',
      state: 'READY',
    })
    expect((await usecases.findSamples(laboratory, [ids.sample])).get(ids.sample)).toMatchObject({
      name: 'ZOE',
      file: { name: 'zoe.vcf.gz', sha256 },
    })
    expect((await within(unit => unit.samples.documents([ids.sample]))).get(ids.sample)).toEqual(document)
  })

  it('finds its patients by word and number, and keeps the number taken', async () => {
    const usecases = createUsecases(open.ports)
    for (const search of ['muller', 'ZOE oster', 'MRN-77'])
      expect((await usecases.listPatients(laboratory, { search }, { first: 5 })).items).toMatchObject([
        { id: ids.patient },
      ])
    const again = { displayName: 'Other', medicalRecordNumber: 'MRN-77', idempotencyKey: aKey() }
    await expect(usecases.createPatient(laboratory, again)).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('knows requests that were answered before, and bytes that were sent before', async () => {
    const usecases = createUsecases(open.ports)
    const repeated = await usecases.createPatient(laboratory, { ...ZOE, idempotencyKey: 'order of MRN-77' })
    expect(repeated.id).toBe(ids.patient)
    const { id } = await usecases.createUpload(laboratory, anUpload(ids.patient, { sampleName: 'ZOE' }))
    expect(await usecases.receiveUpload(laboratory, id, { bytes: demoStream(FILE), declared: {} })).toMatchObject({
      id: ids.upload,
    })
  })

  it('has nothing in clear any more', async () => {
    expect(
      await run(`select 1 from patient where display_name is not null or medical_record_number is not null
        or birth_date is not null or identity is null`),
    ).toEqual([])
    expect(
      await run(`select 1 from upload where names is null or sample_name is not null or file_name is not null`),
    ).toEqual([])
    expect(
      await run(`select 1 from sample where names is null or name is not null or file ->> 'name' is not null`),
    ).toEqual([])
    expect(await run(`select 1 from sample_document where sealed is null or evidence is not null`)).toEqual([])
    expect(await run(`select 1 from idempotency_key where length(fingerprint) = 64 or key like '%MRN%'`)).toEqual([])
  })

  it('whatever is left of a patient without a key keeps nobody from starting', async () => {
    const id = uuidV7()
    await run(
      `insert into upload (id, organisation_id, patient_id, created_by, state, assay, outside_calls, declared, fingerprint,
         attempt, failures, diagnostics, created_at, updated_at)
       select ?, organisation_id, patient_id, created_by, 'OPEN', assay, outside_calls, declared, '', 0, 0, '[]', now(), now()
       from upload where id = ?`,
      [id, ids.upload],
    )
    const [key] = await run<object>(`delete from patient_key where patient_id = ? returning *`, [ids.patient])
    await seal()
    expect(await run(`select names from upload where id = ?`, [id])).toEqual([{ names: null }])
    await run(`insert into patient_key select * from json_populate_record(null::patient_key, ?::json)`, [
      JSON.stringify({ ...key, wrapped: wrappedOf(key) }),
    ])
    await seal()
    expect(await run(`select 1 from upload where id = ? and names is not null`, [id])).toHaveLength(1)
  })

  it('is left as it is by the next start', async () => {
    const before = await run(`select xmin::text, id from patient order by id`)
    await seal()
    expect(await run(`select xmin::text, id from patient order by id`)).toEqual(before)
  })

  it('encrypts files that were stored in clear, and leaves what no upload knows to the sweep', async () => {
    const unknown = `${uuidV7()}-${sha256}`
    writeFileSync(join(open.uploadsFolder, unknown), demoBytes(FILE))
    await sealPlainFiles(database.service, open.uploadsFolder, open.ports.files)
    const names = readdirSync(open.uploadsFolder).filter(name => name.includes(ids.upload) || name === unknown)
    expect(names.toSorted((a, b) => a.length - b.length)).toEqual([unknown, `${ids.upload}-${sha256}.sealed`])
    const owner = { id: ids.upload, organisationId: laboratory.organisationId, patientId: ids.patient }
    const chunks: Uint8Array[] = []
    for await (const chunk of open.ports.files.read(owner, sha256)) chunks.push(chunk)
    expect(Buffer.concat(chunks).equals(demoBytes(FILE))).toBe(true)
  })

  it('keeps a stored file in clear that is not what its name says, for somebody to look at', async () => {
    const name = `${ids.upload}-${'0'.repeat(64)}`
    writeFileSync(join(open.uploadsFolder, name), await collect(chunksOf('something else')))
    await sealPlainFiles(database.service, open.uploadsFolder, open.ports.files)
    const kept = readdirSync(open.uploadsFolder).filter(each => each.startsWith(ids.upload))
    expect(kept.toSorted((a, b) => a.length - b.length)).toEqual([name, `${ids.upload}-${sha256}.sealed`])
  })
})

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

/** As PostgreSQL writes bytes. */
function wrappedOf(row: object | undefined): string {
  const bytes = row !== undefined && 'wrapped' in row && row.wrapped instanceof Uint8Array ? row.wrapped : Buffer.of()
  return String.raw`\x${Buffer.from(bytes).toString('hex')}`
}
