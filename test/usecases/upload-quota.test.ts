import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createUsecases } from '../../src/usecases/create-usecases.js'
import type { Usecases } from '../../src/usecases/menu.js'
import type { Policy } from '../../src/usecases/ports.js'
import type { Actor } from '../../src/usecases/records.js'
import { cloneDatabase } from '../support/clone-database.js'
import type { TestDatabase } from '../support/clone-database.js'
import { aKey, anUpload, chunksOf, openTestPorts } from '../support/test-ports.js'
import type { TestPorts } from '../support/test-ports.js'

let database: TestDatabase
let open: TestPorts

beforeAll(async () => {
  database = await cloneDatabase()
  open = await openTestPorts(database)
})

afterAll(async () => {
  await open.close()
  await database.drop()
})

interface Laboratory {
  readonly actor: Actor
  readonly patientId: string
  readonly usecases: Usecases
}

/** A laboratory of its own, under a policy of its own. */
async function aLaboratory(organisation: string, policy: Partial<Policy>): Promise<Laboratory> {
  const usecases = createUsecases({ ...open.ports, policy: { ...open.ports.policy, ...policy } })
  const actor = await database.actor(organisation, ['LABORATORY_TECHNICIAN'])
  const { id } = await usecases.createPatient(actor, { displayName: 'Pat', idempotencyKey: aKey() })
  return { actor, patientId: id, usecases }
}

const opened = ({ actor, patientId, usecases }: Laboratory) => usecases.createUpload(actor, anUpload(patientId))
const send = ({ actor, usecases }: Laboratory, id: string, text: string) =>
  usecases.receiveUpload(actor, id, { bytes: chunksOf(text), declared: {} })

describe('S44 what an organisation may upload', () => {
  it('opens as many uploads within an hour as it may, no matter who asks at once, and no more', async () => {
    const laboratory = await aLaboratory('hasty', { uploadsPerHour: 3 })
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => opened(laboratory)))
    const refused = results.flatMap(result => (result.status === 'rejected' ? [result.reason] : []))
    expect(refused).toHaveLength(3)
    for (const reason of refused) {
      expect(reason).toMatchObject({ code: 'RATE_LIMITED', retryable: true, details: { maximum: 3 } })
      expect(reason.details.retryAfterSeconds).toBeGreaterThan(3500)
      expect(reason.details.retryAfterSeconds).toBeLessThanOrEqual(3600)
    }
    await expect(opened(await aLaboratory('patient', { uploadsPerHour: 3 }))).resolves.toMatchObject({ state: 'OPEN' })
    await database.owner.em.getConnection().execute(`update upload set created_at = created_at - interval '1 hour'`)
    await expect(opened(laboratory)).resolves.toMatchObject({ state: 'OPEN' })
  })

  it('a repeated request counts once', async () => {
    const { actor, patientId, usecases } = await aLaboratory('repeating', { uploadsPerHour: 1 })
    const input = anUpload(patientId)
    const first = await usecases.createUpload(actor, input)
    expect((await usecases.createUpload(actor, input)).id).toBe(first.id)
  })

  it('keeps as many bytes as it may, to the byte, and nothing of what was one too many', async () => {
    const laboratory = await aLaboratory('full', { uploadsStoredBytes: 10 })
    await send(laboratory, (await opened(laboratory)).id, 'six by')
    const beyond = await opened(laboratory)
    await expect(send(laboratory, beyond.id, 'fives')).rejects.toMatchObject({
      code: 'QUOTA_EXCEEDED',
      retryable: false,
    })
    expect(readdirSync(open.uploadsFolder).filter(name => name.startsWith(beyond.id))).toEqual([])
    await expect(send(laboratory, beyond.id, 'four')).resolves.toMatchObject({ state: 'RECEIVED' })
    await expect(send(laboratory, beyond.id, 'four')).resolves.toMatchObject({ state: 'RECEIVED' })
    const another = await opened(laboratory)
    const announced = { bytes: chunksOf('x'), declared: { sizeBytes: 1 } }
    await expect(laboratory.usecases.receiveUpload(laboratory.actor, another.id, announced)).rejects.toMatchObject({
      code: 'QUOTA_EXCEEDED',
    })
  })

  it('receives as many at once as it may, and the next as soon as one has ended', async () => {
    const laboratory = await aLaboratory('busy', { uploadsAtOnce: 2 })
    let finish = () => {}
    const finished = new Promise<void>(done => {
      finish = done
    })
    async function* slowly() {
      yield Buffer.from('slow')
      await finished
    }
    const uploads = await Promise.all([opened(laboratory), opened(laboratory), opened(laboratory)])
    const [first, second, third] = uploads.map(({ id }) => id)
    const { actor, usecases } = laboratory
    const running = [first, second].map(id =>
      usecases.receiveUpload(actor, id ?? '', { bytes: slowly(), declared: {} }),
    )
    await expect.poll(() => readdirSync(open.uploadsFolder).filter(name => name.startsWith('staging-')).length).toBe(2)
    await expect(send(laboratory, third ?? '', 'third')).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    finish()
    await Promise.all(running)
    await expect(send(laboratory, third ?? '', 'third')).resolves.toMatchObject({ state: 'RECEIVED' })
  })
})
