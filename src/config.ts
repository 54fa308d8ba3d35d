import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'

import { environment } from './environment.js'
import type { Environment, Issuer } from './environment.js'

/** The only reader of the environment: what its settings mean for this program. */

export interface Config {
  readonly mode: 'development' | 'production'
  readonly host: string
  readonly port: number
  /** Absent: nobody watches. */
  readonly metrics?: { readonly host: string; readonly port: number }
  /** Somebody in front of us ends TLS. */
  readonly isBehindTls: boolean
  readonly trustedProxies: readonly string[]
  /** Where clients reach us; absent: where we listen. */
  readonly publicUrl?: string
  readonly allowedOrigins: readonly string[]
  readonly playground: boolean
  /** Names of settings in the environment that print statements or switch checks off. */
  readonly loosening: readonly string[]
  /** Absent: the embedded PostgreSQL below `home`. */
  readonly databaseUrl?: string
  /** Absolute; what a run leaves behind. */
  readonly home: string
  /** Absolute; absent outside development when none was named, and then nothing that is encrypted can be opened. */
  readonly keyFile?: { readonly path: string; /** May be made when it does not exist. */ readonly make: boolean }
  /** Folder of the installed package: `data/`, `migrations/` and `dist/` are below it. */
  readonly root: string
  /** Absolute; current release first. */
  readonly knowledgePaths: readonly string[]
  /** False: `withoutUnreviewed` is applied to every release. */
  readonly curatorKnowledge: boolean
  /** Of the licensed map from SNOMED CT to ICD-10-CM. */
  readonly conditionMapPath?: string
  readonly logLevel: string
  /** Seed the demonstration organisation; only on the embedded database. */
  readonly demo: boolean
  readonly version: string
  readonly auth: {
    readonly mode: 'dev' | 'oidc'
    readonly issuers: readonly Issuer[]
    readonly tokenBytes: number
    readonly tokenAgeSeconds: number
    readonly skewSeconds: number
    readonly keys: {
      /** Age at which an issuer's keys are fetched again. */
      readonly refreshMilliseconds: number
      /** Between two fetches that an unknown key causes. */
      readonly refetchMilliseconds: number
      /** How long they stay good while the issuer cannot be reached. */
      readonly keptMilliseconds: number
    }
  }
  readonly upload: {
    readonly bytes: number
    readonly idleMilliseconds: number
    readonly totalMilliseconds: number
    readonly slowestBytesPerSecond: number
    readonly slowestWindowMilliseconds: number
    readonly openMilliseconds: number
    readonly orphanMilliseconds: number
    /** Of one organisation. */
    readonly perHour: number
    readonly atOnce: number
    readonly storedBytes: number
  }
  readonly file: {
    readonly decompressedBytes: number
    readonly ratio: number
    readonly headerBytes: number
    readonly headerLines: number
    readonly lineBytes: number
    readonly samples: number
    readonly alternates: number
    readonly diagnostics: number
  }
  readonly parse: { readonly wallMilliseconds: number; readonly heapMegabytes: number }
  readonly quality: {
    readonly requirePass: boolean
    readonly minimumGenotypeQuality?: number
    readonly minimumDepth?: number
  }
  readonly worker: {
    readonly concurrency: number
    readonly perOrganisation: number
    readonly leaseMilliseconds: number
    readonly renewMilliseconds: number
    /** Wait before the second, third … try of a file whose reader died; beyond the last the file is refused. */
    readonly backoffMilliseconds: readonly number[]
    /** Claims of one file, by whatever they ended, after which it is refused. */
    readonly attempts: number
    readonly shutdownMilliseconds: number
  }
  readonly http: {
    readonly jsonBodyBytes: number
    /** Of a FHIR bundle. */
    readonly bundleBytes: number
    readonly urlBytes: number
    readonly headerBytes: number
    readonly headerMilliseconds: number
    /** Until the whole request is there; bytes of an upload have their own. */
    readonly requestMilliseconds: number
    readonly sockets: number
    readonly socketsPerClient: number
    readonly responseBytes: number
    readonly executionMilliseconds: number
  }
  readonly rates: {
    readonly requestsPerMinute: number
    readonly pointsPerMinute: number
    /** Of one address, without a token that is good. */
    readonly anonymousPerMinute: number
  }
  readonly subscriptions: {
    readonly perActor: number
    readonly perProcess: number
    /** A reader who takes nothing for so long is let go. */
    readonly stallMilliseconds: number
    /** How often the membership of whoever follows is read again while nothing happens. */
    readonly membershipMilliseconds: number
  }
  readonly query: {
    readonly tokens: number
    readonly depth: number
    readonly aliases: number
    readonly rootFields: number
    readonly mutations: number
    readonly directives: number
    readonly fragments: number
    readonly cost: number
    readonly variablesBytes: number
    readonly validationErrors: number
    readonly coercionErrors: number
  }
  readonly pool: {
    readonly api: number
    readonly worker: number
    readonly queue: number
    readonly waitMilliseconds: number
  }
  readonly idempotencyMilliseconds: number
  /** How long what one person proposed waits for a second. */
  readonly proposalMilliseconds: number
  /** Wait before the second, third … try to tell of broken glass. */
  readonly noticeBackoffMilliseconds: readonly number[]
  /** Where broken glass is told; absent: only to privacy officers who follow it or read the list. */
  readonly privacyWebhook?: { readonly url: string; /** Absolute. */ readonly secretFile: string }
  readonly audit: {
    /** Absent: that of the service. */
    readonly databaseUrl?: string
    /** Signs the seals; absolute. */
    readonly keyFile: string
    /** The newest seal, outside the database; absolute. */
    readonly sealFile: string
    readonly sealMilliseconds: number
    /** Rows of one seal. */
    readonly sealRows: number
    /** Refused sign-ins that get a row each; what is beyond is counted in one row a minute. */
    readonly signInRowsPerMinute: number
    /** Absent: that of the service. */
    readonly retentionDatabaseUrl?: string
    readonly keepYears: number
    /** Seals that are removed in one transaction. */
    readonly pruneSeals: number
  }
}

/** What the operating system calls a fault of the configuration (EX_CONFIG): no use in starting again. */
const EXIT_CONFIG = 78

/** One line per setting that cannot be used. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly exitCode: number

  constructor(
    readonly problems: readonly string[],
    mode: Config['mode'],
  ) {
    super(problems.join('\n'))
    this.exitCode = mode === 'production' ? EXIT_CONFIG : 1
  }
}

/** Settings of Node and of libraries that print statements or switch checks off. */
const LOOSENING = /^(MIKRO_ORM_.*|DEBUG|NODE_DEBUG|NODE_TLS_REJECT_UNAUTHORIZED)$/

/** Names starting with `SEXTANT_` that mean nothing here: a misspelt limit would silently be its default. */
export function unknownSettings(env: NodeJS.ProcessEnv): readonly string[] {
  return Object.keys(env)
    .filter(name => name.startsWith('SEXTANT_') && !(name in environment.shape))
    .toSorted()
}

export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const problems = unknownSettings(env).map(name => `${name}: no such setting`)
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(given)
  if (!parsed.success) problems.push(...parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`))
  if (parsed.success && parsed.data.AUTH_MODE === 'oidc' && parsed.data.OIDC_ISSUERS.length === 0)
    problems.push('OIDC_ISSUERS: AUTH_MODE=oidc needs at least one issuer')
  if (!isTogether(env, 'SEXTANT_PRIVACY_WEBHOOK', 'SEXTANT_PRIVACY_WEBHOOK_SECRET_FILE'))
    problems.push('SEXTANT_PRIVACY_WEBHOOK: needs SEXTANT_PRIVACY_WEBHOOK_SECRET_FILE, and the other way round')
  if (!parsed.success || problems.length > 0)
    throw new ConfigError(problems, env['SEXTANT_MODE'] === 'production' ? 'production' : 'development')
  return toConfig(
    parsed.data,
    Object.keys(given)
      .filter(name => LOOSENING.test(name))
      .toSorted(),
  )
}

function isTogether(env: NodeJS.ProcessEnv, one: string, other: string): boolean {
  return ((env[one] ?? '') === '') === ((env[other] ?? '') === '')
}

function toConfig(env: Environment, loosening: readonly string[]): Config {
  const root = packageRoot()
  return {
    mode: env.SEXTANT_MODE,
    host: env.HOST,
    port: env.PORT,
    metrics: env.METRICS_PORT === undefined ? undefined : { host: env.METRICS_HOST, port: env.METRICS_PORT },
    isBehindTls: env.TLS_TERMINATED === 'proxy',
    trustedProxies: env.TRUSTED_PROXIES,
    publicUrl: env.PUBLIC_URL?.replace(/\/+$/, ''),
    allowedOrigins: env.ALLOWED_ORIGINS.map(url => new URL(url).origin),
    loosening,
    playground: env.SEXTANT_PLAYGROUND ?? env.SEXTANT_MODE === 'development',
    databaseUrl: env.DATABASE_URL,
    home: resolve(env.SEXTANT_HOME),
    keyFile: keyFileOf(env),
    root,
    knowledgePaths: env.KNOWLEDGE_PATHS.split(':').map(path => resolve(root, path)),
    curatorKnowledge: env.SEXTANT_CURATOR_KNOWLEDGE,
    conditionMapPath: env.SEXTANT_CONDITION_MAP,
    logLevel: env.LOG_LEVEL,
    demo: env.SEXTANT_DEMO,
    version: packageVersion(root),
    auth: {
      mode: env.AUTH_MODE,
      issuers: env.OIDC_ISSUERS,
      tokenBytes: env.SEXTANT_TOKEN_BYTES,
      tokenAgeSeconds: env.SEXTANT_TOKEN_AGE_HOURS * 3600,
      skewSeconds: env.SEXTANT_TOKEN_SKEW_SECONDS,
      keys: {
        refreshMilliseconds: env.SEXTANT_KEYS_REFRESH_SECONDS * 1000,
        refetchMilliseconds: env.SEXTANT_KEYS_REFETCH_SECONDS * 1000,
        keptMilliseconds: env.SEXTANT_KEYS_KEPT_HOURS * 3_600_000,
      },
    },
    upload: {
      bytes: env.SEXTANT_UPLOAD_BYTES,
      idleMilliseconds: env.SEXTANT_UPLOAD_IDLE_SECONDS * 1000,
      totalMilliseconds: env.SEXTANT_UPLOAD_TOTAL_SECONDS * 1000,
      slowestBytesPerSecond: env.SEXTANT_UPLOAD_SLOWEST_BYTES_PER_SECOND,
      slowestWindowMilliseconds: env.SEXTANT_UPLOAD_SLOWEST_WINDOW_SECONDS * 1000,
      openMilliseconds: env.SEXTANT_UPLOAD_OPEN_HOURS * 3_600_000,
      orphanMilliseconds: env.SEXTANT_UPLOAD_ORPHAN_HOURS * 3_600_000,
      perHour: env.SEXTANT_UPLOADS_PER_HOUR,
      atOnce: env.SEXTANT_UPLOADS_AT_ONCE,
      storedBytes: env.SEXTANT_UPLOADS_STORED_BYTES,
    },
    file: {
      decompressedBytes: env.SEXTANT_FILE_DECOMPRESSED_BYTES,
      ratio: env.SEXTANT_FILE_RATIO,
      headerBytes: env.SEXTANT_FILE_HEADER_BYTES,
      headerLines: env.SEXTANT_FILE_HEADER_LINES,
      lineBytes: env.SEXTANT_FILE_LINE_BYTES,
      samples: env.SEXTANT_FILE_SAMPLES,
      alternates: env.SEXTANT_FILE_ALTERNATES,
      diagnostics: env.SEXTANT_FILE_DIAGNOSTICS,
    },
    parse: {
      wallMilliseconds: env.SEXTANT_PARSE_SECONDS * 1000,
      heapMegabytes: env.SEXTANT_PARSE_HEAP_MEGABYTES,
    },
    quality: {
      requirePass: env.SEXTANT_QUALITY_REQUIRE_PASS,
      minimumGenotypeQuality: env.SEXTANT_QUALITY_MINIMUM_GQ,
      minimumDepth: env.SEXTANT_QUALITY_MINIMUM_DP,
    },
    worker: {
      concurrency: env.SEXTANT_WORKER_CONCURRENCY,
      perOrganisation: env.SEXTANT_WORKER_PER_ORGANISATION,
      leaseMilliseconds: env.SEXTANT_WORKER_LEASE_SECONDS * 1000,
      renewMilliseconds: env.SEXTANT_WORKER_RENEW_SECONDS * 1000,
      backoffMilliseconds: env.SEXTANT_WORKER_BACKOFF_SECONDS.map(value => value * 1000),
      attempts: env.SEXTANT_WORKER_ATTEMPTS,
      shutdownMilliseconds: env.SEXTANT_SHUTDOWN_SECONDS * 1000,
    },
    http: {
      jsonBodyBytes: env.SEXTANT_JSON_BODY_BYTES,
      bundleBytes: env.SEXTANT_BUNDLE_BYTES,
      urlBytes: env.SEXTANT_URL_BYTES,
      headerBytes: env.SEXTANT_HEADER_BYTES,
      headerMilliseconds: env.SEXTANT_HEADER_SECONDS * 1000,
      requestMilliseconds: env.SEXTANT_REQUEST_SECONDS * 1000,
      sockets: env.SEXTANT_SOCKETS,
      socketsPerClient: env.SEXTANT_SOCKETS_PER_CLIENT,
      responseBytes: env.SEXTANT_RESPONSE_BYTES,
      executionMilliseconds: env.SEXTANT_EXECUTION_SECONDS * 1000,
    },
    rates: {
      requestsPerMinute: env.SEXTANT_REQUESTS_PER_MINUTE,
      pointsPerMinute: env.SEXTANT_POINTS_PER_MINUTE,
      anonymousPerMinute: env.SEXTANT_ANONYMOUS_PER_MINUTE,
    },
    subscriptions: {
      perActor: env.SEXTANT_SUBSCRIPTIONS_PER_ACTOR,
      perProcess: env.SEXTANT_SUBSCRIPTIONS,
      stallMilliseconds: env.SEXTANT_SUBSCRIPTION_STALL_SECONDS * 1000,
      membershipMilliseconds: env.SEXTANT_SUBSCRIPTION_MEMBERSHIP_SECONDS * 1000,
    },
    query: {
      tokens: env.SEXTANT_QUERY_TOKENS,
      depth: env.SEXTANT_QUERY_DEPTH,
      aliases: env.SEXTANT_QUERY_ALIASES,
      rootFields: env.SEXTANT_QUERY_ROOT_FIELDS,
      mutations: env.SEXTANT_QUERY_MUTATIONS,
      directives: env.SEXTANT_QUERY_DIRECTIVES,
      fragments: env.SEXTANT_QUERY_FRAGMENTS,
      cost: env.SEXTANT_QUERY_COST,
      variablesBytes: env.SEXTANT_QUERY_VARIABLES_BYTES,
      validationErrors: env.SEXTANT_QUERY_VALIDATION_ERRORS,
      coercionErrors: env.SEXTANT_QUERY_COERCION_ERRORS,
    },
    pool: {
      api: env.SEXTANT_POOL_API,
      worker: env.SEXTANT_POOL_WORKER,
      queue: env.SEXTANT_POOL_QUEUE,
      waitMilliseconds: env.SEXTANT_POOL_WAIT_SECONDS * 1000,
    },
    idempotencyMilliseconds: env.SEXTANT_IDEMPOTENCY_HOURS * 3_600_000,
    proposalMilliseconds: env.SEXTANT_PROPOSAL_HOURS * 3_600_000,
    noticeBackoffMilliseconds: env.SEXTANT_PRIVACY_WEBHOOK_BACKOFF_SECONDS.map(value => value * 1000),
    privacyWebhook: privacyWebhookOf(env),
    audit: {
      databaseUrl: env.SEXTANT_AUDIT_DATABASE_URL,
      keyFile: resolve(env.SEXTANT_AUDIT_KEY_FILE ?? `${env.SEXTANT_HOME}/audit-key.pem`),
      sealFile: resolve(env.SEXTANT_HOME, 'audit-seal.json'),
      sealMilliseconds: env.SEXTANT_AUDIT_SEAL_SECONDS * 1000,
      sealRows: 1000,
      signInRowsPerMinute: env.SEXTANT_AUDIT_SIGN_INS_PER_MINUTE,
      retentionDatabaseUrl: env.SEXTANT_RETENTION_DATABASE_URL,
      keepYears: env.SEXTANT_AUDIT_KEEP_YEARS,
      pruneSeals: 200,
    },
  }
}

function privacyWebhookOf({
  SEXTANT_PRIVACY_WEBHOOK: url,
  SEXTANT_PRIVACY_WEBHOOK_SECRET_FILE: secretFile,
}: Environment): Config['privacyWebhook'] {
  return url === undefined || secretFile === undefined ? undefined : { url, secretFile: resolve(secretFile) }
}

function keyFileOf({ SEXTANT_KEY_FILE, SEXTANT_HOME, SEXTANT_MODE }: Environment): Config['keyFile'] {
  if (SEXTANT_KEY_FILE !== undefined) return { path: resolve(SEXTANT_KEY_FILE), make: false }
  return SEXTANT_MODE === 'development' ? { path: resolve(SEXTANT_HOME, 'keys.json'), make: true } : undefined
}

/** This file runs as `src/config.ts` (tests) and as `dist/src/config.js`: the package is the nearest package.json above. */
function packageRoot(): string {
  const here = import.meta.dirname
  return here.endsWith('/dist/src') ? resolve(here, '../..') : resolve(here, '..')
}

function packageVersion(root: string): string {
  const manifest = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')))
  return manifest.version
}
