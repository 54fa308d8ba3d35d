/** Remembers that it was opened until somebody has waited for it: no wake-up between two waits is missed. */
export interface Latch {
  readonly open: () => void
  /** Resolves when it is or becomes open, after the time, or when the signal ends it; then it is closed again. */
  opened(milliseconds: number, signal: AbortSignal): Promise<void>
}

export function createLatch(): Latch {
  let isOpen = false
  let waiting: (() => void) | undefined
  return {
    open() {
      isOpen = true
      waiting?.()
    },
    async opened(milliseconds, signal) {
      if (!isOpen && !signal.aborted)
        await new Promise<void>(resolve => {
          const timer = setTimeout(end, milliseconds)
          function end() {
            clearTimeout(timer)
            signal.removeEventListener('abort', end)
            waiting = undefined
            resolve()
          }
          waiting = end
          signal.addEventListener('abort', end, { once: true })
        })
      isOpen = false
    },
  }
}
