import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'

/** The only reader of the environment. Every limit and period has its default here and its literal nowhere else. */

const seconds = (fallback: number) => z.coerce.number().positive().default(fallback)
const count = (fallback: number) => z.coerce.number().int().positive().default(fallback)
const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false', '1', '0', 'on', 'off'])
    .default(fallback ? 'true' : 'false')
    .transform(text => text === 'true' || text === '1' || text === 'on')

const issuer = z.strictObject({
  issuer: z.string().min(1),
  jwksUrl: z.url(),
  audience: z.string().min(1),
  /** `at+jwt` unless the issuer cannot set it. */
  type: z.string().default('at+jwt'),
})

const MEBIBYTE = 1024 * 1024

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(4000),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: z.string().optional(),
  KNOWLEDGE_PATHS: z.string().default('data'),
  /** Off: answers without rows that rest on a curator's memory and were compared with no source. */
  SEXTANT_CURATOR_KNOWLEDGE: flag(true),
  AUTH_MODE: z.enum(['dev', 'oidc']).default('dev'),
  /** JSON list of issuers. */
  OIDC_ISSUERS: z
    .string()
    .default('[]')
    .transform((text, context) => {
      const parsed = z.array(issuer).safeParse(parseJson(text))
      if (parsed.success) return parsed.data
      context.addIssue({ code: 'custom', message: 'must be a JSON list of {issuer, jwksUrl, audience}' })
      return z.NEVER
    }),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),

  SEXTANT_HOME: z.string().default('.sextant'),
  SEXTANT_DEMO: flag(true),

  SEXTANT_UPLOAD_BYTES: count(2 * 1024 * MEBIBYTE),
  SEXTANT_UPLOAD_IDLE_SECONDS: seconds(30),
  SEXTANT_UPLOAD_TOTAL_SECONDS: seconds(2 * 3600),
  SEXTANT_UPLOAD_SLOWEST_BYTES_PER_SECOND: count(16 * 1024),
  SEXTANT_UPLOAD_SLOWEST_WINDOW_SECONDS: seconds(60),
  SEXTANT_UPLOAD_OPEN_HOURS: seconds(24),
  SEXTANT_UPLOAD_ORPHAN_HOURS: seconds(24),

  SEXTANT_FILE_DECOMPRESSED_BYTES: count(20 * 1024 * MEBIBYTE),
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

  SEXTANT_JSON_BODY_BYTES: count(100 * 1024),
  SEXTANT_POOL_API: count(10),
  SEXTANT_POOL_WORKER: count(4),
  SEXTANT_POOL_QUEUE: count(3),
  SEXTANT_POOL_WAIT_SECONDS: seconds(2),
  SEXTANT_IDEMPOTENCY_HOURS: seconds(24),
  SEXTANT_TOKEN_BYTES: count(8 * 1024),
  SEXTANT_TOKEN_AGE_HOURS: seconds(24),
  SEXTANT_TOKEN_SKEW_SECONDS: seconds(30),
})

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
}

export interface Config {
  readonly host: string
  readonly port: number
  /** Absent: the embedded PostgreSQL below `home`. */
  readonly databaseUrl?: string
  /** Absolute; what a run leaves behind. */
  readonly home: string
  /** Folder of the installed package: `data/`, `migrations/` and `dist/` are below it. */
  readonly root: string
  /** Absolute; current release first. */
  readonly knowledgePaths: readonly string[]
  /** False: `withoutUnreviewed` is applied to every release. */
  readonly curatorKnowledge: boolean
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
  }
  readonly upload: {
    readonly bytes: number
    readonly idleMilliseconds: number
    readonly totalMilliseconds: number
    readonly slowestBytesPerSecond: number
    readonly slowestWindowMilliseconds: number
    readonly openMilliseconds: number
    readonly orphanMilliseconds: number
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
  readonly http: { readonly jsonBodyBytes: number }
  readonly pool: {
    readonly api: number
    readonly worker: number
    readonly queue: number
    readonly waitMilliseconds: number
  }
  readonly idempotencyMilliseconds: number
}

/** One line per setting that cannot be used. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'))
  }
}

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
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems)
  return toConfig(parsed.data)
}

function toConfig(env: z.infer<typeof environment>): Config {
  const root = packageRoot()
  return {
    host: env.HOST,
    port: env.PORT,
    databaseUrl: env.DATABASE_URL,
    home: resolve(env.SEXTANT_HOME),
    root,
    knowledgePaths: env.KNOWLEDGE_PATHS.split(':').map(path => resolve(root, path)),
    curatorKnowledge: env.SEXTANT_CURATOR_KNOWLEDGE,
    logLevel: env.LOG_LEVEL,
    demo: env.SEXTANT_DEMO,
    version: packageVersion(root),
    auth: {
      mode: env.AUTH_MODE,
      issuers: env.OIDC_ISSUERS,
      tokenBytes: env.SEXTANT_TOKEN_BYTES,
      tokenAgeSeconds: env.SEXTANT_TOKEN_AGE_HOURS * 3600,
      skewSeconds: env.SEXTANT_TOKEN_SKEW_SECONDS,
    },
    upload: {
      bytes: env.SEXTANT_UPLOAD_BYTES,
      idleMilliseconds: env.SEXTANT_UPLOAD_IDLE_SECONDS * 1000,
      totalMilliseconds: env.SEXTANT_UPLOAD_TOTAL_SECONDS * 1000,
      slowestBytesPerSecond: env.SEXTANT_UPLOAD_SLOWEST_BYTES_PER_SECOND,
      slowestWindowMilliseconds: env.SEXTANT_UPLOAD_SLOWEST_WINDOW_SECONDS * 1000,
      openMilliseconds: env.SEXTANT_UPLOAD_OPEN_HOURS * 3_600_000,
      orphanMilliseconds: env.SEXTANT_UPLOAD_ORPHAN_HOURS * 3_600_000,
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
    http: { jsonBodyBytes: env.SEXTANT_JSON_BODY_BYTES },
    pool: {
      api: env.SEXTANT_POOL_API,
      worker: env.SEXTANT_POOL_WORKER,
      queue: env.SEXTANT_POOL_QUEUE,
      waitMilliseconds: env.SEXTANT_POOL_WAIT_SECONDS * 1000,
    },
    idempotencyMilliseconds: env.SEXTANT_IDEMPOTENCY_HOURS * 3_600_000,
  }
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
