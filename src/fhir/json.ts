/** What another system sent is read part by part; a part of another shape than FHIR's is as if it were not there. */
export type Json = Readonly<Record<string, unknown>>

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function jsonAt(json: Json | undefined, name: string): Json | undefined {
  const value = valueAt(json, name)
  return isJson(value) ? value : undefined
}

export function listAt(json: Json | undefined, name: string): readonly Json[] {
  const value = valueAt(json, name)
  return Array.isArray(value) ? value.filter(isJson) : []
}

export function textAt(json: Json | undefined, name: string): string | undefined {
  const value = valueAt(json, name)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

export function numberAt(json: Json | undefined, name: string): number | undefined {
  const value = valueAt(json, name)
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** True when something stands there, whatever its shape. */
export function isThere(json: Json, name: string): boolean {
  const value = valueAt(json, name)
  return value !== undefined && value !== null
}

function valueAt(json: Json | undefined, name: string): unknown {
  return json !== undefined && Object.hasOwn(json, name) ? json[name] : undefined
}
