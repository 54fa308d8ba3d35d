import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChildProcess } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createUsecases } from '../../src/usecases/create-usecases.js'
import type { Usecases } from '../../src/usecases/menu.js'
import type { Actor, Upload } from '../../src/usecases/records.js'
import { cloneDatabase } from '../support/clone-database.js'
import type { TestDatabase } from '../support/clone-database.js'
import { aKey, anUpload, demoStream, openTestPorts } from '../support/test-ports.js'
import type { TestPorts } from '../support/test-ports.js'
import { ended, startWorkerProcess } from '../support/worker-process.js'

let database: TestDatabase
let open: TestPorts
let usecases: Usecases
let laboratory: Actor
let home: string
const workers: ChildProcess[] = []

beforeAll(async () => {
  database = await cloneDatabase()
  home = mkdtempSync(join(tmpdir(), 'sextant-home-'))
  open = await openTestPorts(database, { home })
  usecases = createUsecases(open.ports)
  laboratory = await database.actor('laboratory', ['LABORATORY_DIRECTOR'])
})

afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL')
  await Promise.all(workers.map(ended))
  await open.close()
  await database.drop()
  rmSync(home, { recursive: true, force: true })
})

async function start(): Promise<ChildProcess> {
  const worker = await startWorkerProcess({
    DATABASE_URL: database.url,
    SEXTANT_HOME: home,
    SEXTANT_WORKER_LEASE_SECONDS: '1',
    SEXTANT_WORKER_RENEW_SECONDS: '0.3',
  })
  workers.push(worker)
  return worker
}

async function received(): Promise<Upload> {
  const { id: patientId } = await usecases.createPatient(laboratory, { displayName: 'Pat', idempotencyKey: aKey() })
  const { id } = await usecases.createUpload(laboratory, anUpload(patientId))
  return await usecases.receiveUpload(laboratory, id, { bytes: demoStream('petra-slowly.vcf.gz'), declared: {} })
}

async function until(id: string, isThere: (upload: Upload) => boolean): Promise<Upload> {
  const end = Date.now() + 20_000
  for (;;) {
    const upload = (await usecases.findUploads(laboratory, [id])).get(id)
    if (upload !== undefined && isThere(upload)) return upload
    if (Date.now() > end) throw new Error(`the upload stays ${upload?.state}`)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}

const samplesOf = async (id: string) =>
  (await database.owner.em.getConnection().execute('select 1 from sample where upload_id = ?', [id])).length

describe('P8 nothing is lost', () => {
  it('a worker killed with -9 in the middle of a file loses nothing and doubles nothing: another one finishes', async () => {
    const first = await start()
    const upload = await received()
    await until(upload.id, ({ state }) => state === 'READING' || state === 'CALLING')
    first.kill('SIGKILL')
    await ended(first)
    expect((await until(upload.id, () => true)).state).not.toBe('READY')
    await start()
    const done = await until(upload.id, ({ state }) => state === 'READY')
    expect(done.attempt).toBeGreaterThan(1)
    expect(await samplesOf(upload.id)).toBe(1)
  })

  it('S41 a worker told to stop ends cleanly, and what it had is finished by another', async () => {
    const [stopped] = workers.slice(-1)
    const upload = await received()
    await until(upload.id, ({ state }) => state !== 'RECEIVED')
    stopped?.kill('SIGTERM')
    expect(stopped === undefined ? undefined : await ended(stopped)).toBe(0)
    const after = await until(upload.id, () => true)
    if (after.state !== 'READY') await start()
    await until(upload.id, ({ state }) => state === 'READY')
    expect(await samplesOf(upload.id)).toBe(1)
  })

  it('two workers share what waits, each file called once', async () => {
    await start()
    await start()
    const uploads = await Promise.all(Array.from({ length: 4 }, received))
    for (const { id } of uploads) {
      const done = await until(id, ({ state }) => state === 'READY')
      expect(done.attempt).toBe(1)
      expect(await samplesOf(id)).toBe(1)
    }
  })
})
