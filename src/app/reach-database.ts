import type { Config } from '../config.js'

/** A database server that answers, and how to let go of it. */
export interface ReachedDatabase {
  readonly url: string
  readonly stop: () => Promise<void>
}

/** The database server a configuration means: the given one, or the embedded one, started if it does not run. */
export async function reachDatabase(config: Config): Promise<ReachedDatabase> {
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, stop: async () => {} }
  const { startEmbeddedPostgres } = await import('../persistence/embedded/embedded-postgres.js')
  const server = await startEmbeddedPostgres({ folder: `${config.home}/postgres` })
  const url = new URL(server.url)
  url.pathname = '/sextant'
  return { url: url.href, stop: () => server.stop() }
}

/** For a command that needs the database server once. */
export async function withDatabaseServer<T>(config: Config, work: (url: string) => Promise<T>): Promise<T> {
  const server = await reachDatabase(config)
  try {
    return await work(server.url)
  } finally {
    await server.stop()
  }
}
