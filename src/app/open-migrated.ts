import { ConfigError } from '../config.js'
import type { Config } from '../config.js'
import type { Database } from '../persistence/database.js'
import { migrateAt } from './migrate-at.js'

/** The service's pool, over a database at this version. */
export async function openMigrated({ pool, mode }: Config, url: string, connections: number): Promise<Database> {
  const [{ openDatabase }, { isUpToDate }, { MIGRATIONS }] = await Promise.all([
    import('../persistence/database.js'),
    import('../persistence/migrate.js'),
    import('../../migrations/all.js'),
  ])
  const open = () => openDatabase({ url, as: 'service', connections, waitMilliseconds: pool.waitMilliseconds })
  const database = await open()
  if (await isUpToDate(database, MIGRATIONS)) return database
  if (mode === 'production') {
    // A database that does not answer fails here, in its own words.
    await database.em
      .getConnection()
      .execute('select 1')
      .finally(() => database.close(true))
    throw new ConfigError(['database: is not at this version; run "sextant migrate" as its owner'], mode)
  }
  // A pool whose first connection met no such database or role would stay where it fell back to.
  await database.close(true)
  await migrateAt(url)
  return await open()
}
