import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'

/** The only reader of the environment. Every limit and period has its default here and its literal nowhere else. */

const seconds = (fallback: number) => z.coerce.number().positive().default(fallback)
const count = (fallback: number) => z.coerce.number().int().positive().default(fallback)
const onOff = z.enum(['true', 'false', '1', '0', 'on', 'off'])
const isOn = (text: string) => text === 'true' || text === '1' || text === 'on'
const flag = (fallback: boolean) => onOff.default(fallback ? 'true' : 'false').transform(isOn)

const issuer = z.strictObject({
  issuer: z.string().min(1),
  jwksUrl: z.url(),
  audience: z.string().min(1),
  /** `at+jwt` unless the issuer cannot set it. */
  type: z.string().default('at+jwt'),
  /** Values of `acr`, or in `amr`, that mean a strong sign-in; with either, or with an age, broken glass needs one. */
  strongAcr: z.array(z.string().min(1)).default([]),
  strongAmr: z.array(z.string().min(1)).default([]),
  /** How long ago it may be (`auth_time`). */
  strongMaxAgeSeconds: z.number().int().positive().optional(),
})

const KIBIBYTE = 1024
const MEBIBYTE = 1024 * KIBIBYTE
const GIBIBYTE = 1024 * MEBIBYTE

const STRONG_SECONDS = 15 * 60

function toIssuer({ strongAcr: acr, strongAmr: amr, strongMaxAgeSeconds, ...rest }: z.infer<typeof issuer>): Issuer {
  if (acr.length === 0 && amr.length === 0 && strongMaxAgeSeconds === undefined) return rest
  return { ...rest, strong: { acr, amr, maxAgeSeconds: strongMaxAgeSeconds ?? STRONG_SECONDS } }
}

/** Texts between commas. */
const list = z
  .string()
  .default('')
  .transform(text =>
    text
      .split(',')
      .map(part => part.trim())
      .filter(part => part !== ''),
  )

const environment = z.object({
  /** Production refuses to start with what is only good for development (`production.ts` has the list). */
  SEXTANT_MODE: z.enum(['development', 'production']).default('development'),
  PORT: z.coerce.number().int().min(0).max(65535).default(4000),
  HOST: z.string().default('127.0.0.1'),
  /** Where `/metrics` is served, for whoever watches this process; absent: nowhere. 0 takes any port that is free. */
  METRICS_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  METRICS_HOST: z.string().default('127.0.0.1'),
  /** Says that somebody in front of us ends TLS; without it nothing but loopback is served in production. */
  TLS_TERMINATED: z.enum(['proxy']).optional(),
  /** Addresses and networks ("10.0.0.0/8") whose word about a client's address is believed. */
  TRUSTED_PROXIES: list.pipe(
    z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], 'must be addresses or networks')),
  ),
  /** Where clients reach us, when that is not where we listen ("https://sextant.example.org"). */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Origins of other pages that may open a socket. */
  ALLOWED_ORIGINS: list.pipe(z.array(z.url({ protocol: /^https?$/ }))),
  DATABASE_URL: z.string().optional(),
  KNOWLEDGE_PATHS: z.string().default('data'),
  /** Off: answers without rows that rest on a curator's memory and were compared with no source. */
  SEXTANT_CURATOR_KNOWLEDGE: flag(true),
  /** File of the licensed map from SNOMED CT to ICD-10-CM; without it conditions in SNOMED CT are not considered. */
  SEXTANT_CONDITION_MAP: z.string().optional(),
  AUTH_MODE: z.enum(['dev', 'oidc']).default('dev'),
  /** JSON list of issuers. */
  OIDC_ISSUERS: z
    .string()
    .default('[]')
    .transform((text, context) => {
      const parsed = z.array(issuer).safeParse(parseJson(text))
      if (parsed.success) return parsed.data.map(toIssuer)
      context.addIssue({ code: 'custom', message: 'must be a JSON list of {issuer, jwksUrl, audience}' })
      return z.NEVER
    }),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),

  SEXTANT_HOME: z.string().default('.sextant'),
  /** Keys that wrap the keys of patients; in development one is made below the home when none is named. */
  SEXTANT_KEY_FILE: z.string().optional(),
  SEXTANT_DEMO: flag(true),
  /** By default on in development and off in production. */
  SEXTANT_PLAYGROUND: onOff.transform(isOn).optional(),

  SEXTANT_UPLOAD_BYTES: count(2 * GIBIBYTE),
  SEXTANT_UPLOAD_IDLE_SECONDS: seconds(30),
  SEXTANT_UPLOAD_TOTAL_SECONDS: seconds(2 * 3600),
  SEXTANT_UPLOAD_SLOWEST_BYTES_PER_SECOND: count(16 * KIBIBYTE),
  SEXTANT_UPLOAD_SLOWEST_WINDOW_SECONDS: seconds(60),
  SEXTANT_UPLOAD_OPEN_HOURS: seconds(24),
  SEXTANT_UPLOAD_ORPHAN_HOURS: seconds(24),
  SEXTANT_UPLOADS_PER_HOUR: count(60),
  SEXTANT_UPLOADS_AT_ONCE: count(5),
  SEXTANT_UPLOADS_STORED_BYTES: count(50 * GIBIBYTE),

  SEXTANT_FILE_DECOMPRESSED_BYTES: count(20 * GIBIBYTE),
  SEXTANT_FILE_RATIO: count(200),
  SEXTANT_FILE_HEADER_BYTES: count(10 * MEBIBYTE),
  SEXTANT_FILE_HEADER_LINES: count(20_000),
  SEXTANT_FILE_LINE_BYTES: count(16 * MEBIBYTE),
  SEXTANT_FILE_SAMPLES: count(10_000),
  SEXTANT_FILE_ALTERNATES: count(100),
  SEXTANT_FILE_DIAGNOSTICS: count(1000),
  SEXTANT_PARSE_SECONDS: seconds(30 * 60),
  SEXTANT_PARSE_HEAP_MEGABYTES: count(512),

  SEXTANT_QUALITY_REQUIRE_PASS: flag(false),
  SEXTANT_QUALITY_MINIMUM_GQ: z.coerce.number().nonnegative().optional(),
  SEXTANT_QUALITY_MINIMUM_DP: z.coerce.number().nonnegative().optional(),

  SEXTANT_WORKER_CONCURRENCY: count(2),
  SEXTANT_WORKER_PER_ORGANISATION: count(2),
  SEXTANT_WORKER_LEASE_SECONDS: seconds(60),
  SEXTANT_WORKER_RENEW_SECONDS: seconds(15),
  SEXTANT_WORKER_BACKOFF_SECONDS: z
    .string()
    .default('0,30,300')
    .transform(text => text.split(',').map(Number))
    .pipe(z.array(z.number().nonnegative()).nonempty()),
  SEXTANT_WORKER_ATTEMPTS: count(20),
  SEXTANT_SHUTDOWN_SECONDS: seconds(25),

  SEXTANT_JSON_BODY_BYTES: count(100 * KIBIBYTE),
  SEXTANT_BUNDLE_BYTES: count(5 * MEBIBYTE),
  SEXTANT_URL_BYTES: count(8 * KIBIBYTE),
  SEXTANT_HEADER_BYTES: count(16 * KIBIBYTE),
  SEXTANT_HEADER_SECONDS: seconds(10),
  SEXTANT_REQUEST_SECONDS: seconds(30),
  SEXTANT_SOCKETS: count(2000),
  SEXTANT_SOCKETS_PER_CLIENT: count(100),
  SEXTANT_RESPONSE_BYTES: count(4 * MEBIBYTE),
  SEXTANT_EXECUTION_SECONDS: seconds(8),
  SEXTANT_REQUESTS_PER_MINUTE: count(600),
  SEXTANT_POINTS_PER_MINUTE: count(60_000),
  SEXTANT_ANONYMOUS_PER_MINUTE: count(60),
  SEXTANT_SUBSCRIPTIONS_PER_ACTOR: count(5),
  SEXTANT_SUBSCRIPTIONS: count(2000),
  SEXTANT_SUBSCRIPTION_STALL_SECONDS: seconds(30),
  SEXTANT_SUBSCRIPTION_MEMBERSHIP_SECONDS: seconds(60).pipe(z.number().max(60)),

  SEXTANT_QUERY_TOKENS: count(2000),
  SEXTANT_QUERY_DEPTH: count(12),
  SEXTANT_QUERY_ALIASES: count(30),
  SEXTANT_QUERY_ROOT_FIELDS: count(10),
  SEXTANT_QUERY_MUTATIONS: count(5),
  SEXTANT_QUERY_DIRECTIVES: count(20),
  SEXTANT_QUERY_FRAGMENTS: count(50),
  SEXTANT_QUERY_COST: count(5000),
  SEXTANT_QUERY_VARIABLES_BYTES: count(64 * KIBIBYTE),
  SEXTANT_QUERY_VALIDATION_ERRORS: count(5),
  SEXTANT_QUERY_COERCION_ERRORS: count(10),

  SEXTANT_POOL_API: count(10),
  SEXTANT_POOL_WORKER: count(4),
  SEXTANT_POOL_QUEUE: count(3),
  SEXTANT_POOL_WAIT_SECONDS: seconds(2),
  SEXTANT_IDEMPOTENCY_HOURS: seconds(24),
  /** How long what one person proposed waits for a second. */
  SEXTANT_PROPOSAL_HOURS: seconds(72),
  SEXTANT_TOKEN_BYTES: count(8 * KIBIBYTE),
  /** A login that may act as the auditor, where that of DATABASE_URL may not. */
  SEXTANT_AUDIT_DATABASE_URL: z.string().optional(),
  /** Absent: below SEXTANT_HOME. Servers of one database share it. */
  SEXTANT_AUDIT_KEY_FILE: z.string().optional(),
  /** A login that may remove what is too old of the audit; only for `sextant audit prune`, never given to a service. */
  SEXTANT_RETENTION_DATABASE_URL: z.string().optional(),
  SEXTANT_AUDIT_KEEP_YEARS: z.coerce.number().int().min(6, 'the audit is kept for 6 years or longer').default(6),
  SEXTANT_AUDIT_SEAL_SECONDS: seconds(5),
  SEXTANT_AUDIT_SIGN_INS_PER_MINUTE: count(60),
  /** Address that is told of broken glass, to wire to mail or a pager. */
  SEXTANT_PRIVACY_WEBHOOK: z
    .url({ protocol: /^https?$/ })
    .refine(isPrivate, 'must be https')
    .optional(),
  /** File with the secret that signs what is sent there ("whsec_" and 24 to 64 bytes in base64). */
  SEXTANT_PRIVACY_WEBHOOK_SECRET_FILE: z.string().optional(),
  SEXTANT_PRIVACY_WEBHOOK_BACKOFF_SECONDS: z
    .string()
    .default('10,60,300,1800,3600')
    .transform(text => text.split(',').map(Number))
    .pipe(z.array(z.number().positive()).nonempty()),
  SEXTANT_TOKEN_AGE_HOURS: seconds(24),
  SEXTANT_TOKEN_SKEW_SECONDS: seconds(30),
  SEXTANT_KEYS_REFRESH_SECONDS: seconds(600),
  SEXTANT_KEYS_REFETCH_SECONDS: seconds(30),
  SEXTANT_KEYS_KEPT_HOURS: seconds(24),
})

/** Only a relay on this machine is reached in clear. */
function isPrivate(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export interface Issuer {
  readonly issuer: string
  readonly jwksUrl: string
  readonly audience: string
  readonly type: string
  /** What it says of a strong sign-in, which broken glass then needs; absent: it is not asked. */
  readonly strong?: {
    readonly acr: readonly string[]
    readonly amr: readonly string[]
    readonly maxAgeSeconds: number
  }
}

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

function toConfig(env: z.infer<typeof environment>, loosening: readonly string[]): Config {
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
      sealRows: 5000,
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
}: z.infer<typeof environment>): Config['privacyWebhook'] {
  return url === undefined || secretFile === undefined ? undefined : { url, secretFile: resolve(secretFile) }
}

function keyFileOf({ SEXTANT_KEY_FILE, SEXTANT_HOME, SEXTANT_MODE }: z.infer<typeof environment>): Config['keyFile'] {
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
