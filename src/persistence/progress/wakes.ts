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
