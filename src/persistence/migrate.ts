import { openDatabase, SERVICE_ROLE } from './database.js'
import type { Database, NamedMigration } from './database.js'
import { migrateQueue, QUEUE_SCHEMA, queueVersion } from './queue.js'

/** Any number that nothing else in this database locks. */
const MIGRATION_LOCK = 7_150_419

/**
 * Brings tables, roles and queues to this version and returns the names of the migrations it ran; does nothing when they
 * are. Several processes may start at once: they wait for each other. Needs a login that may make tables and roles; a
 * login that is the service role itself (production) only looks.
 */
export async function migrateDatabase(url: string, migrations: readonly NamedMigration[]): Promise<readonly string[]> {
  const orm = await openDatabase({ url, as: 'owner', connections: 3, waitMilliseconds: 10_000, migrations })
  try {
    if (await isUpToDate(orm, migrations)) return []
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

interface Versions {
  readonly login: string
  readonly queue: string | null
  readonly migrated: boolean
}

/** Asked at every start, so it takes one connection and two statements; as the service may ask it, too. */
export async function isUpToDate(orm: Database, migrations: readonly NamedMigration[]): Promise<boolean> {
  const connection = orm.em.getConnection()
  const versions = await connection
    .execute<Versions[]>(
      `select session_user as login, to_regclass('public.mikro_orm_migrations') is not null as migrated,
         (select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = '${QUEUE_SCHEMA}') as queue`,
    )
    // No such database yet, or no server: what comes next finds out which.
    .catch(() => [])
  const [found] = versions
  if (found === undefined) return false
  const rows = found.migrated
    ? await connection.execute<{ name: string }[]>('select name from mikro_orm_migrations')
    : []
  const ran = new Set(rows.map(({ name }) => name))
  const missing = migrations.filter(({ name }) => !ran.has(name))
  const upToDate = missing.length === 0 && found.queue === queueVersion()
  if (!upToDate && found.login === SERVICE_ROLE)
    throw new Error('The database is not at this version, and this login may not migrate it: run "sextant migrate"')
  return upToDate
}
