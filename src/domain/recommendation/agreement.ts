import type { Action, Source } from '../knowledge.js'
import { SOURCES } from '../knowledge.js'
import type { Agreement, MatchedRow, Outcome } from './advice.js'
import { byStrictness } from './stated-actions.js'

export interface AgreementVerdict {
  readonly verdict: Agreement
  /** The source that goes furthest, when the verdict is STRICTER. */
  readonly strictest?: Source
  /** What each source that has a row says, strictest first. */
  readonly votes: ReadonlyMap<Source, readonly Action[]>
}

/** Strictness, highest first; the two dose directions weigh the same, and so do watching and care. */
const STRICTNESS: readonly (readonly Action[])[] = [
  ['CONTRAINDICATED'],
  ['AVOID'],
  ['ALTERNATIVE_DRUG'],
  ['CONSIDER_ALTERNATIVE'],
  ['DOSE_DECREASE', 'DOSE_INCREASE'],
  ['TITRATE'],
  ['TEST_FIRST'],
  ['MONITOR', 'CAUTION'],
  ['STANDARD_DOSING'],
]

const ANOTHER_DRUG: readonly Action[] = ['CONTRAINDICATED', 'AVOID', 'ALTERNATIVE_DRUG']

/**
 * Compares what the sources say of the same result. Who has no row does not vote, nor who only says that it makes no
 * recommendation, nor who waits for a fact; Sextant does not pick a winner (promise P6).
 */
export function agreementOf(outcomes: readonly Outcome[]): AgreementVerdict {
  const votes = new Map<Source, readonly Action[]>()
  for (const source of SOURCES) {
    const actions = byStrictness(outcomes.filter(outcome => outcome.source === source).flatMap(voteOf))
    if (actions.length > 0) votes.set(source, actions)
  }
  const [first, ...others] = votes
  if (!first) return { verdict: 'NONE', votes }
  if (others.length === 0) return { verdict: 'ONLY_ONE', votes }
  const pairs = [...votes.values()]
  if (pairs.some((one, index) => pairs.slice(index + 1).some(other => conflict(one, other))))
    return { verdict: 'CONFLICTING', votes }
  const strictest = [...votes].reduce((a, b) => (compareStrictness(b[1], a[1]) < 0 ? b : a))
  const same = pairs.every(vote => compareStrictness(vote, strictest[1]) === 0)
  return same ? { verdict: 'SAME', votes } : { verdict: 'STRICTER', strictest: strictest[0], votes }
}

function voteOf(outcome: Outcome): readonly Action[] {
  if (outcome.type !== 'Recommendation' && outcome.type !== 'NoActionNeeded') return []
  const best = outcome.rows.filter(row => row.bestSupported)
  return (best.length > 0 ? best : outcome.rows).flatMap(asItStands).filter(action => action !== 'NO_RECOMMENDATION')
}

/** What holds without a further condition; where everything is conditional, all of it. */
function asItStands({ statedActions }: MatchedRow): readonly Action[] {
  const unconditional = statedActions.filter(({ holds }) => holds === true)
  return (unconditional.length > 0 ? unconditional : statedActions.filter(({ holds }) => holds !== false)).map(
    ({ action }) => action,
  )
}

function conflict(one: readonly Action[], other: readonly Action[]): boolean {
  const [up, down] = [
    (vote: readonly Action[]) => vote.includes('DOSE_INCREASE'),
    (vote: readonly Action[]) => vote.includes('DOSE_DECREASE'),
  ]
  if ((up(one) && !down(one) && down(other) && !up(other)) || (up(other) && !down(other) && down(one) && !up(one)))
    return true
  return standardAgainstAnotherDrug(one, other) || standardAgainstAnotherDrug(other, one)
}

function standardAgainstAnotherDrug(one: readonly Action[], other: readonly Action[]): boolean {
  return (
    one.includes('STANDARD_DOSING') &&
    !one.some(action => ANOTHER_DRUG.includes(action)) &&
    other.some(action => ANOTHER_DRUG.includes(action)) &&
    !other.includes('STANDARD_DOSING')
  )
}

/** Negative when `one` goes further: rank by rank, then by who adds something. */
function compareStrictness(one: readonly Action[], other: readonly Action[]): number {
  const [a, b] = [ranks(one), ranks(other)]
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? STRICTNESS.length) - (b[index] ?? STRICTNESS.length)
    if (difference !== 0) return difference
  }
  return 0
}

function ranks(actions: readonly Action[]): readonly number[] {
  return [...new Set(actions.map(action => STRICTNESS.findIndex(rank => rank.includes(action))))].toSorted(
    (a, b) => a - b,
  )
}
