export interface LastUsed<Key, Value> {
  get(key: Key): Value | undefined
  set(key: Key, value: Value): void
}

/** A map that keeps so many entries, those that were asked for or set last. */
export function lastUsed<Key, Value>(most: number): LastUsed<Key, Value> {
  const kept = new Map<Key, Value>()
  function set(key: Key, value: Value): void {
    kept.delete(key)
    kept.set(key, value)
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
  }
  return {
    get(key) {
      const value = kept.get(key)
      if (value !== undefined) set(key, value)
      return value
    },
    set,
  }
}
