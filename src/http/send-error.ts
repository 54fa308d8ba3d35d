import type { ErrorRequestHandler, Request, Response } from 'express'
import { DomainError } from '../domain/errors.js'
import type { ErrorCode } from '../domain/errors.js'
import { failureOutcome } from '../fhir/operation-outcome.js'
import { HTTP_STATUS } from './http-status.js'
import { leaveUnread } from './leave-unread.js'
import { faultOf } from './log.js'
import type { Log } from './log.js'
import type { RequestScope } from './request-scope.js'

export const FHIR_JSON = 'application/fhir+json; charset=utf-8'

/** Failures of reading a body, as the body parser names them. */
const BODY_CODES: Readonly<Record<string, ErrorCode>> = {
  'entity.parse.failed': 'BAD_USER_INPUT',
  'entity.too.large': 'PAYLOAD_TOO_LARGE',
  'encoding.unsupported': 'UNSUPPORTED_MEDIA_TYPE',
  'charset.unsupported': 'UNSUPPORTED_MEDIA_TYPE',
  'request.size.invalid': 'BAD_USER_INPUT',
  'request.aborted': 'BAD_USER_INPUT',
}

const BODY_MESSAGES: Readonly<Partial<Record<ErrorCode, string>>> = {
  BAD_USER_INPUT: 'The body is not JSON',
  PAYLOAD_TOO_LARGE: 'The body is too large',
  UNSUPPORTED_MEDIA_TYPE: 'The encoding of the body is not supported',
}

/**
 * The last word on every failure, in the form GraphQL clients know, on FHIR's addresses in FHIR's; ours because the
 * framework's own prints the body (S47).
 */
export function errorHandler(log: Log, scope: Pick<RequestScope, 'requestIdOf' | 'note'>): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const requestId = scope.requestIdOf(request)
    const failure = failureOf(error)
    scope.note(request, { codes: [failure?.code ?? 'INTERNAL_SERVER_ERROR'] })
    if (failure === undefined) log.error({ requestId, fault: faultOf(error) }, 'bug')
    if (response.headersSent) return next(error)
    if (!isOfFhir(request)) return sendFailure(response, failure, requestId)
    leaveUnread(request, response)
    sendFhirFailure(response, failure, requestId)
  }
}

/** What a client is told; undefined is a bug, about which there is nothing to tell. */
export function sendFailure(
  response: Response,
  failure: DomainError | undefined,
  requestId: string,
  status?: number,
): void {
  const code = failure?.code ?? 'INTERNAL_SERVER_ERROR'
  const extensions = { code, retryable: failure?.retryable ?? false, requestId }
  const details: Readonly<Record<string, unknown>> = failure?.details ?? {}
  beginFailure(response, failure, status).json({
    errors: [{ message: failure?.message ?? 'Internal server error', extensions: { ...extensions, details } }],
  })
}

/** The same for whoever speaks FHIR. */
export function sendFhirFailure(
  response: Response,
  failure: DomainError | undefined,
  requestId: string,
  status?: number,
): void {
  beginFailure(response, failure, status)
    .type(FHIR_JSON)
    .send(JSON.stringify(failureOutcome(failure, requestId)))
}

export function isOfFhir({ originalUrl }: Request): boolean {
  return /^\/fhir(?:[/?]|$)/i.test(originalUrl)
}

/** Status and headers, which are the same in every form. */
function beginFailure(response: Response, failure: DomainError | undefined, status: number | undefined): Response {
  if (failure?.code === 'UNAUTHENTICATED') response.set('www-authenticate', 'Bearer')
  if (failure?.code === 'SERVICE_UNAVAILABLE') response.set('retry-after', '5')
  const retryAfter = failure?.retryAfterSeconds
  if (retryAfter !== undefined) response.set('retry-after', String(retryAfter))
  return response.status(status ?? (failure === undefined ? 500 : HTTP_STATUS[failure.code]))
}

function failureOf(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined
  const code = typeof type === 'string' ? BODY_CODES[type] : undefined
  if (code !== undefined) return new DomainError(code, BODY_MESSAGES[code] ?? code, {})
  // A malformed address ("/%zz"), as the router says it.
  return error instanceof URIError ? new DomainError('BAD_USER_INPUT', 'The address is malformed', {}) : undefined
}
