import type { Knowledge } from '../knowledge.js'
import { oncePer } from '../once-per.js'
import type { DrugClass } from '../option-knowledge.js'
import type { HistoryFact, NamedDrug } from './history-fact.js'
import { knownMedicine } from './known-medicines.js'
import { leaveOut, note, type ReadingNotes } from './usable-facts.js'

/** All names under which the data may know a stated drug, lower case; its own first. */
export function namesOf(drug: NamedDrug, knowledge: Knowledge): ReadonlySet<string> {
  return knownMedicine(drug, knowledge).names
}

/** Classes that hold the drug by name: those of its ingredients' files, and those that list it as a member. */
export function classesOf(names: ReadonlySet<string>, knowledge: Knowledge): readonly DrugClass[] {
  const options = knowledge.options
  if (options === undefined) return []
  const members = classMembers(knowledge)
  const codes = new Set(
    [...names].flatMap(name => [...(options.drugFacts.get(name)?.classes ?? []), ...(members.get(name) ?? [])]),
  )
  return [...codes].toSorted().flatMap(code => options.classes.get(code) ?? [])
}

/** True when some table of the data speaks of the drug. */
export function isConsidered(drug: NamedDrug, knowledge: Knowledge): boolean {
  const known = knownMedicine(drug, knowledge)
  return known.considered || classesOf(known.names, knowledge).length > 0
}

/** Says how the drug of a fact was matched where that is not plain, or why nobody looks at it. */
export function noteMatch(
  drug: NamedDrug,
  considered: boolean,
  knowledge: Knowledge,
  fact: HistoryFact,
  notes: ReadingNotes,
): void {
  const { matchedBy, isUncertain } = knownMedicine(drug, knowledge)
  const [field, unknown] =
    fact.kind === 'ALLERGY' ? ['substance', 'UNKNOWN_SUBSTANCE' as const] : ['drug', 'UNKNOWN_DRUG' as const]
  if (!considered) {
    note(notes, isUncertain ? 'DRUG_NOT_CERTAIN' : unknown, fact, false, field)
    leaveOut(notes, fact, 'NOT_CONSIDERED')
  } else if (matchedBy === 'TEXT') note(notes, 'DRUG_READ_FROM_TEXT', fact, true, field)
}

const classMembers = oncePer((knowledge: Knowledge): ReadonlyMap<string, readonly string[]> => {
  const members = new Map<string, string[]>()
  for (const { code, members: names } of knowledge.options?.classes.values() ?? []) {
    for (const name of names) members.set(name, [...(members.get(name) ?? []), code])
  }
  return members
})
