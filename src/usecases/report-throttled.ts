const INTERVAL_MILLISECONDS = 250

export interface ThrottledReport<T> {
  /** Reports this state, or a newer one, within the interval. */
  soon(state: T): void
  /** Reports the last state and waits for it. */
  done(): Promise<void>
}

/** Reports states one at a time and not too often; those in between are skipped. A failed report is no failure of the work. */
export function reportThrottled<T>(report: (state: T) => Promise<void>): ThrottledReport<T> {
  let waiting: { readonly state: T } | undefined
  let last = 0
  let running = Promise.resolve()

  function flush(): Promise<void> {
    const next = waiting
    waiting = undefined
    if (next === undefined) return running
    last = Date.now()
    running = running.then(() => report(next.state)).catch(() => {})
    return running
  }

  return {
    soon(state) {
      waiting = { state }
      if (Date.now() - last >= INTERVAL_MILLISECONDS) void flush()
    },
    done: flush,
  }
}
