import { createLatch } from './latch.js'
import type { NoticeListener } from './notice-listener.js'

/** Yields at once, whenever something about the id was announced, and from time to time without that. */
export async function* wakes(
  listener: NoticeListener,
  id: string,
  lookMilliseconds: number,
  signal: AbortSignal,
): AsyncGenerator<void> {
  const latch = createLatch()
  const stop = await listener.listen(id, latch.open)
  try {
    while (!signal.aborted) {
      yield
      await latch.opened(lookMilliseconds, signal)
    }
  } finally {
    stop()
  }
}

/**
 * Organisations named by the notices of a channel, each once however often it was named meanwhile; undefined, for all of
 * them, at once, when notices may have been missed, and from time to time.
 */
export async function* namedOrganisations(
  listener: NoticeListener,
  channel: string,
  sweepMilliseconds: number,
  signal: AbortSignal,
): AsyncGenerator<string | undefined> {
  const latch = createLatch()
  const named = new Set<string>()
  const stop = await listener.listen(channel, organisationId => {
    if (organisationId !== undefined) named.add(organisationId)
    latch.open()
  })
  try {
    yield undefined
    while (!signal.aborted) {
      await latch.opened(sweepMilliseconds, signal)
      const organisations = [...named]
      named.clear()
      if (organisations.length === 0) yield undefined
      else yield* organisations
    }
  } finally {
    stop()
  }
}
