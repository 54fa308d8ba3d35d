import type { Guideline, GuidelineRow, RowKey } from '../knowledge.js'
import { oncePerTwo } from '../once-per.js'
import type { GeneOption } from './gene-options.js'
import { keysOfGene } from './key-facts.js'
import { matchRows, type Combination } from './match-rows.js'
import type { Obstacle } from './no-answer.js'
import { directiveSignature } from './stated-actions.js'

/** What one way to choose a result per gene leads to. */
export interface Answer {
  readonly combination: Combination
  readonly rows: readonly GuidelineRow[]
}

/** What an answer says, of the rows that are for this person; the same text means the same advice. */
export function answerSignature(rows: readonly GuidelineRow[]): string {
  return rows.map(directiveSignature).toSorted().join('\n')
}

/**
 * Genes without a result some result of which leads to other advice. A row for "No Result" answers for what is known; it does
 * not say that the gene may stay untested.
 */
export function couldChange(
  missing: readonly Obstacle[],
  answers: readonly Answer[],
  guideline: Guideline,
  kept: readonly GuidelineRow[],
): readonly string[] {
  const rowsKept = new Set(kept)
  const populations = new Set(kept.map(row => row.population))
  return missing
    .map(({ gene }) => gene)
    .filter(gene =>
      answers.some(({ combination, rows }) => {
        const said = answerSignature(rows.filter(row => rowsKept.has(row)))
        return resultsAskedFor(guideline, gene).some(option => {
          const found = matchRows(guideline, new Map(combination).set(gene, option))
          const other = found.filter(row => populations.has(row.population))
          return other.length > 0 && answerSignature(other) !== said
        })
      }),
    )
}

/** Every result of the gene that some row of the guideline asks for. */
const resultsAskedFor = oncePerTwo((guideline: Guideline, gene: string): readonly GeneOption[] => {
  const asked = keysOfGene(guideline, gene).filter(({ type }) => type !== 'no-result')
  return [...new Map(asked.map(key => [`${key.type} ${key.value}`, key])).values()].map(key => optionFor(gene, key))
})

function optionFor(gene: string, { type, value }: RowKey): GeneOption {
  const only = new Set([value])
  const none = new Set<string>()
  return {
    used: { gene, lookupKeys: [value], sameFor: [] },
    bestSupported: true,
    hasResult: true,
    indeterminate: false,
    keys: type === 'diplotype' ? none : only,
    phenotypes: type === 'phenotype' ? only : none,
    diplotypes: type === 'diplotype' ? only : none,
  }
}
