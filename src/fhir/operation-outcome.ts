import type { OperationOutcome, OperationOutcomeIssue } from 'fhir/r4.js'
import type { DomainError, ErrorCode } from '../domain/errors.js'

/** The one table of FHIR's issue types; a code without a row does not compile. */
export const FHIR_ISSUE = {
  BAD_USER_INPUT: 'invalid',
  INVALID_VCF: 'structure',
  UNSUPPORTED_ASSEMBLY: 'not-supported',
  BUILD_MISMATCH: 'invalid',
  UNKNOWN_SAMPLE: 'not-found',
  TOO_LARGE: 'too-long',
  UNKNOWN_DRUG: 'code-invalid',
  UNKNOWN_GENE: 'code-invalid',
  UNKNOWN_RELEASE: 'not-found',
  NOT_FOUND: 'not-found',
  CONFLICT: 'conflict',
  UNAUTHENTICATED: 'login',
  FORBIDDEN: 'forbidden',
  QUERY_TOO_COMPLEX: 'too-costly',
  PAYLOAD_TOO_LARGE: 'too-long',
  UNSUPPORTED_MEDIA_TYPE: 'not-supported',
  RATE_LIMITED: 'throttled',
  QUOTA_EXCEEDED: 'too-costly',
  IDEMPOTENCY_KEY_REUSED: 'conflict',
  CONSENT_REQUIRED: 'suppressed',
  TIMEOUT: 'timeout',
  SERVICE_UNAVAILABLE: 'transient',
  PROCESSING_FAILED: 'exception',
} as const satisfies Record<ErrorCode, OperationOutcomeIssue['code']>

/** System of the codes of this service. */
export const OUR_CODES = 'urn:sextant:codes'

/** One thing to say, as FHIR says it. */
export function outcomeIssue(
  severity: OperationOutcomeIssue['severity'],
  type: OperationOutcomeIssue['code'],
  code: string,
  text: string,
  more: { readonly expression?: string; readonly diagnostics?: string } = {},
): OperationOutcomeIssue {
  const { expression, diagnostics } = more
  return {
    severity,
    code: type,
    details: { coding: [{ system: OUR_CODES, code }], text },
    ...(diagnostics === undefined ? {} : { diagnostics }),
    ...(expression === undefined ? {} : { expression: [expression] }),
  }
}

/** A failure in FHIR's form; undefined is a bug, about which there is nothing to tell. */
export function failureOutcome(failure: DomainError | undefined, requestId: string): OperationOutcome {
  const type = failure === undefined ? 'exception' : FHIR_ISSUE[failure.code]
  const code = failure?.code ?? 'INTERNAL_SERVER_ERROR'
  const message = failure?.message ?? 'Internal server error'
  const issue = outcomeIssue('error', type, code, message, { diagnostics: `request ${requestId}` })
  return { resourceType: 'OperationOutcome', issue: [issue] }
}
