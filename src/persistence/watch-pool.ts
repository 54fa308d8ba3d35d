/** What we use of the driver's pool. */
export interface WaitedPool {
  connect: (...asked: readonly unknown[]) => unknown
}

/** Tells how long it took, each time, until a connection was free. */
export function watchPool(pool: WaitedPool, onWaited: (seconds: number) => void): void {
  const connect = pool.connect.bind(pool)
  pool.connect = (...asked) => {
    const started = performance.now()
    const connected = connect(...asked)
    if (connected instanceof Promise)
      connected.then(
        () => onWaited((performance.now() - started) / 1000),
        () => onWaited((performance.now() - started) / 1000),
      )
    return connected
  }
}
