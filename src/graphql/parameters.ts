import type { Request } from 'express'

/** What a client asks, as it came: nothing is checked yet. */
export interface Parameters {
  readonly query?: unknown
  readonly operationName?: string | null
  readonly variables?: Readonly<Record<string, unknown>> | null
}

/** The parameters of a request: in the body of a `POST`, in the address of a `GET`. */
export function parametersOf(request: Request): Parameters {
  const source: unknown = request.method === 'GET' ? request.query : request.body
  return typeof source === 'object' && source !== null ? source : {}
}

/** The client prefers a stream of events to one answer. */
export function wantsEvents(request: Request): boolean {
  return request.accepts(['application/json', 'text/event-stream']) === 'text/event-stream'
}
