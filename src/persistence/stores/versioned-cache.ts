import { lastUsed } from '../../domain/last-used.js'

/**
 * What was made of the rows that were asked for last, where making it takes longer than everything else that a question does.
 * Nothing is answered from here without asking the database first: a row has to be visible to the asking organisation, and
 * unchanged.
 */
export interface VersionedCache<T> {
  get(id: string, version: string): T | undefined
  put(id: string, version: string, value: T): void
}

/** Keeps so many, those that were used last. */
export function createVersionedCache<T>(most: number): VersionedCache<T> {
  const kept = lastUsed<string, { readonly version: string; readonly value: T }>(most)
  return {
    get(id, version) {
      const found = kept.get(id)
      return found?.version === version ? found.value : undefined
    },
    put: (id, version, value) => kept.set(id, { version, value }),
  }
}
