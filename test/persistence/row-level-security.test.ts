import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { uuidV7 } from '../../src/persistence/uuid-v7.js'
import { createUsecases } from '../../src/usecases/create-usecases.js'
import { visibilityOf } from '../../src/usecases/decide.js'
import type { Actor } from '../../src/usecases/records.js'
import { cloneDatabase } from '../support/clone-database.js'
import type { TestDatabase } from '../support/clone-database.js'
import { aKey, openTestPorts } from '../support/test-ports.js'
import type { TestPorts } from '../support/test-ports.js'

const CONNECTIONS = 3
/** `npm test` asks a tenth of what `npm run test:walls` asks. */
const REQUESTS = Number(process.env['WALL_REQUESTS'] ?? 200)

let database: TestDatabase
let open: TestPorts
let actors: readonly Actor[]

beforeAll(async () => {
  database = await cloneDatabase(CONNECTIONS)
  open = await openTestPorts(database)
  actors = await Promise.all(['one', 'two', 'three'].map(name => database.actor(name, ['LABORATORY_TECHNICIAN'])))
  const usecases = createUsecases(open.ports)
  for (const actor of actors)
    await usecases.createPatient(actor, { displayName: 'Same name', medicalRecordNumber: 'N', idempotencyKey: aKey() })
})

afterAll(async () => {
  await open.close()
  await database.drop()
})

const run = (sql: string, parameters: readonly string[] = []) =>
  database.service.em.getConnection().execute<{ organisation_id: string }[]>(sql, [...parameters])

/** By relations that everybody here has: only the wall keeps the organisations apart. */
function listed(actor: Actor | undefined) {
  if (actor === undefined) throw new Error('no such actor')
  const visibility = visibilityOf(actor, 'READ_PATIENT', new Date())
  return open.ports.transactions.run(actor.organisationId, unit => unit.patients.list({ first: 100 }, visibility))
}

describe('S16 the second wall', () => {
  it('shows every request its own organisation, however they interleave on few connections', async () => {
    const leaks = await Promise.all(
      Array.from({ length: REQUESTS }, async (_, index) => {
        const actor = actors[index % actors.length]
        const page = await listed(actor)
        return page.totalCount !== 1 || page.items.some(patient => patient.organisationId !== actor?.organisationId)
      }),
    )
    expect(leaks.filter(Boolean)).toEqual([])
  })

  it('shows nothing to a statement without an organisation', async () => {
    for (let index = 0; index < CONNECTIONS * 2; index += 1)
      expect(await run('select organisation_id from patient')).toEqual([])
  })

  it('would leak if the organisation were set for the session: the test sees leaks', async () => {
    const leaked = await cloneDatabase(1)
    try {
      const actor = await leaked.actor('one', [])
      const connection = leaked.service.em.getConnection()
      await leaked.owner.em
        .getConnection()
        .execute(`insert into patient (id, organisation_id, display_name, created_at) values (?, ?, 'P', now())`, [
          uuidV7(),
          actor.organisationId,
        ])
      await connection.execute(`select set_config('app.organisation', ?, false)`, [actor.organisationId])
      expect(await connection.execute('select 1 from patient')).toHaveLength(1)
    } finally {
      await leaked.drop()
    }
  })

  it('refuses to write a row into another organisation', async () => {
    const [one, two] = actors
    const add = open.ports.transactions.run(one?.organisationId ?? '', unit =>
      unit.patients.add({
        id: uuidV7(),
        organisationId: two?.organisationId ?? '',
        displayName: 'X',
        createdAt: new Date(),
      }),
    )
    await expect(add).rejects.toThrow(/row-level security/)
  })

  it('leaves no row of another organisation to update', async () => {
    const [one, two] = actors
    const foreign = await listed(two)
    const id = foreign.items[0]?.id ?? ''
    const changed = await open.ports.transactions.run(one?.organisationId ?? '', unit => unit.patients.find([id]))
    expect(id).not.toBe('')
    expect(changed).toEqual([])
  })

  it.each([
    'create table t ()',
    'drop table patient',
    'alter table patient disable row level security',
    'truncate upload',
  ])('gives the service no right to "%s"', async sql => {
    await expect(run(sql)).rejects.toThrow(/permission denied|must be owner/)
  })

  it('shows an actor only to themselves and to their organisations', async () => {
    const [one] = actors
    const seen = await open.ports.transactions.run(one?.organisationId ?? '', () => run('select id from actor'))
    // The transaction above is another connection's: without its setting there is nobody.
    expect(seen).toEqual([])
  })
})
