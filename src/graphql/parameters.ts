import { createHash } from 'node:crypto'
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

/** Which operation was asked, for the record: its name and what its document hashes to, never the document. */
export function operationOf({ query, operationName }: Parameters): { readonly name?: string; readonly hash?: string } {
  const name = /^[_A-Za-z]\w{0,63}$/.exec(typeof operationName === 'string' ? operationName : '')?.[0]
  const hash = typeof query === 'string' ? createHash('sha256').update(query).digest('hex') : undefined
  return { name, hash }
}
