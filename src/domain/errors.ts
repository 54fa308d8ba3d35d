/**
 * Failures, as opposed to unknowns. An unknown (not called, no guideline, indeterminate) is a value with a type;
 * a failure is thrown as a `DomainError` with one of these codes. Messages and details hold ids, positions and
 * codes, never a name or a genotype: they must be safe in a log.
 */
export const ERROR_CODES = [
  'BAD_USER_INPUT',
  'INVALID_VCF',
  'UNSUPPORTED_ASSEMBLY',
  'BUILD_MISMATCH',
  'UNKNOWN_SAMPLE',
  'TOO_LARGE',
  'UNKNOWN_DRUG',
  'UNKNOWN_GENE',
  'UNKNOWN_RELEASE',
  'NOT_FOUND',
  'CONFLICT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'QUERY_TOO_COMPLEX',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'RATE_LIMITED',
  'QUOTA_EXCEEDED',
  'IDEMPOTENCY_KEY_REUSED',
  'CONSENT_REQUIRED',
  'TIMEOUT',
  'SERVICE_UNAVAILABLE',
  'PROCESSING_FAILED',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

const RETRYABLE: ReadonlySet<ErrorCode> = new Set(['RATE_LIMITED', 'TIMEOUT', 'SERVICE_UNAVAILABLE'])

export class DomainError extends Error {
  override readonly name = 'DomainError'
  readonly retryable: boolean

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    retryable?: boolean,
  ) {
    super(message)
    this.retryable = retryable ?? RETRYABLE.has(code)
  }

  /** How long to wait before the same is worth asking again, where that is known. */
  get retryAfterSeconds(): number | undefined {
    const { retryAfterSeconds } = this.details
    return typeof retryAfterSeconds === 'number' ? retryAfterSeconds : undefined
  }
}
