import { Migrator } from '@mikro-orm/migrations'
import type { Migration } from '@mikro-orm/migrations'
import { MikroORM } from '@mikro-orm/postgresql'
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import { quicken } from './quick-client.js'
import { AUDIT_TABLES, ENTITIES } from './entities/entities.js'

/** A change of the schema; the name is what the database remembers. */
export interface NamedMigration {
  readonly name: string
  readonly class: new (...parameters: ConstructorParameters<typeof Migration>) => Migration
}

export const SERVICE_ROLE = 'sextant_service'

/** Reads and seals every organisation's audit rows, and nothing else. */
export const AUDITOR_ROLE = 'sextant_auditor'

/** Removes what is too old of the audit, and can remove nothing else; a job of its own, never the service. */
export const RETENTION_ROLE = 'sextant_retention'

export interface DatabaseOptions {
  readonly url: string
  /**
   * `service` acts as the role without rights of its own; `owner` migrates and makes organisations and actors; `auditor`
   * sees who touched whom, everywhere, and no patient; `retention` removes of that what is too old.
   */
  readonly as: 'service' | 'owner' | 'auditor' | 'retention'
  readonly connections: number
  readonly waitMilliseconds: number
  /** Oldest first; needed only to migrate. */
  readonly migrations?: readonly NamedMigration[]
}

export type Database = Awaited<ReturnType<typeof openDatabase>>

/** Opens a pool. No connection is made before the first statement. */
export async function openDatabase(options: DatabaseOptions) {
  return await MikroORM.init({
    clientUrl: options.url,
    entities: ENTITIES,
    extensions: [Migrator],
    pool: { min: 0, max: options.connections },
    driverOptions: {
      options: sessionSettings(options.as),
      ssl: tlsOf(options.url),
      connectionTimeoutMillis: options.waitMilliseconds,
      application_name: `sextant-${options.as}`,
      ...(options.as === 'service' ? { pipeline: true, onPoolCreated: quicken } : {}),
    },
    migrations: { migrationsList: [...(options.migrations ?? [])], snapshot: false, transactional: true },
    schemaGenerator: {
      // Composite foreign keys (S15) and the sign-in function are written in the migrations by hand.
      createForeignKeyConstraints: false,
      ignoreRoutines: true,
      // No entity could be allowed to change a row of the audit: it is written and read by statements of its own.
      skipTables: ['mikro_orm_migrations', ...AUDIT_TABLES],
    },
    ignoreUndefinedInQuery: true,
    debug: false,
    logger: () => {},
  })
}

/**
 * What the address says about TLS, which the ORM does not read from it (S24): `verify-full` and its root certificate.
 * Lesser modes are taken for it, as the queue's driver takes them; `disable` and silence mean none.
 */
export function tlsOf(url: string): ConnectionOptions | undefined {
  const { searchParams, hostname } = new URL(url)
  const mode = searchParams.get('sslmode') ?? 'disable'
  if (mode === 'disable') return undefined
  const read = (name: string) => {
    const path = searchParams.get(name)
    return path === null ? undefined : readFileSync(path, 'utf8')
  }
  return {
    rejectUnauthorized: mode !== 'no-verify',
    // Whose certificate it must be; an address is no name that TLS may ask for.
    ...(isIP(hostname) === 0 ? { servername: hostname } : { host: hostname }),
    ca: read('sslrootcert'),
    cert: read('sslcert'),
    key: read('sslkey'),
  }
}

/** Sent when a connection is made, so that no pooled connection ever acts as anybody else (S16, S40). */
function sessionSettings(as: DatabaseOptions['as']): string {
  // Parameters are ids and moments, for which no plan is better than another: one is made and kept. Nothing is asked that
  // would be worth compiling.
  const plans = ['plan_cache_mode=force_generic_plan', 'jit=off']
  const common = ['lock_timeout=3000', 'idle_in_transaction_session_timeout=30000', 'timezone=UTC', ...plans]
  const ofRole = {
    owner: [],
    service: [`role=${SERVICE_ROLE}`, 'statement_timeout=10000'],
    auditor: [`role=${AUDITOR_ROLE}`],
    retention: [`role=${RETENTION_ROLE}`],
  } as const
  const settings = [...ofRole[as], ...common]
  return settings.map(setting => `-c ${setting}`).join(' ')
}
