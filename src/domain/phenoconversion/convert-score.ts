import type { PhenoconversionRule, PhenotypeTable } from '../knowledge.js'
import type { DiplotypePhenotype } from '../phenotype/gene-phenotype.js'

type ScoreTable = Extract<PhenotypeTable, { readonly method: 'activity-score' }>

export type ConvertedScore =
  | { readonly kind: 'converted'; readonly result: DiplotypePhenotype }
  | { readonly kind: 'not-computable'; readonly result: DiplotypePhenotype; readonly reason: 'SCORE_HAS_NO_UPPER_END' }
  | { readonly kind: 'unchanged'; readonly result: DiplotypePhenotype; readonly reason: 'NO_SCORE' }

/**
 * Multiplies the activity score of a predicted result as the guideline says. A score that no row carries (0.125) is looked
 * up like a stated phenotype, by all scores of that phenotype; one without an upper end ("≥3.0") cannot be halved and
 * becomes indeterminate.
 */
export function convertScore(
  predicted: DiplotypePhenotype,
  factor: number,
  table: ScoreTable,
  rule: PhenoconversionRule,
): ConvertedScore {
  // A stated phenotype has no score of its own, but stands for all that mean it.
  const scores = predicted.lookupKeys
  const parsed = scores.map(parseScore)
  if (parsed.length === 0 || parsed.includes(undefined))
    return { kind: 'unchanged', result: predicted, reason: 'NO_SCORE' }
  if (factor !== 0 && parsed.some(score => score?.open === true)) {
    const result = {
      ...predicted,
      activityScore: 'n/a',
      phenotypes: [table.indeterminate],
      lookupKeys: table.scoresByPhenotype.get(table.indeterminate) ?? ['n/a'],
    }
    return { kind: 'not-computable', result, reason: 'SCORE_HAS_NO_UPPER_END' }
  }
  const converted = [...new Set(parsed.map(score => (score?.value ?? 0) * factor))]
  const phenotypes = [...new Set(converted.map(score => phenotypeOf(score, table, rule)))]
  const lookupKeys = [...new Set(converted.flatMap(score => keysOf(score, table, rule)))]
  const [only] = converted
  const activityScore = converted.length === 1 && only !== undefined ? scoreText(only) : undefined
  return { kind: 'converted', result: { ...predicted, activityScore, phenotypes, lookupKeys } }
}

function keysOf(score: number, table: ScoreTable, rule: PhenoconversionRule): readonly string[] {
  const phenotype = phenotypeOf(score, table, rule)
  const listed = table.scoresByPhenotype.get(phenotype) ?? []
  const text = scoreText(score)
  return listed.includes(text) ? [text] : listed
}

function phenotypeOf(score: number, table: ScoreTable, rule: PhenoconversionRule): string {
  const range = rule.ranges.find(
    ({ above = -Infinity, atLeast = -Infinity, below = Infinity, atMost = Infinity }) =>
      score > above && score >= atLeast && score < below && score <= atMost,
  )
  return range?.phenotype ?? table.indeterminate
}

function parseScore(text: string): { readonly value: number; readonly open: boolean } | undefined {
  const match = /^(≥?)(\d+(?:\.\d+)?)$/.exec(text)
  return match?.[2] === undefined ? undefined : { value: Number(match[2]), open: match[1] === '≥' }
}

/** "1.0", "0.5", "0.125": at least one decimal, as the tables write scores. */
function scoreText(score: number): string {
  return Number.isInteger(score) ? score.toFixed(1) : String(score)
}
