import type { Request, Response } from 'express'
import { GraphQLError } from 'graphql'
import type { FormattedExecutionResult } from 'graphql'
import { DomainError } from '../domain/errors.js'
import type { ErrorCode } from '../domain/errors.js'
import { formatError } from './format-error.js'

const RESPONSE_JSON = 'application/graphql-response+json'

/** Before anything is executed the status tells, too; what is not listed is the request's own fault. */
const STATUS: Readonly<Partial<Record<ErrorCode, number>>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  RATE_LIMITED: 429,
  TIMEOUT: 503,
  SERVICE_UNAVAILABLE: 503,
}

/** Answers a request that does not get as far as execution, in the form GraphQL clients read. */
export function refuseRequest(request: Request, response: Response, error: unknown, requestId: string): void {
  if (response.headersSent) {
    response.end()
    return
  }
  const status = statusOf(error)
  if (status === 401) response.set('www-authenticate', 'Bearer')
  const retryAfter = error instanceof DomainError ? error.retryAfterSeconds : undefined
  if (retryAfter !== undefined) response.set('retry-after', String(retryAfter))
  response.status(status)
  sendResult(request, response, { errors: [formatError(error, requestId)] })
}

/** In the media type that the client reads. */
export function sendResult(request: Request, response: Response, result: FormattedExecutionResult): void {
  response.type(request.headers.accept?.includes(RESPONSE_JSON) === true ? RESPONSE_JSON : 'application/json')
  response.send(JSON.stringify(result))
}

export function statusOfRefusal(error: DomainError): number {
  return STATUS[error.code] ?? 400
}

function statusOf(error: unknown): number {
  if (error instanceof DomainError) return statusOfRefusal(error)
  return error instanceof GraphQLError ? 400 : 500
}
