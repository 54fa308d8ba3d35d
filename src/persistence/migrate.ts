import { openDatabase, SERVICE_ROLE } from './database.js'
import type { NamedMigration } from './database.js'
import { migrateQueue } from './queue.js'

/** Any number that nothing else in this database locks. */
const MIGRATION_LOCK = 7_150_419

/**
 * Brings tables, roles and queues to this version and returns the names of the migrations it ran. Several processes may
 * start at once: they wait for each other. Needs a login that may make tables and roles.
 */
export async function migrateDatabase(url: string, migrations: readonly NamedMigration[]): Promise<readonly string[]> {
  const orm = await openDatabase({ url, as: 'owner', connections: 3, waitMilliseconds: 10_000, migrations })
  try {
    await orm.schema.ensureDatabase()
    return await orm.em.fork().transactional(async em => {
      // This transaction only holds the lock; what it guards commits on other connections.
      await em.execute(`set local idle_in_transaction_session_timeout = 0`)
      await em.execute(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`)
      const done = await orm.migrator.up()
      await migrateQueue(url, sql => orm.em.fork().getConnection().execute(sql))
      return done.map(migration => migration.name)
    })
  } finally {
    await orm.close()
  }
}

/** True when the login is the service role itself (production): such a process never migrates, it only looks. */
export async function isServiceLogin(url: string): Promise<boolean> {
  const orm = await openDatabase({ url, as: 'owner', connections: 1, waitMilliseconds: 10_000 })
  try {
    const rows = await orm.em.getConnection().execute<{ login: string }[]>('select session_user as login')
    return rows[0]?.login === SERVICE_ROLE
  } finally {
    await orm.close()
  }
}
