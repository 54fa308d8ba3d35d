import type { Database } from './database.js'
import { AUDITOR_ROLE, RETENTION_ROLE, SERVICE_ROLE } from './database.js'

/** Owns the one function that erases a patient whom two persons agreed on; nobody acts as it. */
const ERASER_ROLE = 'sextant_eraser'

interface Found {
  readonly login: string
  readonly superuser: boolean
  readonly bypasses: boolean
  readonly creates: boolean
  readonly owned: number
  readonly others: readonly string[]
  readonly seals: boolean
  readonly forgets: boolean
  readonly erases: boolean
  readonly local: boolean
  readonly encrypted: boolean
  readonly checksums: string
  readonly fsync: string
  readonly fullPageWrites: string
  readonly synchronousCommit: string
  readonly statements: string
  readonly parameters: string
  readonly slowStatements: string
  readonly slowParameters: string
}

export interface ProductionFaults {
  /** Each forbids to serve. */
  readonly faults: readonly string[]
  /** To be known, no more. */
  readonly warnings: readonly string[]
}

/**
 * What a database must not be when real people's data lie in it (S16, S24, S40, S50): reached by a login with rights of
 * its own, over a connection that others can read, forgetful in a crash, or writing statements with their values to its log.
 */
export async function findProductionFaults(database: Database): Promise<ProductionFaults> {
  const [found] = await database.em.getConnection().execute<Found[]>(
    `select session_user as login, l.rolsuper as superuser, l.rolbypassrls as bypasses, l.rolcreaterole or l.rolcreatedb as creates,
       (select count(*)::int from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relowner = l.oid and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')) as owned,
       (select coalesce(json_agg(o.rolname order by o.rolname), '[]') from pg_auth_members m join pg_roles o on o.oid = m.roleid
         where m.member = l.oid and (o.rolsuper or o.rolbypassrls or exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where c.relowner = o.oid and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')))) as others,
       pg_has_role(session_user, '${AUDITOR_ROLE}', 'member') as seals,
       pg_has_role(session_user, '${RETENTION_ROLE}', 'member') as forgets,
       pg_has_role(session_user, '${ERASER_ROLE}', 'member') as erases,
       inet_client_addr() is null or inet_client_addr() <<= '127.0.0.0/8' or inet_client_addr() = '::1' as local,
       coalesce((select s.ssl from pg_stat_ssl s where s.pid = pg_backend_pid()), false) as encrypted,
       current_setting('data_checksums') as checksums, current_setting('fsync') as fsync,
       current_setting('full_page_writes') as "fullPageWrites", current_setting('synchronous_commit') as "synchronousCommit",
       current_setting('log_statement') as statements, current_setting('log_parameter_max_length_on_error') as parameters,
       current_setting('log_min_duration_statement') as "slowStatements", current_setting('log_parameter_max_length') as "slowParameters"
     from pg_roles l where l.rolname = session_user`,
  )
  if (found === undefined) return { faults: ['database: the login does not exist'], warnings: [] }
  const { login, superuser, bypasses, creates, owned, others, local, encrypted } = found
  return {
    faults: [
      ...when(superuser, `login ${login} is a superuser`),
      ...when(bypasses, `login ${login} passes row-level security`),
      ...when(creates, `login ${login} may make roles or databases`),
      ...when(owned > 0, `login ${login} owns ${owned} tables; serve as a login that may only be ${SERVICE_ROLE}`),
      ...others.flatMap(other => when(true, `login ${login} may also be ${other}, which passes the walls`)),
      ...when(!found.seals, `login ${login} may not be ${AUDITOR_ROLE}, which seals the audit`),
      ...when(found.forgets, `login ${login} may be ${RETENTION_ROLE}, which removes the audit`),
      ...when(found.erases, `login ${login} may be ${ERASER_ROLE}, which removes what was recorded`),
      ...when(!local && !encrypted, 'the connection is not encrypted'),
      ...when(found.fsync !== 'on', 'fsync is off'),
      ...when(found.fullPageWrites !== 'on', 'full_page_writes is off'),
      ...when(found.synchronousCommit === 'off', 'synchronous_commit is off'),
      ...when(
        !['none', 'ddl'].includes(found.statements) || found.parameters !== '0',
        'log_statement must be none or ddl, and log_parameter_max_length_on_error 0: statements hold personal data',
      ),
      ...when(
        found.slowStatements !== '-1' && found.slowParameters !== '0',
        'slow statements are logged with their values: log_parameter_max_length must be 0',
      ),
    ],
    warnings: when(found.checksums !== 'on', 'data checksums are off'),
  }
}

function when(is: boolean, fault: string): readonly string[] {
  return is ? [`database: ${fault}`] : []
}
