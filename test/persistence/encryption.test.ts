import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addKey, readKeyFile } from '../../src/persistence/keys/key-file.js'
import { openKeys } from '../../src/persistence/keys/keys.js'
import { countKeys, rotateKeys } from '../../src/persistence/keys/rotate-keys.js'
import { checkKeyRing } from '../../src/persistence/keys/check-key-ring.js'
import { postgresTransactions } from '../../src/persistence/postgres-transactions.js'
import { openQueue } from '../../src/persistence/queue.js'
import { sealedName } from '../../src/persistence/staged-files.js'
import { uuidV7 } from '../../src/persistence/uuid-v7.js'
import { createCallSample } from '../../src/usecases/call-sample.js'
import { createUsecases } from '../../src/usecases/create-usecases.js'
import type { UnitOfWork } from '../../src/usecases/ports.js'
import type { Actor, Sample, SampleDocument } from '../../src/usecases/records.js'
import { cloneDatabase } from '../support/clone-database.js'
import type { TestDatabase } from '../support/clone-database.js'
import { demoText } from '../support/demo-file.js'
import { aKey, anUpload, chunksOf, openTestPorts, visibleTo } from '../support/test-ports.js'
import type { TestPorts } from '../support/test-ports.js'

const FILE = demoText('petra-slowly.vcf.gz')
const PERSON = {
  displayName: 'Quirina Vandersloot',
  medicalRecordNumber: 'MRN-5550199',
  birthDate: '1958-11-02',
}
const NAMES = { sampleName: 'petra-slowly', fileName: 'vandersloot-quirina.vcf' }
/** A row of the file as it is written there. */
const ROW = FILE.split('\n').find(line => line.startsWith('chr')) ?? 'no row'
const sha256 = createHash('sha256').update(FILE).digest('hex')

let database: TestDatabase
let open: TestPorts
let laboratory: Actor
let worker: Actor

beforeAll(async () => {
  database = await cloneDatabase()
  open = await openTestPorts(database)
  laboratory = await database.actor('laboratory', ['LABORATORY_DIRECTOR'])
  worker = await database.actor('laboratory', ['SYSTEM_WORKER'])
  await checkKeyRing(database.service, open.keys.ring)
  called = await callFirst()
})

afterAll(async () => {
  await open.close()
  await database.drop()
})

const run = <T extends object>(sql: string, parameters: readonly unknown[] = []) =>
  database.owner.em.getConnection().execute<T[]>(sql, [...parameters])

const unit = <T>(work: (unit: UnitOfWork) => Promise<T>) => open.ports.transactions.run(laboratory.organisationId, work)

interface Person {
  readonly displayName: string
  readonly medicalRecordNumber?: string
  readonly birthDate?: string
}

let called: { readonly sample: Sample; readonly document: SampleDocument }

/** Somebody with a file that was accepted, and with the sample that was called of the first one's. */
async function aPatient(person: Person) {
  const usecases = createUsecases(open.ports)
  const idempotencyKey = `order ${person.medicalRecordNumber ?? aKey()}`
  const { id: patientId } = await usecases.createPatient(laboratory, { ...person, idempotencyKey })
  const { id: uploadId } = await usecases.createUpload(laboratory, anUpload(patientId, NAMES))
  await usecases.receiveUpload(laboratory, uploadId, { bytes: chunksOf(FILE), declared: {} })
  const sampleId = uuidV7()
  await unit(async ({ uploads, samples }) => {
    await uploads.transition(uploadId, { from: ['RECEIVED'], to: 'READY', set: { sampleId } })
    await samples.add({ ...called.sample, id: sampleId, patientId, uploadId }, called.document)
  })
  return { patientId, uploadId, sampleId }
}

/** As a laboratory and a worker make it. */
async function callFirst() {
  const usecases = createUsecases(open.ports)
  const { id: patientId } = await usecases.createPatient(laboratory, { displayName: 'First', idempotencyKey: aKey() })
  const { id } = await usecases.createUpload(laboratory, anUpload(patientId, NAMES))
  await usecases.receiveUpload(laboratory, id, { bytes: chunksOf(FILE), declared: {} })
  expect(await callNow(id)).toBe('stored')
  return await unit(async ({ uploads, samples }) => {
    const sampleId = (await uploads.find([id]))[0]?.sampleId ?? ''
    const [sample] = await samples.find([sampleId])
    const document = (await samples.documents([sampleId])).get(sampleId)
    if (sample === undefined || document === undefined) throw new Error('nothing was stored')
    return { sample, document }
  })
}

function callNow(uploadId: string) {
  return createCallSample(open.ports)(worker, { uploadId, owner: 'test', signal: new AbortController().signal })
}

type Ids = Awaited<ReturnType<typeof aPatient>>

const patientOf = async ({ patientId }: Pick<Ids, 'patientId'>) =>
  (await unit(({ patients }) => patients.find([patientId])))[0]
const sampleOf = async ({ sampleId }: Ids) => (await unit(({ samples }) => samples.find([sampleId])))[0]
const uploadOf = async ({ uploadId }: Ids) => (await unit(({ uploads }) => uploads.find([uploadId])))[0]
const documentOf = async ({ sampleId }: Ids) =>
  (await unit(({ samples }) => samples.documents([sampleId]))).get(sampleId)

async function fileOf({ uploadId: id, patientId }: Ids): Promise<string> {
  const chunks: Uint8Array[] = []
  const owner = { id, patientId, organisationId: laboratory.organisationId }
  for await (const chunk of open.ports.files.read(owner, sha256)) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

const UNREADABLE = { code: 'SERVICE_UNAVAILABLE', retryable: false }

/** Every row of every table, as text, that holds one of these; bytes are shown as hexadecimal digits. */
async function rowsWith(needles: readonly string[]): Promise<readonly string[]> {
  const tables = await run<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    for (const needle of needles) {
      const rows = await run(`select 1 from ${name} t where t::text ilike ? or t::text like ? limit 1`, [
        `%${needle.replace(/[\\%_]/g, String.raw`\$&`)}%`,
        `%${Buffer.from(needle).toString('hex')}%`,
      ])
      if (rows.length > 0) found.push(`${name}: ${needle}`)
    }
  }
  return found
}

function filesWith(needles: readonly string[]): readonly string[] {
  return readdirSync(open.uploadsFolder).flatMap(name => {
    const bytes = readFileSync(join(open.uploadsFolder, name))
    return needles.filter(needle => name.includes(needle) || bytes.includes(needle)).map(needle => `${name}: ${needle}`)
  })
}

describe('S25 nothing personal stands in clear', () => {
  const needles = [
    'Quirina',
    'Vandersloot',
    PERSON.medicalRecordNumber,
    PERSON.birthDate,
    NAMES.sampleName,
    NAMES.fileName,
    ROW,
    ROW.split('\t').slice(0, 2).join(':'),
    '"slots"',
    '"genotype"',
  ]

  it('in any column of any table, nor in the folder of uploads', async () => {
    const ids = await aPatient(PERSON)
    // The search would see them: all of it can be read with the key.
    expect(await patientOf(ids)).toMatchObject(PERSON)
    expect(await uploadOf(ids)).toMatchObject(NAMES)
    expect(await sampleOf(ids)).toMatchObject({ name: NAMES.sampleName, file: { name: NAMES.fileName, sha256 } })
    expect(JSON.stringify([...((await documentOf(ids))?.evidence.positions ?? [])])).toContain('"genotype"')
    expect(await fileOf(ids)).toBe(FILE)
    expect(ROW).toMatch(/^chr\w+\t\d+\t/)
    expect(await rowsWith(needles)).toEqual([])
    expect(filesWith(needles)).toEqual([])
  })

  it('and would be found there if it did', async () => {
    const { patientId, sampleId } = await aPatient({ displayName: 'Control' })
    await run(`update patient set display_name = ?, identity = ? where id = ?`, [
      'Quirina',
      Buffer.from('Vandersloot'),
      patientId,
    ])
    await run(`update sample_document set calls = ?::jsonb where sample_id = ?`, [
      JSON.stringify([{ slots: [] }]),
      sampleId,
    ])
    writeFileSync(join(open.uploadsFolder, 'control'), `head\n${ROW}\n`)
    expect((await rowsWith(needles)).toSorted()).toEqual([
      'public.patient: Quirina',
      'public.patient: Vandersloot',
      'public.sample_document: "slots"',
    ])
    expect(filesWith(needles)).toEqual([`control: ${ROW}`])
    await run(`delete from sample_document where sample_id = ?`, [sampleId])
    await run(`update patient set display_name = null, identity = null where id = ?`, [patientId])
  })

  it('two with the same name and number in two organisations share no hash', async () => {
    const other = await database.actor('another-laboratory', ['LABORATORY_DIRECTOR'])
    const usecases = createUsecases(open.ports)
    await usecases.createPatient(other, { ...PERSON, idempotencyKey: aKey() })
    const words = await run<{ word_hash: string }>(`select word_hash from patient_search`)
    expect(new Set(words.map(({ word_hash }) => word_hash)).size).toBe(words.length)
    const numbers = await run<{ hash: string }>(
      `select record_number_hash as hash from patient where record_number_hash is not null`,
    )
    expect(numbers).toHaveLength(2)
    expect(new Set(numbers.map(({ hash }) => hash)).size).toBe(2)
  })
})

describe('S25 search', () => {
  const search = async (text: string) => {
    const page = await unit(({ patients }) => patients.list({ first: 10 }, visibleTo(laboratory), text))
    expect(page.totalCount).toBe(page.items.length)
    return page.items.map(({ displayName }) => displayName)
  }

  beforeAll(async () => {
    const usecases = createUsecases(open.ports)
    for (const [displayName, medicalRecordNumber] of [
      ['Björn Ågren', 'S-1'],
      ['Bjorn Borg', 'S-2'],
      ['Ågren S-1', undefined],
    ] as const)
      await usecases.createPatient(laboratory, { displayName, medicalRecordNumber, idempotencyKey: aKey() })
  })

  it.each([
    ['bjorn', ['Björn Ågren', 'Bjorn Borg']],
    ['BJÖRN', ['Björn Ågren', 'Bjorn Borg']],
    ['agren bjorn', ['Björn Ågren']],
    ['S-2', ['Bjorn Borg']],
    // The number of one, and two words of the other.
    ['S-1', ['Björn Ågren', 'Ågren S-1']],
    ['s-2', []],
    ['bjor', []],
    ['bjorn nobody', []],
    ['%', []],
    ["' or true --", []],
  ])('%s finds %j', async (text, names) => {
    expect(await search(text)).toEqual(names)
  })

  it('uses its index behind the wall of row-level security', async () => {
    await run(`insert into patient_search (organisation_id, word_hash, patient_id)
      select p.organisation_id, md5(n::text), p.id from patient p, generate_series(1, 4000) n where p.record_number_hash is not null`)
    await run(`analyze patient_search`)
    const em = database.service.em.fork()
    em.setSessionContext({ variables: { 'app.organisation': laboratory.organisationId } })
    const plan = await em.transactional(() =>
      em.execute<object[]>(`explain select patient_id from patient_search where word_hash = 'x'`),
    )
    expect(JSON.stringify(plan)).toMatch(/Index (Only )?Scan[^]*Index Cond: [^"]*word_hash/)
    await run(`delete from patient_search where word_hash ~ '^[0-9a-f]{32}$'`)
  })
})

describe('S25 what was changed in the database is refused, and only that', () => {
  const NUDGE = (column: string) => `set_byte(${column}, 20, get_byte(${column}, 20) # 1)`
  let ids: Ids
  let other: Ids

  beforeAll(async () => {
    ids = await aPatient({ displayName: 'Tampered With' })
    other = await aPatient({ displayName: 'Left Alone' })
  })

  it.each([
    ['identity', 'patient', 'identity', 'id', () => patientOf(ids)],
    ['the names of an upload', 'upload', 'names', 'patient_id', () => uploadOf(ids)],
    ['the names of a sample', 'sample', 'names', 'patient_id', () => sampleOf(ids)],
    ['the wrapped key', 'patient_key', 'wrapped', 'patient_id', () => patientOf(ids)],
  ])('%s', async (_, table, column, where, read) => {
    const before = await read()
    expect(before).toBeDefined()
    const nudge = () => run(`update ${table} set ${column} = ${NUDGE(column)} where ${where} = ?`, [ids.patientId])
    await nudge()
    const reported = open.unreadable.length
    await expect(read()).rejects.toMatchObject(UNREADABLE)
    expect(open.unreadable).toHaveLength(reported + 1)
    expect(await patientOf(other)).toMatchObject({ displayName: 'Left Alone' })
    await nudge()
    expect(await read()).toEqual(before)
  })

  it('the variants document, also where it was read before', async () => {
    const before = await documentOf(ids)
    const nudge = () =>
      run(`update sample_document set sealed = ${NUDGE('sealed')} where sample_id = ?`, [ids.sampleId])
    await nudge()
    await expect(documentOf(ids)).rejects.toMatchObject(UNREADABLE)
    expect(await documentOf(other)).toBeDefined()
    await nudge()
    expect(await documentOf(ids)).toEqual(before)
  })

  it('calls that were left out or changed about', async () => {
    const change = (calls: string) =>
      run(`update sample_document set calls = ${calls} where sample_id = ?`, [ids.sampleId])
    const [row] = await run<{ calls: string }>(`select calls::text as calls from sample_document where sample_id = ?`, [
      ids.sampleId,
    ])
    const parsed: unknown[] = JSON.parse(row?.calls ?? '[]')
    await change('calls - 0')
    await expect(documentOf(ids)).rejects.toThrow('differ in number')
    await run(`update sample_document set calls = ?::jsonb where sample_id = ?`, [
      JSON.stringify(parsed.toReversed()),
      ids.sampleId,
    ])
    await expect(documentOf(ids)).rejects.toThrow('differ in order')
    await run(`update sample_document set calls = ?::jsonb where sample_id = ?`, [row?.calls, ids.sampleId])
    expect(await documentOf(ids)).toBeDefined()
  })

  const swap = (table: string, columns: readonly string[], key: string, a: string, b: string) =>
    run(
      `update ${table} t set ${columns.map(column => `${column} = o.${column}`).join(', ')} from ${table} o
       where (t.${key} = ? and o.${key} = ?) or (t.${key} = ? and o.${key} = ?)`,
      [a, b, b, a],
    )

  it.each([
    ['the keys of two patients, exchanged', 'patient_key', ['kek_id', 'wrapped'], 'patient_id', 'patientId'],
    ['the identities of two patients, exchanged', 'patient', ['identity'], 'id', 'patientId'],
    ['the names of two samples, exchanged', 'sample', ['names'], 'id', 'sampleId'],
    ['the names of two uploads, exchanged', 'upload', ['names'], 'id', 'uploadId'],
    ['the documents of two samples, exchanged', 'sample_document', ['sealed', 'calls'], 'sample_id', 'sampleId'],
  ] as const)('%s', async (_, table, columns, key, id) => {
    const read = { patientId: patientOf, sampleId: table === 'sample' ? sampleOf : documentOf, uploadId: uploadOf }[id]
    await swap(table, columns, key, ids[id], other[id])
    await expect(read(ids)).rejects.toMatchObject(UNREADABLE)
    await swap(table, columns, key, ids[id], other[id])
    expect(await read(ids)).toBeDefined()
  })

  it('identity and key together, exchanged: a key opens for its patient only', async () => {
    const both = async () => {
      await swap('patient_key', ['kek_id', 'wrapped'], 'patient_id', ids.patientId, other.patientId)
      await swap('patient', ['identity'], 'id', ids.patientId, other.patientId)
    }
    await both()
    await expect(patientOf(ids)).rejects.toMatchObject(UNREADABLE)
    await both()
    expect(await patientOf(ids)).toMatchObject({ displayName: 'Tampered With' })
  })

  it('a key of another name, or one that the file does not have', async () => {
    const rename = (id: string) => run(`update patient_key set kek_id = ? where patient_id = ?`, [id, ids.patientId])
    const [row] = await run<{ kek_id: string }>(`select kek_id from patient_key where patient_id = ?`, [ids.patientId])
    await rename('another')
    await expect(patientOf(ids)).rejects.toMatchObject({
      ...UNREADABLE,
      details: { reason: 'NO_KEY', keyId: 'another' },
    })
    await rename(row?.kek_id ?? '')
    expect(await patientOf(ids)).toBeDefined()
  })

  it('a stored file that was cut is not somebody’s result: the upload is tried again and then refused', async () => {
    const usecases = createUsecases(open.ports)
    const { id: patientId } = await usecases.createPatient(laboratory, { displayName: 'Cut', idempotencyKey: aKey() })
    const { id } = await usecases.createUpload(laboratory, anUpload(patientId))
    await usecases.receiveUpload(laboratory, id, { bytes: chunksOf(FILE), declared: {} })
    const path = join(open.uploadsFolder, sealedName(id, sha256))
    writeFileSync(path, readFileSync(path).subarray(0, -1))
    const reported = open.unreadable.length
    const outcomes = [await callNow(id), await callNow(id), await callNow(id)]
    expect(open.unreadable).toHaveLength(reported + 3)
    expect(outcomes).toEqual(['postponed', 'postponed', 'refused'])
    expect((await unit(({ uploads }) => uploads.find([id])))[0]?.refusal?.code).toBe('PROCESSING_FAILED')
  })
})

describe('S26 a patient whose key is destroyed', () => {
  /** As if two persons had confirmed it. */
  async function agree(patientId: string): Promise<void> {
    const second = uuidV7()
    await run(`insert into actor (id, issuer, subject, name, created_at) values (?, 'urn:test', ?, 'Second', now())`, [
      second,
      second,
    ])
    await run(
      `insert into proposal (id, organisation_id, kind, subject, patient_id, act, reason, state, proposed_by, proposed_at, expires_at, decided_by)
       values (?, ?, 'ERASE_PATIENT', ?, ?, '{}', '', 'CONFIRMED', ?, now(), now(), ?)`,
      [uuidV7(), laboratory.organisationId, patientId, patientId, laboratory.id, second],
    )
  }

  async function isGone(ids: Ids): Promise<void> {
    expect(await patientOf(ids)).toBeUndefined()
    expect(await uploadOf(ids)).toBeUndefined()
    expect(await sampleOf(ids)).toBeUndefined()
    expect(await documentOf(ids)).toBeUndefined()
    const { patientId } = ids
    const lists = await unit(async ({ uploads, samples }) => [
      (await uploads.ofPatients([patientId])).get(patientId),
      (await samples.ofPatients([patientId])).get(patientId),
    ])
    expect(lists).toEqual([[], []])
    await expect(fileOf(ids)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const opened = createUsecases(open.ports).createUpload(laboratory, anUpload(patientId))
    await expect(opened).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }

  it('is there no more, in lists, counts and files, and nobody else is touched', async () => {
    const person = { displayName: 'To Be Forgotten', medicalRecordNumber: 'MRN-5550199-X' }
    const ids = await aPatient(person)
    const other = await aPatient({ displayName: 'To Be Kept' })
    // Read before: what this process remembers opens nothing either.
    expect(await documentOf(ids)).toBeDefined()
    const usecases = createUsecases(open.ports)
    const waiting = await usecases.createUpload(laboratory, anUpload(ids.patientId))
    const before = await unit(({ patients }) => patients.list({ first: 1 }, visibleTo(laboratory)))

    await expect(unit(({ patients }) => patients.erase(ids.patientId))).rejects.toThrow(/not confirmed/)
    await agree(ids.patientId)
    const [left] = await unit(({ patients }) => patients.erase(ids.patientId))
    expect(left).toEqual({ uploadId: ids.uploadId, sha256: expect.any(String) })
    await isGone(ids)
    const after = await unit(({ patients }) => patients.list({ first: 1 }, visibleTo(laboratory)))
    expect(after.totalCount).toBe(before.totalCount - 1)
    expect(
      (await unit(({ patients }) => patients.list({ first: 5 }, visibleTo(laboratory), 'forgotten'))).totalCount,
    ).toBe(0)
    expect(
      (await unit(({ samples }) => samples.list({ first: 5 }, visibleTo(laboratory), { patientId: ids.patientId })))
        .totalCount,
    ).toBe(0)
    expect(
      (await unit(({ uploads }) => uploads.list({ first: 5 }, visibleTo(laboratory), { patientId: ids.patientId })))
        .totalCount,
    ).toBe(0)
    expect(await run(`select state from upload where id = ?`, [waiting.id])).toEqual([])
    expect(await patientOf(other)).toMatchObject({ displayName: 'To Be Kept' })
    expect(await documentOf(other)).toBeDefined()
    expect(await fileOf(other)).toBe(FILE)
    expect(await unit(({ patients }) => patients.erase(ids.patientId))).toEqual([])
    // The number is free for whoever comes next.
    await usecases.createPatient(laboratory, { ...person, idempotencyKey: aKey() })
  })

  it('also when somebody only deleted the row of the key: pages skip them, and nothing fails', async () => {
    const ids = await aPatient({ displayName: 'Without Key' })
    const next = await aPatient({ displayName: 'Behind Them' })
    await run(`delete from patient_key where patient_id = ?`, [ids.patientId])
    await isGone(ids)
    const page = await unit(({ patients }) => patients.list({ first: 100 }, visibleTo(laboratory)))
    const names = page.items.map(({ displayName }) => displayName)
    expect(names).not.toContain('Without Key')
    expect(names).toContain('Behind Them')
    expect(await patientOf(next)).toBeDefined()
  })

  it('cannot be brought back with the key of somebody else', async () => {
    const ids = await aPatient({ displayName: 'Gone For Good' })
    const other = await aPatient({ displayName: 'Key Giver' })
    await run(`delete from patient_key where patient_id = ?`, [ids.patientId])
    await run(
      `insert into patient_key (patient_id, organisation_id, kek_id, wrapped, created_at)
       select ?, organisation_id, kek_id, wrapped, now() from patient_key where patient_id = ?`,
      [ids.patientId, other.patientId],
    )
    await expect(patientOf(ids)).rejects.toMatchObject(UNREADABLE)
    await run(`delete from patient_key where patient_id = ?`, [ids.patientId])
  })
})

describe('S26 rotation', () => {
  it('wraps all keys anew while everything is read, and data stay as they are', async () => {
    const ids = await aPatient({ displayName: 'Read Throughout' })
    const path = join(open.uploadsFolder, '../keys.json')
    const before = await run(
      `select p.id, p.identity, d.sealed from patient p join sample s on s.patient_id = p.id join sample_document d on d.sample_id = s.id order by 1`,
    )
    const old = readKeyFile(path).current
    // A process that started before the rotation, without anything remembered.
    const queue = openQueue({ url: database.url, connections: 1, supervise: false })
    const running = {
      database: database.service,
      queue,
      idempotencyMilliseconds: 1,
      onUnwritten: () => {},
      onUnreadable: () => {},
    }
    const cold = () => postgresTransactions({ ...running, keys: openKeys(path) })

    const end = new AbortController()
    const reading = Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let reads = 0; ; reads += 1) {
          const page = await cold().run(laboratory.organisationId, async ({ patients, samples }) => {
            expect((await samples.documents([ids.sampleId])).size).toBe(1)
            return await patients.list({ first: 100 }, visibleTo(laboratory))
          })
          expect(page.items.map(({ id }) => id)).toContain(ids.patientId)
          expect(await patientOf(ids)).toMatchObject({ displayName: 'Read Throughout' })
          if (end.signal.aborted) return reads
        }
      }),
    )
    const current = addKey(path)
    const rotation = await rotateKeys(database.service, openKeys(path))
    const createdMeanwhile = await aPatient({ displayName: 'Came Meanwhile' })
    const rest = await rotateKeys(database.service, openKeys(path))
    end.abort()
    for (const reads of await reading) expect(reads).toBeGreaterThan(0)

    expect(rotation.rewrapped).toBeGreaterThan(5)
    expect([rotation.failed, rest.rewrapped + rest.failed]).toEqual([0, 0])
    expect(await run(`select distinct kek_id from patient_key`)).toEqual([{ kek_id: current }])
    const after = await run(
      `select p.id, p.identity, d.sealed from patient p join sample s on s.patient_id = p.id join sample_document d on d.sample_id = s.id where p.id <> ? order by 1`,
      [createdMeanwhile.patientId],
    )
    expect(after).toEqual(before)
    expect(await countKeys(database.service, openKeys(path))).toEqual([
      { id: old, patients: 0, isCurrent: false, isInFile: true },
      { id: current, patients: expect.any(Number), isCurrent: true, isInFile: true },
    ])

    // The old key may leave the file now.
    const { keys, ...file } = JSON.parse(readFileSync(path, 'utf8'))
    writeFileSync(path, JSON.stringify({ ...file, keys: { [current]: keys[current] } }))
    await checkKeyRing(database.service, openKeys(path).ring)
    const page = await cold().run(laboratory.organisationId, ({ patients }) =>
      patients.list({ first: 100 }, visibleTo(laboratory)),
    )
    expect(page.items.map(({ id }) => id)).toContain(ids.patientId)
    expect(await fileOf(ids)).toBe(FILE)
  })

  it('leaves a key that cannot be opened as it is, says so, and does the others', async () => {
    const [ids, other] = [await aPatient({ displayName: 'Damaged' }), await aPatient({ displayName: 'Sound' })]
    await run(
      `update patient_key set wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 1) where patient_id = ?`,
      [ids.patientId],
    )
    const current = addKey(join(open.uploadsFolder, '../keys.json'))
    expect((await rotateKeys(database.service, open.keys)).failed).toBe(1)
    const rows = await run(`select patient_id from patient_key where kek_id <> ?`, [current])
    expect(rows).toEqual([{ patient_id: ids.patientId }])
    expect(await patientOf(other)).toBeDefined()
  })

  it('a key file that is not this database’s is refused, and leaves no trace there', async () => {
    const known = () => run(`select * from key_check order by key_id`)
    const before = await known()
    const strange = await openTestPorts(database)
    await expect(checkKeyRing(database.service, strange.keys.ring)).rejects.toThrow(
      /lacks key[^]*search key is not that/,
    )
    await strange.close()
    expect(await known()).toEqual(before)
    await expect(unit(({ patients }) => patients.find([uuidV7()]))).resolves.toEqual([])
  })
})
