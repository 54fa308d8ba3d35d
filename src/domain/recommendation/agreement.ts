import type { Action, Source } from '../knowledge.js'
import { SOURCES } from '../knowledge.js'
import type { Agreement, MatchedRow, Outcome, UndecidedSource } from './advice.js'
import { byStrictness } from './stated-actions.js'

export interface AgreementVerdict {
  readonly verdict: Agreement
  /** The source that goes furthest, when the verdict is STRICTER. */
  readonly strictest?: Source
  /** What each source that has a row says, strictest first. */
  readonly votes: ReadonlyMap<Source, readonly Action[]>
  readonly undecided: readonly UndecidedSource[]
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
 * recommendation, nor who waits for a fact or a result; the verdict names who waits. Sextant does not pick a winner
 * (promise P6).
 */
export function agreementOf(outcomes: readonly Outcome[]): AgreementVerdict {
  const votes = new Map<Source, readonly Action[]>()
  for (const source of SOURCES) {
    const actions = byStrictness(outcomes.filter(outcome => outcome.source === source).flatMap(voteOf))
    if (actions.length > 0) votes.set(source, actions)
  }
  const furthest = [...votes.values()].toSorted(compareStrictness)[0] ?? []
  const undecided = outcomes.flatMap(outcome => undecidedSource(outcome, furthest))
  const [first, ...others] = votes
  if (!first) return { verdict: 'NONE', votes, undecided }
  if (others.length === 0) return { verdict: 'ONLY_ONE', votes, undecided }
  const pairs = [...votes.values()]
  if (pairs.some((one, index) => pairs.slice(index + 1).some(other => conflict(one, other))))
    return { verdict: 'CONFLICTING', votes, undecided }
  const strictest = [...votes].reduce((a, b) => (compareStrictness(b[1], a[1]) < 0 ? b : a))
  const same = pairs.every(vote => compareStrictness(vote, strictest[1]) === 0)
  return same
    ? { verdict: 'SAME', votes, undecided }
    : { verdict: 'STRICTER', strictest: strictest[0], votes, undecided }
}

/** A source that has a guideline but waits for something: what for, and how far it could go. */
function undecidedSource(outcome: Outcome, furthest: readonly Action[]): UndecidedSource[] {
  const { type, source, guideline } = outcome
  if (guideline === undefined) return []
  if (type === 'PopulationUndetermined') {
    const waitsFor = outcome.wouldSettle
    return [{ source, guideline: guideline.id, type, waitsFor, ...howFar(outcome.actions, furthest) }]
  }
  if (type !== 'NotTested' && type !== 'NotCallable' && type !== 'Indeterminate' && type !== 'Withheld') return []
  const genes = outcome.reasons.map(({ gene }) => gene)
  const possible = guideline.rows.filter(row => row.genes.some(gene => genes.includes(gene)))
  const actions = byStrictness(possible.flatMap(row => row.actions))
  return [{ source, guideline: guideline.id, type, waitsFor: genes, ...howFar(actions, furthest) }]
}

function howFar(possible: readonly Action[], furthest: readonly Action[]) {
  const strictest = possible.find(action => action !== 'NO_RECOMMENDATION')
  if (strictest === undefined) return { mayGoFurther: false }
  return { strictest, mayGoFurther: (ranks([strictest])[0] ?? 0) < (ranks(furthest)[0] ?? STRICTNESS.length) }
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
