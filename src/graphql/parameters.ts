import type { Request } from 'express'
import { DomainError } from '../domain/errors.js'

/** What a client asks, as it came: nothing is checked yet. */
export interface Parameters {
  readonly query?: unknown
  readonly operationName?: string | null
  readonly variables?: Readonly<Record<string, unknown>> | null
}

/** The parameters of a request: in the body of a `POST`, in the address of a `GET`. */
export function parametersOf(request: Request): Parameters {
  if (request.method !== 'GET') return objectOr(request.body)
  const { variables, ...others } = request.query
  return { ...others, variables: typeof variables === 'string' ? objectOr(parsed(variables)) : undefined }
}

function objectOr(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw new DomainError('BAD_USER_INPUT', 'variables must be JSON', {})
  }
}

/** The client prefers a stream of events to one answer. */
export function wantsEvents(request: Request): boolean {
  return request.accepts(['application/json', 'text/event-stream']) === 'text/event-stream'
}
