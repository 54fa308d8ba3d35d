export type Given<T> = { readonly [K in keyof T]?: NonNullable<T[K]> }

/** What a client gave: an argument that is absent or null says nothing, and is left out. */
export function given<T extends object>(values: T): Given<T>
export function given(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined))
}
