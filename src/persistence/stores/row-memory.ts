/**
 * What was made of the rows that were asked for last: decrypting and checking a row takes longer than asking for it. The
 * database is asked each time. A row comes as one text that has everything in it that the result rests on, the wrapped key
 * among it, so that the result is the same as long as the text is, and a row that is gone or changed is not found here.
 */
export interface RowMemory<T> {
  of(text: string, make: (text: string) => T): T
}

/** Keeps so many, those that were used last. What cannot be read is tried again each time. */
export function createRowMemory<T>(most: number): RowMemory<T> {
  const kept = new Map<string, { readonly value: T }>()
  return {
    of(text, make) {
      const found = kept.get(text) ?? { value: make(text) }
      kept.delete(text)
      kept.set(text, found)
      const [oldest] = kept.keys()
      if (kept.size > most && oldest !== undefined) kept.delete(oldest)
      return found.value
    },
  }
}
