import type { Config } from './config.js'

/** What the process finds around itself before it serves. */
export interface ProcessFacts {
  /** Keys made for local development lie in its home. */
  readonly hasDevelopmentKeys: boolean
  /** A debugger may attach. */
  readonly isDebugged: boolean
  /** The process was started without `--disable-proto=delete`. */
  readonly hasProto: boolean
}

/** The issuer of local development, whose key anybody makes for themselves. */
const DEVELOPMENT_ISSUER = 'urn:sextant:dev'

/** Passwords that stand in examples. */
const DEFAULT_PASSWORDS: ReadonlySet<string> = new Set([
  'postgres',
  'password',
  'sextant',
  'secret',
  'changeme',
  'admin',
  'test',
])

/**
 * Why a service may not start in production (S24, S43, S62, §16): one line each, none when it may. What only the database
 * can tell is asked there (`findProductionFaults`).
 */
export function productionProblems(config: Config, facts: ProcessFacts): readonly string[] {
  const { auth, host, isBehindTls, playground, loosening } = config
  return [
    ...when(auth.mode === 'dev', 'AUTH_MODE: the development issuer is not for production; configure OIDC_ISSUERS'),
    ...auth.issuers.flatMap(issuerProblems),
    ...when(facts.hasDevelopmentKeys, 'SEXTANT_HOME: holds keys made for development; remove them or use another home'),
    ...databaseProblems(config.databaseUrl),
    ...when(
      config.audit.retentionDatabaseUrl !== undefined,
      'SEXTANT_RETENTION_DATABASE_URL: is for "sextant audit prune" alone; a service must not be able to remove the audit',
    ),
    ...when(config.keyFile === undefined, 'SEXTANT_KEY_FILE: names no file with keys for encryption'),
    ...when(
      !isBehindTls && !isLoopback(host),
      'HOST: plain HTTP outside loopback; put a proxy in front that ends TLS and set TLS_TERMINATED=proxy',
    ),
    ...when(
      config.metrics !== undefined && !isBehindTls && !isLoopback(config.metrics.host),
      'METRICS_HOST: plain HTTP outside loopback; keep metrics on loopback, or set TLS_TERMINATED=proxy',
    ),
    ...when(playground, 'SEXTANT_PLAYGROUND: the playground is not for production'),
    ...loosening.map(name => `${name}: prints statements or switches checks off; unset it`),
    ...when(facts.isDebugged, 'a debugger may attach to this process; start it without --inspect'),
    ...when(facts.hasProto, 'this process was not started with --disable-proto=delete'),
  ]
}

function issuerProblems({ issuer, jwksUrl }: Config['auth']['issuers'][number]): readonly string[] {
  const url = new URL(jwksUrl)
  return [
    ...when(issuer === DEVELOPMENT_ISSUER, 'OIDC_ISSUERS: contains the development issuer'),
    ...when(
      url.protocol !== 'https:' && !isLoopback(url.hostname),
      'OIDC_ISSUERS: keys that are fetched without TLS are anybody’s keys; jwksUrl must be https',
    ),
  ]
}

function databaseProblems(databaseUrl: string | undefined): readonly string[] {
  if (databaseUrl === undefined) return ['DATABASE_URL: the embedded database is not for production']
  if (!URL.canParse(databaseUrl)) return ['DATABASE_URL: not an address']
  const url = new URL(databaseUrl)
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname)
  const isLocal = host === '' || host.startsWith('/') || isLoopback(host)
  const password = decodeURIComponent(url.password)
  const isDefault =
    DEFAULT_PASSWORDS.has(password) || (password !== '' && password === decodeURIComponent(url.username))
  return [
    ...when(
      password === '' && host !== '' && !host.startsWith('/') && !url.searchParams.has('sslcert'),
      'DATABASE_URL: has no password',
    ),
    ...when(isDefault, 'DATABASE_URL: has a password that stands in examples'),
    ...when(
      !isLocal && url.searchParams.get('sslmode') !== 'verify-full',
      'DATABASE_URL: needs sslmode=verify-full, because the database is on another machine',
    ),
  ]
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

function when(is: boolean, problem: string): readonly string[] {
  return is ? [problem] : []
}
