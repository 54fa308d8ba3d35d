import type { RecordedFact } from './recorded-fact.js'

/**
 * The facts that somebody may see who may not see the specially protected ones. A correction and what it corrects are
 * protected together: half of them would say something else, and hint at the rest.
 */
export function unrestrictedFacts(facts: readonly RecordedFact[]): readonly RecordedFact[] {
  const hidden = new Set(facts.filter(({ restricted }) => restricted).map(({ id }) => id))
  if (hidden.size === 0) return facts
  const linked = new Map<string, string[]>()
  const link = (from: string, to: string) => linked.set(from, [...(linked.get(from) ?? []), to])
  for (const { id, supersedes } of facts) {
    if (supersedes === undefined) continue
    link(id, supersedes)
    link(supersedes, id)
  }
  // A set hands out what is added to it on the way.
  for (const id of hidden) for (const other of linked.get(id) ?? []) hidden.add(other)
  return facts.filter(({ id }) => !hidden.has(id))
}
