import { expect, it } from 'vitest'
import { openDatabase } from '../../../src/persistence/database.js'
import { createNoticeListener } from '../../../src/persistence/progress/notice-listener.js'
import { cloneDatabase } from '../../support/clone-database.js'

it('S41 a connection that was lost is given back: the pool keeps its size, and closing ends', async () => {
  const own = await cloneDatabase()
  const database = await openDatabase({ url: own.url, as: 'service', connections: 1, waitMilliseconds: 1000 })
  const pool = await database.em.getConnection().getNativeClient()
  const listener = createNoticeListener(database)
  try {
    await listener.listen('somebody', () => {})
    expect(pool.totalCount).toBe(1)
    const [listening] = await own.owner.em
      .getConnection()
      .execute<{ pid: number }[]>(
        `select pid from pg_stat_activity where datname = current_database() and query like 'listen %'`,
      )
    await own.owner.em.getConnection().execute(`select pg_terminate_backend(${listening?.pid ?? 0})`)
    await expect.poll(() => pool.totalCount, { interval: 5 }).toBe(0)
    // The one place of the pool is free for whoever comes next.
    expect(await database.em.getConnection().execute('select 1 as one')).toEqual([{ one: 1 }])
  } finally {
    listener.close()
    await database.close(true)
    await own.drop()
  }
})
