import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DomainError } from '../../src/domain/errors.js'
import { actAs } from '../../src/usecases/act-as.js'
import { createCallSample } from '../../src/usecases/call-sample.js'
import type { CallOutcome } from '../../src/usecases/call-sample.js'
import { createUsecases } from '../../src/usecases/create-usecases.js'
import type { CreateUploadInput, Usecases } from '../../src/usecases/menu.js'
import { NOTHING_STATED } from '../../src/usecases/option-questions.js'
import type { Ports, SampleReader } from '../../src/usecases/ports.js'
import type { Actor, Upload } from '../../src/usecases/records.js'
import { createSweepUploads } from '../../src/usecases/sweep-uploads.js'
import { cloneDatabase } from '../support/clone-database.js'
import type { TestDatabase } from '../support/clone-database.js'
import {
  aKey,
  anUpload,
  callsOf,
  chunksOf,
  demoStream,
  openTestPorts,
  readerInThisProcess,
} from '../support/test-ports.js'
import type { TestPorts } from '../support/test-ports.js'

let database: TestDatabase
let open: TestPorts
let usecases: Usecases
let laboratory: Actor
let worker: Actor

beforeAll(async () => {
  database = await cloneDatabase()
  open = await openTestPorts(database)
  usecases = createUsecases(open.ports)
  laboratory = await database.actor('laboratory', ['LABORATORY_DIRECTOR', 'PHARMACIST'])
  worker = actAs({ ...laboratory, id: 'worker', name: 'Worker', roles: ['SYSTEM_WORKER'] }, { id: 'job' })
})

afterAll(async () => {
  await open.close()
  await database.drop()
})

async function received(
  file: string | AsyncIterable<Uint8Array>,
  more: Partial<CreateUploadInput> = {},
): Promise<Upload> {
  const { id: patientId } = await usecases.createPatient(laboratory, { displayName: 'Pat', idempotencyKey: aKey() })
  const { id } = await usecases.createUpload(laboratory, anUpload(patientId, more))
  const bytes = typeof file === 'string' ? demoStream(file) : file
  return await usecases.receiveUpload(laboratory, id, { bytes, declared: {} })
}

function work(
  uploadId: string,
  more: Partial<Ports> = {},
  signal = new AbortController().signal,
): Promise<CallOutcome> {
  return createCallSample({ ...open.ports, ...more })(worker, { uploadId, owner: 'test', signal })
}

const find = async (id: string) => (await usecases.findUploads(laboratory, [id])).get(id)
const count = async (table: string, uploadId: string) =>
  (await database.owner.em.getConnection().execute(`select 1 from ${table} where upload_id = ?`, [uploadId])).length
const filesOf = (uploadId: string) => readdirSync(open.uploadsFolder).filter(name => name.startsWith(uploadId))
const shortLease = { leaseMilliseconds: 300, renewMilliseconds: 60_000 }

/** A reader that stops before it answers until it is let go: a worker that stalls, or so many of them. */
async function stallingReader(times = 1): Promise<{ reader: SampleReader; reached: Promise<void>; letGo: () => void }> {
  const real = await readerInThisProcess()
  const reached = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  let readers = 0
  const reader: SampleReader = {
    async read(bytes, options) {
      const answer = await real.read(bytes, options)
      readers += 1
      if (readers === times) reached.resolve()
      await gate.promise
      return answer
    },
  }
  return { reader, reached: reached.promise, letGo: gate.resolve }
}

describe('calling an upload', () => {
  it('stores the sample, its calls and its evidence, and they read back as they were', async () => {
    const upload = await received('norma-allcommon.vcf.gz', { outsideCalls: [{ gene: 'CYP2D6', diplotype: '*1/*4' }] })
    expect(await work(upload.id)).toBe('stored')
    const done = await find(upload.id)
    expect(done).toMatchObject({ state: 'READY', attempt: 1 })
    const sampleId = done?.sampleId ?? ''
    const calls = await callsOf(usecases, laboratory, sampleId)
    expect(calls.length).toBe(25)
    expect(calls.find(({ gene }) => gene === 'CYP2D6')).toMatchObject({ status: 'called', origin: 'outside' })
    expect(calls.find(({ gene }) => gene === 'CYP2C19')).toMatchObject({ status: 'called', origin: 'file' })
    const documents = await open.ports.transactions.run(laboratory.organisationId, unit =>
      unit.samples.documents([sampleId]),
    )
    const document = documents.get(sampleId)
    expect(document?.calls).toEqual(calls)
    const positions = document?.evidence.positions.get('CYP2C19') ?? []
    expect(positions.length).toBeGreaterThan(30)
    expect(calls.find(({ gene }) => gene === 'CYP2C19')?.evidence).toEqual(positions)
    const sample = (await usecases.findSamples(laboratory, [sampleId])).get(sampleId)
    expect(sample?.file.sha256).toBe(done?.sha256)
    expect(sample?.knowledgeVersion).toBe(open.ports.knowledge.version)
  })

  it('S12 shows another organisation nothing of it, also when it was read a moment ago', async () => {
    const upload = await received('norma-allcommon.vcf.gz')
    await work(upload.id)
    const sampleId = (await find(upload.id))?.sampleId ?? ''
    const stranger = await database.actor('elsewhere', ['LABORATORY_DIRECTOR'])
    expect((await usecases.phenotypes(laboratory, [sampleId])).size).toBe(1)
    expect((await usecases.phenotypes(stranger, [sampleId])).size).toBe(0)
    expect((await usecases.findSamples(stranger, [sampleId])).size).toBe(0)
    const question = {
      subject: { kind: 'sample', sampleId },
      drug: { name: 'codeine' },
      stated: NOTHING_STATED,
    } as const
    await expect(usecases.checkDrug(stranger, question)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('P4 a file with a bad row is PARTIAL: the gene it touches is not called, the others are', async () => {
    const upload = await received('quentin-brokenrow.vcf')
    expect(await work(upload.id)).toBe('stored')
    const done = await find(upload.id)
    expect(done?.state).toBe('PARTIAL')
    expect(done?.diagnostics.some(({ severity, line }) => severity === 'error' && line !== undefined)).toBe(true)
    const calls = await callsOf(usecases, laboratory, done?.sampleId ?? '')
    expect(calls.some(call => call.status === 'not-called' && call.reason === 'QUARANTINED')).toBe(true)
    expect(calls.some(call => call.status === 'called')).toBe(true)
  })

  it('an outside call that cannot be used is named, and costs no other gene', async () => {
    const upload = await received('norma-allcommon.vcf.gz', {
      outsideCalls: [{ gene: 'CYP2D6', diplotype: 'not/a/diplotype' }],
    })
    await work(upload.id)
    const done = await find(upload.id)
    expect(done).toMatchObject({ state: 'PARTIAL' })
    expect(done?.diagnostics).toContainEqual(expect.objectContaining({ code: 'OUTSIDE_CALL_REFUSED', gene: 'CYP2D6' }))
  })

  it.each([
    ['rex-wrongbuild.vcf', 'BUILD_MISMATCH', {}],
    ['norma-allcommon.vcf.gz', 'UNKNOWN_SAMPLE', { sampleName: 'nobody' }],
    ['patients.json', 'INVALID_VCF', {}],
  ])(
    'refuses %s with %s: the row keeps the code, the bytes go, and asking again answers the same',
    async (file, code, more) => {
      const upload = await received(file, more)
      expect(await work(upload.id)).toBe('refused')
      const done = await find(upload.id)
      expect(done).toMatchObject({ state: 'REJECTED', refusal: { code } })
      expect(filesOf(upload.id)).toEqual([])
      expect(await count('sample', upload.id)).toBe(0)
      expect(await work(upload.id)).toBe('passed')
      expect(await find(upload.id)).toEqual(done)
    },
  )

  it('asks for nobody’s permission but the worker’s', async () => {
    const upload = await received('norma-allcommon.vcf.gz')
    const asTechnician = createCallSample(open.ports)(laboratory, {
      uploadId: upload.id,
      owner: 'x',
      signal: AbortSignal.abort(),
    })
    await expect(asTechnician).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('C4 a sample that may be somebody else’s', () => {
  const assay = { assumeReference: true, assayedRegions: [], copyNumberMeasured: false }
  const sampleOf = async (patientId: string, file: string, more: Partial<CreateUploadInput> = {}) => {
    const { id } = await usecases.createUpload(laboratory, anUpload(patientId, more))
    await usecases.receiveUpload(laboratory, id, { bytes: demoStream(file), declared: {} })
    expect(await work(id)).toBe('stored')
    const upload = await find(id)
    const sample = (await usecases.findSamples(laboratory, [upload?.sampleId ?? ''])).get(upload?.sampleId ?? '')
    return { codes: upload?.diagnostics.map(({ code }) => code) ?? [], sample, state: upload?.state }
  }
  const newPatient = async (sex?: 'female' | 'male') =>
    (await usecases.createPatient(laboratory, { displayName: 'Pat', sex, idempotencyKey: aKey() })).id

  it('is held, gene by gene, until the director who has looked releases the genes by name', async () => {
    const patientId = await newPatient()
    const first = await sampleOf(patientId, 'HG00179.vcf.gz', { assay })
    expect(first.sample?.heldGenes).toEqual([])
    const again = await sampleOf(patientId, 'HG00179.vcf.gz', { assay, sampleName: 'HG00179' })
    expect(again.sample?.heldGenes).toEqual([])
    const { codes, sample, state } = await sampleOf(patientId, 'norma-allcommon.vcf.gz')
    expect(state).toBe('READY')
    expect(codes).toContain('OTHER_PERSON_THAN_BEFORE')
    const genes = sample?.heldGenes.map(({ gene }) => gene) ?? []
    expect(genes.length).toBe(25)
    const sampleId = sample?.id ?? ''
    const released = await usecases.releaseResults(laboratory, { sampleId })
    expect(released.heldGenes.length).toBe(genes.length)
    expect((await usecases.releaseResults(laboratory, { sampleId, genes })).heldGenes).toEqual([])
  })

  it('that is held does not hold up the right one that follows, and counts again once a gene of it is released', async () => {
    const patientId = await newPatient()
    const right = (sampleName?: string) => sampleOf(patientId, 'HG00179.vcf.gz', { assay, sampleName })
    await right()
    const wrong = await sampleOf(patientId, 'norma-allcommon.vcf.gz')
    expect(wrong.sample?.heldGenes.length).toBe(25)
    expect((await right('HG00179')).sample?.heldGenes).toEqual([])
    await usecases.releaseResults(laboratory, { sampleId: wrong.sample?.id ?? '', genes: ['CYP2C19'] })
    const later = await sampleOf(patientId, 'HG00179.vcf.gz', { assay: { ...assay, copyNumberMeasured: true } })
    expect(later.codes).toContain('OTHER_PERSON_THAN_BEFORE')
  })

  it('is compared with one that is called at the same moment', async () => {
    const patientId = await newPatient()
    const stalled = await stallingReader(2)
    const both = [
      { file: 'HG00179.vcf.gz', more: { assay } },
      { file: 'norma-allcommon.vcf.gz', more: {} },
    ].map(async ({ file, more }) => {
      const { id } = await usecases.createUpload(laboratory, anUpload(patientId, more))
      await usecases.receiveUpload(laboratory, id, { bytes: demoStream(file), declared: {} })
      expect(await work(id, { reader: stalled.reader })).toBe('stored')
      return (await find(id))?.diagnostics.map(({ code }) => code) ?? []
    })
    await stalled.reached
    stalled.letGo()
    const doubted = (await Promise.all(both)).filter(codes => codes.includes('OTHER_PERSON_THAN_BEFORE'))
    expect(doubted).toHaveLength(1)
  })

  it.each(['female', 'male'] as const)('is compared with the recorded sex (%s)', async sex => {
    const { codes, sample } = await sampleOf(await newPatient(sex), 'gideon-onecopy.vcf.gz')
    expect(codes.includes('OTHER_SEX_THAN_RECORDED')).toBe(sex === 'female')
    expect(sample?.heldGenes.length).toBe(sex === 'female' ? 25 : 0)
  })
})

describe('S36 at most one effect', () => {
  it('a second worker passes by while the first one’s lease is alive, and counts no attempt', async () => {
    const upload = await received('norma-allcommon.vcf.gz')
    const stalled = await stallingReader()
    const first = work(upload.id, { reader: stalled.reader })
    await stalled.reached
    expect(await work(upload.id)).toBe('passed')
    expect((await find(upload.id))?.attempt).toBe(1)
    stalled.letGo()
    expect(await first).toBe('stored')
  })

  it('a worker that stalls beyond its lease finds its work thrown away: one sample, by the second attempt', async () => {
    const upload = await received('petra-slowly.vcf.gz')
    const stalled = await stallingReader()
    const policy = { ...open.ports.policy, ...shortLease }
    const first = work(upload.id, { reader: stalled.reader, policy })
    await stalled.reached
    await new Promise(resolve => setTimeout(resolve, 350))
    expect(await work(upload.id)).toBe('stored')
    const done = await find(upload.id)
    stalled.letGo()
    expect(await first).toBe('lost')
    expect(await find(upload.id)).toEqual(done)
    expect(done?.attempt).toBe(2)
    expect(await count('sample', upload.id)).toBe(1)
  })

  it('a lease that is renewed outlives its first period', async () => {
    const upload = await received('petra-slowly.vcf.gz')
    const stalled = await stallingReader()
    const policy = { ...open.ports.policy, leaseMilliseconds: 1500, renewMilliseconds: 200 }
    const first = work(upload.id, { reader: stalled.reader, policy })
    await stalled.reached
    await new Promise(resolve => setTimeout(resolve, 2000))
    expect(await work(upload.id)).toBe('passed')
    stalled.letGo()
    expect(await first).toBe('stored')
  })

  it('many workers at once make one sample', async () => {
    const upload = await received('dora-twohits.vcf.gz')
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => work(upload.id)))
    expect(outcomes.filter(outcome => outcome === 'stored')).toHaveLength(1)
    expect(outcomes.filter(outcome => outcome === 'passed')).toHaveLength(5)
    expect(await count('sample', upload.id)).toBe(1)
  })

  it('a job for an upload that has ended does nothing', async () => {
    const upload = await received('dora-twohits.vcf.gz')
    await work(upload.id)
    const done = await find(upload.id)
    expect(await work(upload.id)).toBe('passed')
    expect(await find(upload.id)).toEqual(done)
  })
})

describe('a reader that dies', () => {
  const dying: SampleReader = { read: () => Promise.reject(new Error('killed')) }

  it('S32 is tried three times, then the file is refused with PROCESSING_FAILED', async () => {
    const upload = await received('norma-allcommon.vcf.gz')
    const outcomes = [
      await work(upload.id, { reader: dying }),
      await work(upload.id, { reader: dying }),
      await work(upload.id, { reader: dying }),
    ]
    expect(outcomes).toEqual(['postponed', 'postponed', 'refused'])
    expect(await find(upload.id)).toMatchObject({
      state: 'REJECTED',
      refusal: { code: 'PROCESSING_FAILED' },
      attempt: 3,
    })
  })

  it('is forgotten when the second try succeeds', async () => {
    const upload = await received('norma-allcommon.vcf.gz')
    await work(upload.id, { reader: dying })
    expect(await work(upload.id)).toBe('stored')
  })

  it('S37 is tried again only after its time', async () => {
    const upload = await received('norma-allcommon.vcf.gz')
    const policy = { ...open.ports.policy, backoffMilliseconds: [0, 1500, 1500] }
    await work(upload.id, { reader: dying, policy })
    expect(await work(upload.id)).toBe('passed')
    await new Promise(resolve => setTimeout(resolve, 1600))
    expect(await work(upload.id)).toBe('stored')
  })

  it('a failure of ours is no refusal of the file', async () => {
    const upload = await received('norma-allcommon.vcf.gz')
    const away: SampleReader = { read: () => Promise.reject(new DomainError('SERVICE_UNAVAILABLE', 'away')) }
    expect(await work(upload.id, { reader: away })).toBe('postponed')
  })

  it('bytes that changed on disk are never called', async () => {
    const upload = await received('norma-allcommon.vcf.gz')
    const files = { ...open.ports.files, read: () => demoStream('petra-slowly.vcf.gz') }
    expect(await work(upload.id, { files })).toBe('postponed')
    expect(await count('sample', upload.id)).toBe(0)
  })

  it('gives an upload back at once when it is told to stop, without a failure', async () => {
    const upload = await received('norma-allcommon.vcf.gz')
    const stop = new AbortController()
    const waiting: SampleReader = {
      read: (_bytes, { signal }) =>
        new Promise((_done, fail) => signal.addEventListener('abort', () => fail(new Error('aborted')))),
    }
    const first = work(upload.id, { reader: waiting }, stop.signal)
    await new Promise(resolve => setTimeout(resolve, 100))
    stop.abort()
    expect(await first).toBe('postponed')
    expect(await work(upload.id)).toBe('stored')
  })

  it('an upload that keeps killing its workers ends too', async () => {
    const upload = await received('norma-allcommon.vcf.gz')
    const policy = { ...open.ports.policy, attempts: 2 }
    for (let attempt = 0; attempt < 2; attempt += 1)
      await database.owner.em
        .getConnection()
        .execute('update upload set attempt = attempt + 1 where id = ?', [upload.id])
    expect(await work(upload.id, { policy })).toBe('refused')
    expect((await find(upload.id))?.refusal?.code).toBe('PROCESSING_FAILED')
  })
})

describe('the sweep', () => {
  it('sends a job for what nobody works on, and ends uploads whose bytes never came', async () => {
    const abandoned = await received(chunksOf('abandoned'))
    const { id: patientId } = await usecases.createPatient(laboratory, { displayName: 'Pat', idempotencyKey: aKey() })
    const never = await usecases.createUpload(laboratory, anUpload(patientId))
    const connection = database.owner.em.getConnection()
    await connection.execute(`delete from pgboss.job where data->>'uploadId' = ?`, [abandoned.id])
    await connection.execute(
      `update upload set updated_at = now() - interval '1 hour', created_at = now() - interval '1 hour' where id in (?, ?)`,
      [abandoned.id, never.id],
    )
    await createSweepUploads(open.ports, { abandonedMilliseconds: 60_000, openMilliseconds: 60_000 })(worker)
    const jobs = await connection.execute(`select 1 from pgboss.job where data->>'uploadId' = ?`, [abandoned.id])
    expect(jobs).toHaveLength(1)
    expect((await find(never.id))?.state).toBe('EXPIRED')
    const late = usecases.receiveUpload(laboratory, never.id, { bytes: chunksOf('late'), declared: {} })
    await expect(late).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})

describe('following an upload', () => {
  it('tells the present state first, then every state, and ends with the last', async () => {
    const upload = await received('theo-oldbuild.vcf.gz')
    const states: string[] = []
    const following = (async () => {
      for await (const progress of await usecases.watchUpload(laboratory, upload.id)) states.push(progress.state)
    })()
    await new Promise(resolve => setTimeout(resolve, 100))
    expect(states).toEqual(['RECEIVED'])
    await work(upload.id)
    await following
    expect(states.at(-1)).toBe('READY')
    const order = ['RECEIVED', 'READING', 'CALLING', 'READY']
    expect(states.map(state => order.indexOf(state))).toEqual(
      states.map(state => order.indexOf(state)).toSorted((a, b) => a - b),
    )
  })

  it('a reader who leaves is forgotten at once', async () => {
    const upload = await received(chunksOf('left'))
    const events = (await usecases.watchUpload(laboratory, upload.id))[Symbol.asyncIterator]()
    expect((await events.next()).value?.state).toBe('RECEIVED')
    const pending = events.next()
    const started = Date.now()
    await events.return?.()
    expect((await pending).done).toBe(true)
    expect(Date.now() - started).toBeLessThan(1500)
  })
})

describe('an outside call recorded later', () => {
  it('calls the sample again from its stored evidence, and the newest one counts', async () => {
    const upload = await received('norma-allcommon.vcf.gz')
    await work(upload.id)
    const sampleId = (await find(upload.id))?.sampleId ?? ''
    const record = (diplotype: string, idempotencyKey = aKey()) =>
      usecases.recordOutsideCall(laboratory, { sampleId, calls: [{ gene: 'CYP2D6', diplotype }], idempotencyKey })
    const called = async () => {
      const calls = await callsOf(usecases, laboratory, sampleId)
      const call = calls.find(({ gene }) => gene === 'CYP2D6')
      return call?.status === 'called' ? call.diplotypes.map(({ name }) => name) : call?.reason
    }
    const key = aKey()
    await record('*4/*4', key)
    expect(await called()).toEqual(['*4/*4'])
    await record('*1/*2')
    expect(await called()).toEqual(['*1/*2'])
    await record('*4/*4', key)
    expect(await called()).toEqual(['*1/*2'])
    const stranger = await database.actor('elsewhere', ['PHARMACIST'])
    const foreign = usecases.recordOutsideCall(stranger, {
      sampleId,
      calls: [{ gene: 'CYP2D6', diplotype: '*1/*1' }],
      idempotencyKey: aKey(),
    })
    await expect(foreign).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('another release of the knowledge', () => {
  it('P1 answers from what was read: a position that release places elsewhere counts as missing; what is stored stays', async () => {
    const upload = await received('norma-allcommon.vcf.gz', { outsideCalls: [{ gene: 'CYP2D6', diplotype: '*4/*4' }] })
    await work(upload.id)
    const sampleId = (await find(upload.id))?.sampleId ?? ''
    const { knowledge } = open.ports
    const gene = knowledge.genes.get('CYP2C19')
    if (gene === undefined) throw new Error('no such gene')
    const [first, ...others] = gene.positions
    if (first === undefined) throw new Error('no positions')
    const { GRCh38 } = first.loci
    const moved = { ...first, loci: { ...first.loci, GRCh38: { ...GRCh38, position: GRCh38.position + 1 } } }
    const genes = new Map(knowledge.genes).set('CYP2C19', { ...gene, positions: [moved, ...others] })
    const later = createUsecases({ ...open.ports, knowledge: { ...knowledge, version: 'later', genes } })
    const byGene = async (asked: Usecases) =>
      new Map((await callsOf(asked, laboratory, sampleId)).map(call => [call.gene, call]))

    const before = await byGene(usecases)
    const after = await byGene(later)
    expect(before.get('CYP2C19')?.completeness.missing).toEqual([])
    expect(after.get('CYP2C19')?.completeness.missing).toEqual([0])
    expect(after.get('CYP2C19')?.evidence[0]?.state).toBe('not-assayed')
    expect(after.get('CYP2D6')).toEqual(before.get('CYP2D6'))
    expect(after.get('TPMT')).toEqual(before.get('TPMT'))
    expect(await byGene(usecases)).toEqual(before)
  })

  it('what was recorded from outside counts there too', async () => {
    const upload = await received('norma-allcommon.vcf.gz')
    await work(upload.id)
    const sampleId = (await find(upload.id))?.sampleId ?? ''
    await usecases.recordOutsideCall(laboratory, {
      sampleId,
      calls: [{ gene: 'CYP2D6', diplotype: '*1/*2' }],
      idempotencyKey: aKey(),
    })
    const later = createUsecases({ ...open.ports, knowledge: { ...open.ports.knowledge, version: 'later' } })
    const calls = await callsOf(later, laboratory, sampleId)
    expect(calls.find(({ gene }) => gene === 'CYP2D6')).toMatchObject({ origin: 'outside', status: 'called' })
  })
})
