import type { Drug, Knowledge } from '../../knowledge.js'
import type { MatchedRow, Outcome } from '../../recommendation/advice.js'
import { outcomeText } from '../../recommendation/wording/outcome-text.js'
import { rowText } from '../../recommendation/wording/row-text.js'
import { joinCitations } from '../cite.js'
import { stricter } from '../effects.js'
import type { Finding } from '../finding.js'
import { joinRows, tellTheSame } from './join-rows.js'
import { statementOf } from './outcome-statement.js'

/** A finding and the answer of a source that it was made from. */
export interface PublishedFinding {
  readonly outcome: Outcome
  readonly finding: Finding
}

/**
 * One source may publish the same twice, in a label and in a table. Whoever reads both learns nothing new, so they are one
 * finding with both citations, which says what either says. Another effect, dose, condition or note is another finding.
 */
export function joinPublications(
  published: readonly PublishedFinding[],
  drug: Drug,
  knowledge: Knowledge,
): readonly Finding[] {
  const joined: PublishedFinding[] = []
  for (const next of published) {
    const index = joined.findIndex(known => isTheSame(known, next, knowledge))
    const known = joined[index]
    if (known === undefined) joined.push(next)
    else joined[index] = join(known, next, drug, knowledge)
  }
  return joined.map(({ finding }) => finding)
}

function isTheSame(one: PublishedFinding, other: PublishedFinding, knowledge: Knowledge): boolean {
  const [a, b] = [one.finding, other.finding]
  return (
    one.outcome.source === other.outcome.source &&
    a.effect === b.effect &&
    a.ifConfirmed === b.ifConfirmed &&
    a.certainty === b.certainty &&
    isSameSet(a.factIds, b.factIds) &&
    saysTheSame(one.outcome, other.outcome, knowledge)
  )
}

function saysTheSame(one: Outcome, other: Outcome, knowledge: Knowledge): boolean {
  if (one.type !== other.type) return false
  if (one.text.clinician === other.text.clinician && one.text.plain === other.text.plain) return true
  if (!('rows' in one) || !('rows' in other) || one.calculations || other.calculations) return false
  return (
    one.robust === other.robust &&
    isSameSet(one.wouldSettle, other.wouldSettle) &&
    isSameSet(genesOf(one), genesOf(other)) &&
    one.rows.length === other.rows.length &&
    one.rows.every((row, index) => isSameRow(row, other.rows[index], knowledge))
  )
}

/** For one person the results of the same genes are the same. */
function genesOf({ genes }: Outcome): readonly string[] {
  return genes.map(({ gene }) => gene)
}

function isSameRow(one: MatchedRow, other: MatchedRow | undefined, knowledge: Knowledge): boolean {
  return (
    other !== undefined &&
    one.population === other.population &&
    one.bestSupported === other.bestSupported &&
    tellTheSame(one.row, other.row, knowledge)
  )
}

function join(one: PublishedFinding, other: PublishedFinding, drug: Drug, knowledge: Knowledge): PublishedFinding {
  const outcome = joinOutcomes(one.outcome, other.outcome, drug, knowledge)
  const finding: Finding = {
    ...one.finding,
    strength: stricter(one.finding.strength, other.finding.strength),
    statement: outcome === one.outcome ? one.finding.statement : statementOf(outcome),
    citations: joinCitations([...one.finding.citations, ...other.finding.citations]),
  }
  return { outcome, finding }
}

/** What both say, rendered from the rows of both. */
function joinOutcomes(one: Outcome, other: Outcome, drug: Drug, knowledge: Knowledge): Outcome {
  if (!('rows' in one) || !('rows' in other) || one.text.clinician === other.text.clinician) return one
  const rows = one.rows.map((matched, index): MatchedRow => {
    const second = other.rows[index]
    const row = second === undefined ? matched.row : joinRows(matched.row, second.row)
    return { ...matched, row, text: rowText(row, drug, matched.results[0] ?? [], knowledge) }
  })
  return { ...one, rows, text: outcomeText(one.type, { ...one, rows }, knowledge) }
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.every(each => other.includes(each)) && other.every(each => one.includes(each))
}
