import { isAbout } from '../history/known-medicines.js'
import type { Interaction, Knowledge } from '../knowledge.js'
import { oncePer } from '../once-per.js'

/**
 * Rows of inhibitors and inducers that are about a drug of these names. A row about a fixed combination is found when the
 * parts that are missing here are taken besides (`allNames`).
 */
export function interactionsAbout(
  names: ReadonlySet<string>,
  allNames: ReadonlySet<string>,
  knowledge: Knowledge,
): readonly Interaction[] {
  const index = interactionIndex(knowledge)
  const rows = new Set([...names].flatMap(name => index.get(name) ?? []))
  const together = new Set([...names, ...allNames])
  return [...rows].filter(row => isAbout(row, names) || isAbout(row, together))
}

const interactionIndex = oncePer((knowledge: Knowledge): ReadonlyMap<string, readonly Interaction[]> => {
  const index = new Map<string, Interaction[]>()
  for (const row of [...knowledge.interactions.values()].flat()) {
    const names = [row.drug, row.rxnorm, ...row.ingredients.flatMap(({ name, rxnorm }) => [name, rxnorm])]
    for (const name of new Set(names)) if (name !== undefined) index.set(name, [...(index.get(name) ?? []), row])
  }
  return index
})
