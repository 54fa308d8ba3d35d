import { once } from 'node:events'
import type { Response } from 'express'
import type { ExecutionResult } from 'graphql'

const KEEP_ALIVE_MILLISECONDS = 12_000

export interface StreamLimits {
  /** A reader who takes nothing for so long is let go, to connect again and begin with the present state. */
  readonly stallMilliseconds: number
  /** How often the membership of whoever follows is read again while nothing happens. */
  readonly membershipMilliseconds: number
}

/**
 * Sends events as a stream over plain HTTP (the distinct connections of the GraphQL over SSE protocol), with the same
 * bearer token as any request: what a socket gives, for clients that have none. It ends with the events, with the client,
 * or with the token. The next event is asked for when the last one was taken, so nothing piles up for a slow reader.
 */
export async function sendEventStream(
  response: Response,
  events: AsyncIterableIterator<ExecutionResult>,
  expiresAt: Date,
  { stallMilliseconds }: Pick<StreamLimits, 'stallMilliseconds'>,
): Promise<void> {
  response.status(200)
  response.set({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
  })
  response.flushHeaders()
  // Nothing more is read of the request; unread it would count as one whose body does not come.
  response.req.resume()
  const stop = () => void events.return?.()
  const keepAlive = setInterval(() => response.write(':\n\n'), KEEP_ALIVE_MILLISECONDS)
  const expiry = setTimeout(stop, Math.max(0, expiresAt.getTime() - Date.now()))
  response.once('close', stop)
  if (response.closed) stop()
  try {
    for await (const event of events) {
      if (response.write(`event: next\ndata: ${JSON.stringify(event)}\n\n`)) continue
      if (!(await drained(response, stallMilliseconds))) response.destroy()
    }
    response.write('event: complete\ndata:\n\n')
  } finally {
    clearInterval(keepAlive)
    clearTimeout(expiry)
    response.end()
  }
}

/** False when the reader took nothing until time was up. */
async function drained(response: Response, milliseconds: number): Promise<boolean> {
  const signal = AbortSignal.timeout(milliseconds)
  return await once(response, 'drain', { signal }).then(
    () => true,
    () => false,
  )
}
