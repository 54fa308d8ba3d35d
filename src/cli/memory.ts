/** What rendered fragments may hold before the store starts over; a cohort's frequent ones are back at once. */
const MOST_BYTES = 64 * 1024 * 1024

/** Remembers by number or text, and forgets everything when it has grown too large. */
export function createMemory<Value>(
  sizeOf: (value: Value) => number,
  mostBytes = MOST_BYTES,
): (key: number | string, make: () => Value) => Value {
  const values = new Map<number | string, Value>()
  let bytes = 0
  return (key, make) => {
    const known = values.get(key)
    if (known !== undefined) return known
    const value = make()
    bytes += sizeOf(value)
    if (bytes > mostBytes) {
      values.clear()
      bytes = sizeOf(value)
    }
    values.set(key, value)
    return value
  }
}
