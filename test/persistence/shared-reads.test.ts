import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actAs } from '../../src/usecases/act-as.js'
import { createUsecases } from '../../src/usecases/create-usecases.js'
import type { Usecases } from '../../src/usecases/menu.js'
import type { UnitOfWork } from '../../src/usecases/ports.js'
import type { Actor } from '../../src/usecases/records.js'
import { cloneDatabase } from '../support/clone-database.js'
import type { TestDatabase } from '../support/clone-database.js'
import { aKey, openTestPorts } from '../support/test-ports.js'
import type { TestPorts } from '../support/test-ports.js'

let database: TestDatabase
let open: TestPorts
/** Another process on the same database. */
let elsewhere: TestPorts
let usecases: Usecases
let pharmacist: Actor

beforeAll(async () => {
  database = await cloneDatabase()
  open = await openTestPorts(database)
  elsewhere = await openTestPorts(database, { home: dirname(open.uploadsFolder) })
  usecases = createUsecases(open.ports)
  pharmacist = await database.actor('one', ['PHARMACIST'])
})
afterAll(async () => {
  await open.close()
  await elsewhere.close()
  await database.drop()
})

let requests = 0
const nextRequest = () => actAs(pharmacist, { id: `shared-${++requests}` })

/** Every patient's relations, as the transaction sees them. */
const relationsOf = (id: string) => async (unit: UnitOfWork) => (await unit.access.relations([id])).get(id)?.length

const patient = async () => {
  const { id } = await usecases.createPatient(nextRequest(), { displayName: 'Pat', idempotencyKey: aKey() })
  return id
}

const addRelation = (where: TestPorts, patientId: string) =>
  where.ports.transactions.run(pharmacist.organisationId, async unit => {
    const now = new Date()
    const relation = { id: where.ports.ids.next(), patientId, kind: 'TREATING', actorId: pharmacist.id } as const
    await unit.access.addRelation({ ...relation, classes: [], validFrom: now, recordedAt: now }, pharmacist.id)
  })

/** A read that goes on until it is let go, and what a second one finds meanwhile. */
async function during<T>(first: Actor, id: string, work: () => Promise<T>): Promise<T> {
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>()
  const { promise: begun, resolve: begins } = Promise.withResolvers<void>()
  const holding = open.ports.transactions.read(first, async unit => {
    await relationsOf(id)(unit)
    begins()
    await held
  })
  await begun
  try {
    return await work()
  } finally {
    letGo()
    await holding
  }
}

describe('reads of one request', () => {
  it('that come together see one state of the data; the next request sees what changed', async () => {
    const id = await patient()
    const request = nextRequest()
    const [same, next] = await during(request, id, async () => {
      await addRelation(elsewhere, id)
      const { transactions } = open.ports
      return [
        await transactions.read(request, relationsOf(id)),
        await transactions.read(nextRequest(), relationsOf(id)),
      ]
    })
    expect([same, next]).toEqual([1, 2])
  })

  it('see what was changed here, whatever else is still being read', async () => {
    const id = await patient()
    const request = nextRequest()
    const count = await during(request, id, async () => {
      await addRelation(open, id)
      return await open.ports.transactions.read(request, relationsOf(id))
    })
    expect(count).toBe(2)
  })

  it('that come later see what changed meanwhile', async () => {
    const id = await patient()
    const request = nextRequest()
    const { transactions } = open.ports
    expect(await transactions.read(request, relationsOf(id))).toBe(1)
    await addRelation(elsewhere, id)
    expect(await transactions.read(request, relationsOf(id))).toBe(2)
  })

  it('do not suffer from one that fails before or beside them', async () => {
    const id = await patient()
    const request = nextRequest()
    const { transactions } = open.ports
    const fail = async () => {
      const now = new Date()
      const relation = { id, patientId: id, kind: 'TREATING', classes: [], validFrom: now, recordedAt: now } as const
      const broken = transactions.read(request, unit => unit.access.addRelation(relation, pharmacist.id))
      await expect(broken).rejects.toThrow(/read-only/)
    }
    await fail()
    expect(await transactions.read(request, relationsOf(id))).toBe(1)
    const tries: (number | undefined)[] = []
    const counted = await transactions.read(request, async unit => {
      tries.push(await relationsOf(id)(unit))
      if (tries.length === 1) await fail()
      return await relationsOf(id)(unit)
    })
    expect(tries).toEqual([1, 1])
    expect(counted).toBe(1)
  })

  it('S16 are of one organisation, whatever else the request reads', async () => {
    const id = await patient()
    const request = nextRequest()
    const stranger = await database.actor('two', ['PHARMACIST'])
    const seen = await during(request, id, () =>
      open.ports.transactions.read(
        { organisationId: stranger.organisationId, request: request.request },
        relationsOf(id),
      ),
    )
    expect(seen).toBe(0)
  })
})

it('a history that is remembered here is read again once another process has added to it', async () => {
  const id = await patient()
  const there = createUsecases(elsewhere.ports)
  const known = async () => {
    const history = (await usecases.histories(nextRequest(), [id])).get(id)
    return history !== undefined && 'facts' in history ? history.facts.size : undefined
  }
  const counts = [await known(), await known()]
  const fact = { kind: 'MEDICATION', drug: { name: 'codeine' }, status: 'ACTIVE' } as const
  await there.recordHistory(nextRequest(), { patientId: id, facts: [{ fact }], idempotencyKey: aKey() })
  counts.push(await known(), await known())
  expect(counts).toEqual([0, 0, 1, 1])
})
