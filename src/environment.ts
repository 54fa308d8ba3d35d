import { z } from 'zod'

/** Somebody whose tokens are believed. */
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

/** Every setting by its name in the environment, checked, with its default: limits and periods that can be set stand here alone. */
export const environment = z.object({
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

export type Environment = z.infer<typeof environment>

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
