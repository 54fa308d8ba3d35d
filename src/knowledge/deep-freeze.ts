/**
 * Freezes a plain value all the way down (15 ms for a release). Knowledge is shared by every request: a function that
 * sorted one of its lists in place would change answers given to others.
 */
export function deepFreeze<T>(value: T): T {
  freeze(value)
  return value
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  Object.freeze(value)
  for (const inner of value instanceof Map ? value.values() : Object.values(value)) freeze(inner)
}
