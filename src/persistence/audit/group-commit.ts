import { setTimeout as sleep } from 'node:timers/promises'

/** What waits to be written with the next statement, and who waits for it. */
interface Waiting<T> {
  readonly rows: readonly T[]
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

/**
 * Writes the rows of many requests with few statements: while one statement is on its way, whoever comes waits and goes
 * with the next, which begins at the earliest `spaceMilliseconds` after the one before: each costs a write to the disk,
 * however many rows it brings. Everybody's promise resolves when their own rows are durable, and not before.
 */
export function groupCommit<T>(
  insert: (rows: readonly T[]) => Promise<void>,
  most: number,
  spaceMilliseconds: number,
): (rows: readonly T[]) => Promise<void> {
  const queue: Waiting<T>[] = []
  let running = false
  let begun = -Infinity

  async function drain(): Promise<void> {
    running = true
    try {
      while (queue.length > 0) {
        const early = begun + spaceMilliseconds - performance.now()
        if (early > 0) await sleep(early)
        begun = performance.now()
        await writeTogether(nextGroup(queue, most))
      }
    } finally {
      running = false
    }
  }

  async function writeTogether(group: readonly Waiting<T>[]): Promise<void> {
    try {
      await insert(group.flatMap(({ rows }) => rows))
      for (const { done } of group) done()
    } catch (error) {
      const [only, ...others] = group
      if (others.length === 0) return only?.failed(error)
      // Nobody's answer fails for a row of somebody else's.
      for (const each of group) await writeTogether([each])
    }
  }

  return async rows => {
    if (rows.length === 0) return
    await new Promise<void>((done, failed) => {
      queue.push({ rows, done, failed })
      if (!running) void drain()
    })
  }
}

/** At least one request, and as many more as fit. */
function nextGroup<T>(queue: Waiting<T>[], most: number): readonly Waiting<T>[] {
  let count = 0
  const fits = queue.findIndex(({ rows }) => (count += rows.length) > most)
  return queue.splice(0, fits === -1 ? queue.length : Math.max(1, fits))
}
