import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createUsecases } from '../../src/usecases/create-usecases.js'
import type { Usecases } from '../../src/usecases/menu.js'
import type { Actor } from '../../src/usecases/records.js'
import { sealedName } from '../../src/persistence/staged-files.js'
import { cloneDatabase } from '../support/clone-database.js'
import type { TestDatabase } from '../support/clone-database.js'
import { aKey, anUpload, chunksOf, openTestPorts } from '../support/test-ports.js'
import type { TestPorts } from '../support/test-ports.js'

const LIMIT = 1000

let database: TestDatabase
let open: TestPorts
let usecases: Usecases
let laboratory: Actor
let patientId: string

beforeAll(async () => {
  database = await cloneDatabase()
  open = await openTestPorts(database, { policy: { uploadBytes: LIMIT } })
  usecases = createUsecases(open.ports)
  laboratory = await database.actor('laboratory', ['LABORATORY_TECHNICIAN'])
  patientId = (await usecases.createPatient(laboratory, { displayName: 'Pat', idempotencyKey: aKey() })).id
})

afterAll(async () => {
  await open.close()
  await database.drop()
})

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const send = (uploadId: string, text: string, declared = {}) =>
  usecases.receiveUpload(laboratory, uploadId, { bytes: chunksOf(text), declared })
const filesOf = (uploadId: string) => readdirSync(open.uploadsFolder).filter(name => name.startsWith(uploadId))
const stateOf = async (id: string) => (await usecases.findUploads(laboratory, [id])).get(id)?.state

async function jobsOf(uploadId: string): Promise<number> {
  const rows = await database.owner.em
    .getConnection()
    .execute(`select 1 from pgboss.job where data->>'uploadId' = ?`, [uploadId])
  return rows.length
}

async function statesOf(uploadId: string): Promise<readonly string[]> {
  const rows = await database.owner.em
    .getConnection()
    .execute<{ state: string }[]>('select state from upload_transition where upload_id = ? order by id', [uploadId])
  return rows.map(({ state }) => state)
}

describe('S29 receiving bytes', () => {
  it('accepts them when file, row and job are there, and not before', async () => {
    const upload = await usecases.createUpload(laboratory, anUpload(patientId))
    expect(upload.state).toBe('OPEN')
    const received = await send(upload.id, 'one')
    expect(received).toMatchObject({ id: upload.id, state: 'RECEIVED', sizeBytes: 3, sha256: sha256('one') })
    expect(filesOf(upload.id)).toEqual([sealedName(upload.id, sha256('one'))])
    expect(await jobsOf(upload.id)).toBe(1)
    expect(await statesOf(upload.id)).toEqual(['OPEN', 'RECEIVED'])
  })

  it.each([
    ['a size', { sizeBytes: 4 }],
    ['a checksum', { sha256: sha256('other') }],
  ])('refuses bytes that differ from %s stated when they are sent, and keeps nothing of them', async (_, declared) => {
    const upload = await usecases.createUpload(laboratory, anUpload(patientId))
    await expect(send(upload.id, 'abc', declared)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' })
    expect(filesOf(upload.id)).toEqual([])
    expect(await stateOf(upload.id)).toBe('OPEN')
    expect(await jobsOf(upload.id)).toBe(0)
    expect((await send(upload.id, 'right')).state).toBe('RECEIVED')
  })

  it('refuses bytes that differ from what was stated when the upload was opened', async () => {
    const upload = await usecases.createUpload(
      laboratory,
      anUpload(patientId, { declared: { sha256: sha256('this') } }),
    )
    await expect(send(upload.id, 'that')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' })
  })

  it('S44 accepts a file of the limit and refuses one a byte longer', async () => {
    const fits = await usecases.createUpload(laboratory, anUpload(patientId))
    expect((await send(fits.id, 'x'.repeat(LIMIT))).state).toBe('RECEIVED')
    const beyond = await usecases.createUpload(laboratory, anUpload(patientId))
    await expect(send(beyond.id, 'x'.repeat(LIMIT + 1))).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' })
    expect(filesOf(beyond.id)).toEqual([])
    await expect(
      usecases.createUpload(laboratory, anUpload(patientId, { declared: { sizeBytes: LIMIT + 1 } })),
    ).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' })
  })

  it('a sender who missed the answer sends the same again and gets it; other bytes are a conflict', async () => {
    const upload = await usecases.createUpload(laboratory, anUpload(patientId))
    await send(upload.id, 'again')
    expect(await send(upload.id, 'again')).toMatchObject({ id: upload.id, state: 'RECEIVED' })
    expect(await jobsOf(upload.id)).toBe(1)
    await expect(send(upload.id, 'other')).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(filesOf(upload.id)).toEqual([sealedName(upload.id, sha256('again'))])
  })

  it('two senders at once: one is accepted, and the file is the one the row speaks of', async () => {
    const upload = await usecases.createUpload(laboratory, anUpload(patientId))
    const results = await Promise.allSettled(['bytes of one', 'bytes of another'].map(text => send(upload.id, text)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const row = (await usecases.findUploads(laboratory, [upload.id])).get(upload.id)
    expect(filesOf(upload.id)).toContain(sealedName(upload.id, row?.sha256 ?? ''))
    expect(await jobsOf(upload.id)).toBe(1)
  })

  it('bytes that another upload brought first are a conflict for an upload that has other bytes', async () => {
    const [first, second] = [
      await usecases.createUpload(laboratory, anUpload(patientId)),
      await usecases.createUpload(laboratory, anUpload(patientId)),
    ]
    await send(first.id, 'brought first')
    await send(second.id, 'has these')
    await expect(send(second.id, 'brought first')).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await stateOf(second.id)).toBe('RECEIVED')
  })

  it('leaves no job and no state when its transaction fails', async () => {
    const upload = await usecases.createUpload(laboratory, anUpload(patientId))
    const failing = open.ports.transactions.run(laboratory.organisationId, async unit => {
      await unit.uploads.transition(upload.id, { from: ['OPEN'], to: 'RECEIVED' })
      await unit.jobs.enqueueUpload(upload.id, laboratory.organisationId)
      throw new Error('crash')
    })
    await expect(failing).rejects.toThrow('crash')
    expect(await stateOf(upload.id)).toBe('OPEN')
    expect(await jobsOf(upload.id)).toBe(0)
  })
})

describe('S31 the same request again', () => {
  it('the same key and input give the same upload, also at the same moment', async () => {
    const input = anUpload(patientId)
    const uploads = await Promise.all(Array.from({ length: 5 }, () => usecases.createUpload(laboratory, input)))
    expect(new Set(uploads.map(({ id }) => id)).size).toBe(1)
  })

  it('the same key with other input is refused', async () => {
    const input = anUpload(patientId)
    await usecases.createUpload(laboratory, input)
    const other = { ...input, sampleName: 'other' }
    await expect(usecases.createUpload(laboratory, other)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' })
  })

  it('one person’s key says nothing to another', async () => {
    const colleague = await database.actor('laboratory', ['LABORATORY_DIRECTOR'])
    const input = anUpload(patientId)
    const [mine, theirs] = [
      await usecases.createUpload(laboratory, input),
      await usecases.createUpload(colleague, input),
    ]
    expect(theirs.id).not.toBe(mine.id)
  })

  it('the same bytes for the same patient lead to the same upload, and the second one says which', async () => {
    const [first, second] = [
      await usecases.createUpload(laboratory, anUpload(patientId)),
      await usecases.createUpload(laboratory, anUpload(patientId)),
    ]
    await send(first.id, 'same bytes')
    expect((await send(second.id, 'same bytes')).id).toBe(first.id)
    const ended = (await usecases.findUploads(laboratory, [second.id])).get(second.id)
    expect(ended).toMatchObject({ state: 'SUPERSEDED', supersededBy: first.id })
    expect(filesOf(second.id)).toEqual([])
    expect((await send(second.id, 'same bytes')).id).toBe(first.id)
  })

  it('also when both are sent at the same moment', async () => {
    const uploads = await Promise.all([1, 2, 3].map(() => usecases.createUpload(laboratory, anUpload(patientId))))
    const received = await Promise.all(uploads.map(({ id }) => send(id, 'at once')))
    expect(new Set(received.map(({ id }) => id)).size).toBe(1)
  })

  it('other assay facts make the same bytes another upload', async () => {
    const assay = { assumeReference: true, assayedRegions: [], copyNumberMeasured: false }
    const [plain, assumed] = [
      await usecases.createUpload(laboratory, anUpload(patientId)),
      await usecases.createUpload(laboratory, anUpload(patientId, { assay })),
    ]
    await send(plain.id, 'facts')
    expect((await send(assumed.id, 'facts')).id).toBe(assumed.id)
  })
})

describe('S12 another organisation', () => {
  it('finds, lists and fills none of these uploads', async () => {
    const stranger = await database.actor('elsewhere', ['LABORATORY_TECHNICIAN'])
    const upload = await usecases.createUpload(laboratory, anUpload(patientId))
    expect((await usecases.findUploads(stranger, [upload.id])).size).toBe(0)
    expect((await usecases.listUploads(stranger, {}, { first: 10 })).totalCount).toBe(0)
    const bytes = { bytes: chunksOf('x'), declared: {} }
    await expect(usecases.receiveUpload(stranger, upload.id, bytes)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(usecases.watchUpload(stranger, upload.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(usecases.createUpload(stranger, anUpload(patientId))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await usecases.uploadProgress(stranger, [upload.id])).size).toBe(0)
  })

  it('an id that is none is as unknown as one that is another’s', async () => {
    expect((await usecases.findUploads(laboratory, ['nonsense', "' or 1=1 --"])).size).toBe(0)
    await expect(send('nonsense', 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('input', () => {
  it.each([
    ['an outside call that says nothing', { outsideCalls: [{ gene: 'CYP2D6' }] }, 'BAD_USER_INPUT'],
    [
      'an outside call of a gene we know nothing of',
      { outsideCalls: [{ gene: 'NOPE1', diplotype: '*1/*2' }] },
      'UNKNOWN_GENE',
    ],
    [
      'a region that ends before it starts',
      {
        assay: {
          assumeReference: false,
          copyNumberMeasured: false,
          assayedRegions: [{ chromosome: 'chr1', start: 5, end: 4 }],
        },
      },
      'BAD_USER_INPUT',
    ],
    ['a checksum that is none', { declared: { sha256: 'x' } }, 'BAD_USER_INPUT'],
    ['an empty idempotency key', { idempotencyKey: ' ' }, 'BAD_USER_INPUT'],
    ['a file name with control characters', { fileName: 'a\u0000b' }, 'BAD_USER_INPUT'],
  ])('refuses %s', async (_, more, code) => {
    await expect(usecases.createUpload(laboratory, anUpload(patientId, more))).rejects.toMatchObject({ code })
  })

  it('refuses a pharmacist who wants to upload', async () => {
    const pharmacist = await database.actor('laboratory', ['PHARMACIST'])
    await expect(usecases.createUpload(pharmacist, anUpload(patientId))).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})
