import { decimal } from '../diplotype/outside-phenotype.js'
import type { PhenotypeTable } from '../knowledge.js'

type ScoreTable = Extract<PhenotypeTable, { method: 'activity-score' }>

export const NO_SCORE = 'n/a'

/**
 * The activity score of a diplotype from its alleles' values: their sum, "≥" if one of them is a lower bound, "n/a" if
 * one is unknown. Scores are texts and are looked up as texts.
 */
export function activityScore(values: readonly string[]): string {
  const amounts = values.map(value => Number(value.replace('≥', '')))
  if (values.length === 0 || amounts.some(Number.isNaN)) return NO_SCORE
  const sum = amounts.reduce((total, amount) => total + amount, 0)
  return `${values.some(value => value.startsWith('≥')) ? '≥' : ''}${decimal(sum)}`
}

/** The phenotype of a score; a score in no range, "n/a" among them, is indeterminate. */
export function phenotypeOfScore(table: ScoreTable, score: string): string {
  const [, sign, digits] = /^([≥>]?)(\d+(?:\.\d+)?)$/.exec(score) ?? []
  if (digits === undefined) return table.indeterminate
  const amount = Number(digits)
  const range = table.ranges.find(({ min, max }) => amount >= min && (max === undefined || amount <= max))
  // "At least 2.0" could lie above the range that 2.0 lies in; only an open range decides it.
  if (range === undefined || (sign !== '' && range.max !== undefined)) return table.indeterminate
  return range.phenotype
}
