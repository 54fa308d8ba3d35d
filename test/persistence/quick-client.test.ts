import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../src/persistence/database.js'
import type { Database } from '../../src/persistence/database.js'
import { rowsOf } from '../../src/persistence/statement.js'
import { cloneDatabase } from '../support/clone-database.js'
import type { TestDatabase } from '../support/clone-database.js'

let clone: TestDatabase
let database: Database
let organisationId: string

beforeAll(async () => {
  clone = await cloneDatabase(1)
  organisationId = (await clone.actor('quick', ['PHARMACIST'])).organisationId
  // One connection: whatever a transaction left behind, the next one would meet.
  database = await openDatabase({ url: clone.url, as: 'service', connections: 1, waitMilliseconds: 10_000 })
})

afterAll(async () => {
  await database.close(true)
  await clone.drop()
})

const SETTING = `select current_setting('app.organisation', true) as organisation, pg_current_xact_id_if_assigned() is null as unwritten`

async function begin(readOnly = false, organisation = organisationId) {
  const em = database.em.fork({ clear: true })
  em.setSessionContext({ variables: { 'app.organisation': organisation } })
  await em.begin({ readOnly })
  return em
}

const alone = (sql: string) => database.em.getConnection().execute<Record<string, unknown>[]>(sql)

describe('transactions that begin with their first statement', () => {
  it('S16 have their organisation from the first statement on, and nobody has it after them', async () => {
    const em = await begin()
    expect(await em.execute(SETTING)).toMatchObject([{ organisation: organisationId }])
    expect(await em.execute(SETTING)).toMatchObject([{ organisation: organisationId }])
    await em.commit()
    expect(await alone(SETTING)).toMatchObject([{ organisation: '' }])
  })

  it('travel with it: two texts in one go, and nothing is waited for before', async () => {
    const pool = await database.em.getConnection().getNativeClient()
    const client = await pool.connect()
    client.release()
    const sent = vi.spyOn(Object.getPrototypeOf(client), 'query')
    const em = await begin(true)
    expect(sent).not.toHaveBeenCalled()
    await em.execute(SETTING)
    expect(sent.mock.calls.map(([text]) => String(text).replace(/^commit; /, ''))).toEqual([
      `start transaction read only; set local app.organisation = '${organisationId}'`,
      SETTING,
    ])
    await em.commit()
    sent.mockRestore()
  })

  it('S16 have it also when it looks like something that must be quoted', async () => {
    const em = await begin(false, `o'); drop table patient; --`)
    expect(await em.execute(SETTING)).toMatchObject([{ organisation: `o'); drop table patient; --` }])
    await em.rollback()
    expect(await alone('select 1 as one from patient')).toEqual([])
  })

  it('are over when they were rolled back, before or after their first statement', async () => {
    await (await begin()).rollback()
    expect(await alone(SETTING)).toMatchObject([{ organisation: '' }])
    const em = await begin()
    await expect(em.execute('select 1 / 0')).rejects.toThrow(/division by zero/)
    await em.rollback()
    expect(await alone('select 1 as one')).toEqual([{ one: 1 }])
    expect(await alone(SETTING)).toMatchObject([{ organisation: '' }])
  })

  it('can be empty', async () => {
    await (await begin()).commit()
    await (await begin(true)).commit()
    expect(await alone(SETTING)).toMatchObject([{ organisation: '' }])
  })

  it('write nothing when they only read, and say so', async () => {
    const em = await begin(true)
    await expect(em.execute(`insert into audit_event (request_id) values ('x')`)).rejects.toThrow(/read-only/)
    await em.rollback()
  })

  it('that only read are followed by others on the same connection', async () => {
    for (let index = 0; index < 10; index += 1) {
      const em = await begin(true)
      expect(await em.execute(SETTING)).toMatchObject([{ organisation: organisationId }])
      await em.commit()
      expect(await alone(SETTING)).toMatchObject([{ organisation: '' }])
    }
  })

  it('that only read are over a moment later, also when nothing follows and when an empty one follows', async () => {
    const state = async () => {
      const [row] = await clone.owner.em.getConnection().execute<{ open: number }[]>(
        `select count(*)::int as open from pg_stat_activity
           where datname = current_database() and application_name = 'sextant-service' and xact_start is not null`,
      )
      return row?.open
    }
    for (const followed of [false, true]) {
      const em = await begin(true)
      await em.execute(SETTING)
      await em.commit()
      if (followed) await (await begin()).commit()
      await expect.poll(state, { interval: 5 }).toBe(0)
    }
    expect(await alone(SETTING)).toMatchObject([{ organisation: '' }])
  })

  it('S16 follow each other without ever sharing an organisation', async () => {
    const other = (await clone.actor('other', ['PHARMACIST'])).organisationId
    for (const organisation of [organisationId, other, organisationId, other]) {
      await (await begin(true, other)).commit()
      const em = await begin(true, organisation)
      expect(await em.execute(SETTING)).toMatchObject([{ organisation }])
      await em.commit()
      expect(await alone(SETTING)).toMatchObject([{ organisation: '' }])
    }
  })

  it('have committed what they wrote before anybody is told', async () => {
    const em = await begin()
    await em.execute(
      `insert into audit_event (request_id, roles, purpose, action, classes, outcome) values ('q', '{}', '', '', '{}', 'DENIED')`,
    )
    await em.commit()
    const [row] = await clone.owner.em
      .getConnection()
      .execute<{ count: number }[]>(`select count(*)::int as count from audit_event where request_id = 'q'`)
    expect(row?.count).toBe(1)
  })
})

it('statements that come again with other parameters are prepared once; what carries its own is of one question only', async () => {
  const prepared = `select statement from pg_prepared_statements where statement like 'select % as repeated' order by 1`
  for (let index = 0; index < 5; index += 1) {
    const rows = await rowsOf(database.em, 'select $1::int + 17 as repeated', [index])
    expect(rows).toEqual([{ repeated: 17 + index }])
    expect(await alone('select 17 as repeated')).toEqual([{ repeated: 17 }])
  }
  expect(await alone(prepared)).toEqual([{ statement: 'select $1::int + 17 as repeated' }])
})
