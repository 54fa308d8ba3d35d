import type { IncomingMessage } from 'node:http'
import { DomainError } from '../domain/errors.js'

export interface BodyPace {
  /** Longest silence. */
  readonly idleMilliseconds: number
  readonly totalMilliseconds: number
  /** Slowest accepted speed, on average over the window. */
  readonly slowestBytesPerSecond: number
  readonly slowestWindowMilliseconds: number
}

/**
 * The bytes of a request, one chunk at a time and only as fast as they are taken. A sender who stalls or trickles holds a
 * connection and a file for ever: beyond the limits the body ends with an error.
 */
export async function* boundedBody(request: IncomingMessage, pace: BodyPace): AsyncGenerator<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = request[Symbol.asyncIterator]()
  const end = Date.now() + pace.totalMilliseconds
  let windowStart = Date.now()
  let windowBytes = 0
  try {
    for (;;) {
      const wait = Math.min(pace.idleMilliseconds, end - Date.now())
      const next = await within(chunks.next(), wait)
      if (next.done === true) break
      windowBytes += next.value.byteLength
      const seen = Date.now() - windowStart
      if (seen >= pace.slowestWindowMilliseconds) {
        if ((windowBytes * 1000) / seen < pace.slowestBytesPerSecond) throw tooSlow()
        windowStart = Date.now()
        windowBytes = 0
      }
      yield next.value
    }
  } catch (error) {
    if (error instanceof DomainError) throw error
    throw new DomainError('BAD_USER_INPUT', 'The connection ended before the body did', {})
  }
  if (!request.complete) throw new DomainError('BAD_USER_INPUT', 'The connection ended before the body did', {})
}

async function within<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(tooSlow()), Math.max(0, milliseconds))
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

function tooSlow(): DomainError {
  return new DomainError('TIMEOUT', 'The body came too slowly', {}, true)
}
