import { lastUsed } from '../../domain/last-used.js'

/**
 * What was made of the rows that were asked for last: decrypting and checking a row takes longer than asking for it. The
 * database is asked each time. A row comes as one text that has everything in it that the result rests on, the wrapped key
 * among it, so that the result is the same as long as the text is, and a row that is gone or changed is not found here.
 */
export interface RowMemory<T extends object> {
  of(text: string, make: (text: string) => T): T
}

/** Keeps so many, those that were used last. What cannot be read is tried again each time. */
export function createRowMemory<T extends object>(most: number): RowMemory<T> {
  const kept = lastUsed<string, T>(most)
  return {
    of(text, make) {
      const known = kept.get(text)
      if (known !== undefined) return known
      const made = make(text)
      kept.set(text, made)
      return made
    },
  }
}
