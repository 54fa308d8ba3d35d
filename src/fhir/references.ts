import { type Json, jsonAt, listAt, textAt } from './json.js'

/** What references in a bundle lead to: by full URL, and by type and id. */
export type BundleIndex = ReadonlyMap<string, Json>

export function indexBundle(entries: readonly Json[]): BundleIndex {
  const index = new Map<string, Json>()
  for (const entry of entries) {
    const resource = jsonAt(entry, 'resource')
    if (resource === undefined) continue
    for (const name of namesOf(entry, resource)) if (!index.has(name)) index.set(name, resource)
  }
  return index
}

/** Names under which a resource of the bundle is referred to. */
export function namesOf(entry: Json, resource: Json): readonly string[] {
  const fullUrl = textAt(entry, 'fullUrl')
  const relative = relativeName(resource)
  return [...(fullUrl === undefined ? [] : [withoutVersion(fullUrl)]), ...(relative === undefined ? [] : [relative])]
}

export function relativeName(resource: Json): string | undefined {
  const type = textAt(resource, 'resourceType')
  const id = textAt(resource, 'id')
  return type === undefined || id === undefined ? undefined : `${type}/${id}`
}

export function referenceOf(reference: Json | undefined): string | undefined {
  const text = textAt(reference, 'reference')
  return text === undefined ? undefined : withoutVersion(text)
}

/** Contained resources belong to the one that holds them. */
export function resolverOf(resource: Json, index: BundleIndex): (reference: Json | undefined) => Json | undefined {
  let contained: ReadonlyMap<string, Json> | undefined
  return reference => {
    const name = referenceOf(reference)
    if (name === undefined) return undefined
    if (!name.startsWith('#')) return index.get(name)
    contained ??= containedIn(resource)
    return contained.get(name.slice(1))
  }
}

/** By id; of two with one id the first counts. */
function containedIn(resource: Json): ReadonlyMap<string, Json> {
  const named = listAt(resource, 'contained').flatMap(each => {
    const id = textAt(each, 'id')
    return id === undefined ? [] : [[id, each] as const]
  })
  return new Map(named.toReversed())
}

function withoutVersion(reference: string): string {
  return reference.replace(/\/_history\/.*$/, '')
}
