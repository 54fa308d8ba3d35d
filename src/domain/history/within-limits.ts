import type { FactKind, HistoryFact, ListName } from './history-fact.js'
import { leaveOut, newestFirst, note, type ReadingNotes } from './usable-facts.js'

/** As many facts of a kind as one answer looks at. */
export const MOST_FACTS: Readonly<Partial<Record<FactKind, number>>> = {
  MEDICATION: 500,
  CONDITION: 1_000,
  ALLERGY: 1_000,
  OBSERVATION: 5_000,
  PRIOR_RESPONSE: 1_000,
}

const KIND_OF_LIST: Readonly<Record<ListName, FactKind>> = {
  MEDICINES: 'MEDICATION',
  CONDITIONS: 'CONDITION',
  ALLERGIES: 'ALLERGY',
}

export interface LimitedFacts {
  readonly facts: readonly HistoryFact[]
  readonly isCut: (list: ListName) => boolean
}

/** Leaves out the oldest facts of a kind beyond its limit, and says of each that it was. */
export function withinLimits(facts: readonly HistoryFact[], notes: ReadingNotes): LimitedFacts {
  const cut = new Set<FactKind>()
  const beyond = new Set<HistoryFact>()
  for (const [kind, most] of Object.entries(MOST_FACTS)) {
    const ofKind = facts.filter(fact => fact.kind === kind)
    if (ofKind.length <= most) continue
    for (const fact of newestFirst(ofKind, dateOf).slice(most)) {
      beyond.add(fact)
      cut.add(fact.kind)
      note(notes, 'BEYOND_LIMIT', fact, false)
      leaveOut(notes, fact, 'BEYOND_LIMIT')
    }
  }
  return {
    facts: beyond.size === 0 ? facts : facts.filter(fact => !beyond.has(fact)),
    isCut: list => cut.has(KIND_OF_LIST[list]),
  }
}

/** What was measured counts by when, everything else by when it was recorded. */
function dateOf(fact: HistoryFact): string {
  return fact.kind === 'OBSERVATION' ? fact.takenOn : fact.recordedOn
}
