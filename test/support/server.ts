import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createToken } from '../../src/app/commands/create-token.js'
import { startServer } from '../../src/app/commands/start-server.js'
import type { RunningServer } from '../../src/cli/server-commands.js'
import { readConfig } from '../../src/config.js'
import type { Config } from '../../src/config.js'
import type { Role } from '../../src/usecases/records.js'
import { cloneDatabase } from './clone-database.js'
import type { TestDatabase } from './clone-database.js'

export interface TestServer {
  readonly url: string
  readonly config: Config
  readonly database: TestDatabase
  readonly running: RunningServer
  /** A development token of somebody with these roles; the organisation is made when it is new, and developers see only the one named "demo". */
  token(roles: readonly Role[], organisation?: string): Promise<string>
  graphql<T = Record<string, unknown>>(
    token: string | undefined,
    query: string,
    variables?: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<GraphqlAnswer<T>>
  stop(): Promise<void>
}

export interface GraphqlAnswer<T> {
  readonly status: number
  readonly data?: T
  readonly errors?: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

export interface TestServerOptions {
  readonly worker?: boolean
  /** Environment over the defaults ("SEXTANT_WORKER_LEASE_SECONDS": "1"). */
  readonly env?: Readonly<Record<string, string>>
}

/** The whole application on a clone of the migrated database, on a free port. */
export async function startTestServer({ worker = true, env = {} }: TestServerOptions = {}): Promise<TestServer> {
  const database = await cloneDatabase()
  const home = mkdtempSync(join(tmpdir(), 'sextant-home-'))
  const config = readConfig({ PORT: '0', DATABASE_URL: database.url, SEXTANT_HOME: home, LOG_LEVEL: 'silent', ...env })
  const running = await startServer(config, { worker })
  const { url } = running
  return {
    url,
    config,
    database,
    running,
    token: (roles, organisation = 'demo') => createToken(config, { roles, organisation, seconds: 3600 }),
    async graphql(token, query, variables, headers = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...headers,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ query, variables }),
      })
      return { status: response.status, ...(await response.json()) }
    },
    async stop() {
      await running.stop()
      await database.drop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
