/**
 * Takes a field of a manifest as the format's description types it. A field of another shape fails its case: by a
 * comparison that does not hold, or by the error that the case ends with.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the type that the format gives
export function asStated<T>(value: unknown): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where manifests are believed
  return value as T
}
