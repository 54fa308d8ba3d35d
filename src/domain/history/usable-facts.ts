import type { OptionKnowledge } from '../option-knowledge.js'
import type { HistoryProblem, NotUsed, NotUsedReason } from './clinical-history.js'
import { dayRange, moment } from './days.js'
import type { HistoryFact } from './history-fact.js'

/** Units, classes, words and periods by which facts are read. */
export type ReadingTables = Pick<OptionKnowledge, 'measures' | 'allergyClasses' | 'preferences' | 'currency'>

/** What reading a history has found on the way, apart from the values. */
export interface ReadingNotes {
  readonly asOf: string
  readonly options: ReadingTables
  readonly problems: HistoryProblem[]
  readonly notUsed: NotUsed[]
}

export function note(
  notes: ReadingNotes,
  code: HistoryProblem['code'],
  { id }: HistoryFact,
  used: boolean,
  field?: string,
): void {
  notes.problems.push({ code, factId: id, used, ...(field === undefined ? {} : { field }) })
}

export function leaveOut(notes: ReadingNotes, { id }: HistoryFact, reason: NotUsedReason): void {
  notes.notUsed.push({ factId: id, reason })
}

/**
 * The facts that count on the day: recorded by then, not corrected by another, not retracted. Every other one is named with
 * its reason.
 */
export function usableFacts(facts: readonly HistoryFact[], notes: ReadingNotes): readonly HistoryFact[] {
  const known = facts.filter(fact => {
    const recorded = dayRange(fact.recordedOn)
    if (recorded !== undefined && recorded.earliest > notes.asOf) leaveOut(notes, fact, 'RECORDED_LATER')
    return recorded === undefined || recorded.earliest <= notes.asOf
  })
  const corrected = correctedFacts(known, notes)
  return known.filter(fact => {
    if (corrected.has(fact.id)) {
      leaveOut(notes, fact, 'SUPERSEDED')
      return false
    }
    if (fact.enteredInError === true) {
      leaveOut(notes, fact, 'ENTERED_IN_ERROR')
      return false
    }
    if (dayRange(fact.recordedOn) === undefined) note(notes, 'IMPOSSIBLE_DATE', fact, true, 'recordedOn')
    return true
  })
}

/** Ids of facts that another one corrects. Facts that correct each other in a circle correct nothing. */
function correctedFacts(facts: readonly HistoryFact[], notes: ReadingNotes): ReadonlySet<string> {
  const byId = new Map(facts.map(fact => [fact.id, fact]))
  const corrected = new Set<string>()
  const ending = new Set<HistoryFact>()
  for (const fact of facts) {
    if (fact.supersedes === undefined) continue
    if (!byId.has(fact.supersedes)) note(notes, 'UNKNOWN_SUPERSEDED', fact, true, 'supersedes')
    else if (isCircular(fact, byId, ending)) note(notes, 'CIRCULAR_CORRECTION', fact, true, 'supersedes')
    else corrected.add(fact.supersedes)
  }
  return corrected
}

/** `ending` gathers facts from which corrections are known to lead to an end, so that a long row of them is walked once. */
function isCircular(fact: HistoryFact, byId: ReadonlyMap<string, HistoryFact>, ending: Set<HistoryFact>): boolean {
  const seen = new Set<HistoryFact>()
  let at = byId.get(fact.supersedes ?? '')
  while (at !== undefined && !seen.has(at) && !ending.has(at)) {
    if (at.id === fact.id) return true
    seen.add(at)
    at = byId.get(at.supersedes ?? '')
  }
  const ends = at === undefined || ending.has(at)
  if (ends) for (const each of [fact, ...seen]) ending.add(each)
  return false
}

/** Newest first, and the same however the facts were ordered: by day, moment, recording, id. */
export function newestFirst<Fact extends HistoryFact>(
  facts: readonly Fact[],
  dateOf: (fact: Fact) => string,
): readonly Fact[] {
  return facts.toSorted(
    (a, b) =>
      compare(moment(dateOf(b)), moment(dateOf(a))) ||
      compare(moment(b.recordedOn), moment(a.recordedOn)) ||
      compare(a.id, b.id),
  )
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
