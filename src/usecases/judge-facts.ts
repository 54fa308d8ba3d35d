import type { HistoryProblem } from '../domain/history/clinical-history.js'
import { dayRange } from '../domain/history/days.js'
import type { HistoryFact } from '../domain/history/history-fact.js'
import { historyOn } from '../domain/history/history-on.js'
import type { Knowledge } from '../domain/knowledge.js'
import type { EntryProblem } from './history-menu.js'

/** A fact with one of these cannot be meant as it stands: whoever types it is told at once, and it is not recorded. */
const REFUSED: ReadonlySet<EntryProblem['code']> = new Set<EntryProblem['code']>([
  'BAD_INPUT',
  'IMPOSSIBLE_DATE',
  'FUTURE_DATE',
  'IMPOSSIBLE_VALUE',
  'UNKNOWN_UNIT',
  'MALFORMED_CODE',
  'UNKNOWN_PREFERENCE',
])

export function isRefused(problems: readonly EntryProblem[]): boolean {
  return problems.some(({ code }) => REFUSED.has(code))
}

/** What is wrong with a fact by itself, whatever else is recorded. */
export function problemsAlone(fact: HistoryFact, today: string, knowledge: Knowledge): readonly EntryProblem[] {
  const found = problemsIn([fact], today, knowledge)
    .filter(({ code }) => code !== 'UNKNOWN_SUPERSEDED')
    .map(toEntryProblem)
  // A state of a day that has not come; a medicine may be planned and a child be expected.
  const isAhead = 'on' in fact && (dayRange(fact.on)?.earliest ?? '') > today
  return isAhead ? [...found, { code: 'FUTURE_DATE', field: 'on', used: false }] : found
}

/** What is wrong with added facts, by id, among all that is recorded: contradictions too. */
export function problemsAmong(
  added: readonly HistoryFact[],
  existing: readonly HistoryFact[],
  today: string,
  knowledge: Knowledge,
): ReadonlyMap<string, readonly EntryProblem[]> {
  const among = problemsIn([...existing, ...added], today, knowledge)
  const byFact = Map.groupBy(among, ({ factId }) => factId)
  const contradicted = among.some(({ code }) => code === 'PREGNANCY_CONTRADICTS_SEX')
  return new Map(
    added.map(fact => {
      const own = (byFact.get(fact.id) ?? []).map(toEntryProblem)
      // Two facts contradict each other; whichever comes second hears of it.
      const ofSex: EntryProblem = { code: 'PREGNANCY_CONTRADICTS_SEX', used: true }
      const all = [...problemsAlone(fact, today, knowledge), ...own]
      if (contradicted && fact.kind === 'SEX' && fact.sex === 'male') all.push(ofSex)
      return [fact.id, distinct(all)]
    }),
  )
}

function problemsIn(facts: readonly HistoryFact[], today: string, knowledge: Knowledge): readonly HistoryProblem[] {
  if (knowledge.options === undefined) return []
  return historyOn(facts, today, knowledge).clinical?.problems ?? []
}

function toEntryProblem({ code, field, used }: HistoryProblem): EntryProblem {
  return field === undefined ? { code, used } : { code, field, used }
}

function distinct(problems: readonly EntryProblem[]): readonly EntryProblem[] {
  return [...new Map(problems.map(problem => [`${problem.code} ${problem.field}`, problem])).values()]
}
