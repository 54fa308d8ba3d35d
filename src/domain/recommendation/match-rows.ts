import type { Guideline, GuidelineRow, RowKey } from '../knowledge.js'
import type { GeneOption } from './gene-options.js'

/** One of the results that may be true: an option for each gene of the guideline. */
export type Combination = ReadonlyMap<string, GeneOption>

/** Every way to choose one option per gene: ambiguous calls multiply. */
export function combinations(options: ReadonlyMap<string, readonly GeneOption[]>): readonly Combination[] {
  let all: Map<string, GeneOption>[] = [new Map()]
  for (const [gene, choices] of options) {
    all = all.flatMap(chosen => choices.map(choice => new Map(chosen).set(gene, choice)))
  }
  return all
}

/**
 * The rows that hold for one combination. Rows that name the diplotype come first and, when one matches, silence the
 * others; a row may name fewer genes than the guideline, never more. Texts are compared exactly: "Poor" is not "Likely
 * Poor", "*1" is not "*17".
 */
export function matchRows(guideline: Guideline, combination: Combination): readonly GuidelineRow[] {
  const matched: GuidelineRow[] = []
  const byDiplotype: GuidelineRow[] = []
  for (const row of guideline.rows) {
    const keys = row.keys.filter(key => keyMatches(row, key, combination))
    if (keys.length === 0) continue
    matched.push(row)
    if (keys.some(key => key.some(({ type }) => type === 'diplotype'))) byDiplotype.push(row)
  }
  return byDiplotype.length > 0 ? byDiplotype : matched
}

function keyMatches(row: GuidelineRow, key: readonly RowKey[], combination: Combination): boolean {
  return row.genes.every((gene, index) => {
    const option = combination.get(gene)
    const part = key[index]
    return option !== undefined && part !== undefined && optionMatches(option, part)
  })
}

/** Some sources write one key for two alleles that are both present. */
const BOTH = ' & '

function optionMatches(option: GeneOption, { type, value }: RowKey): boolean {
  switch (type) {
    case 'no-result':
      return !option.hasResult
    case 'diplotype':
      return option.diplotypes.has(value)
    case 'activity-score':
      return option.keys.has(value)
    case 'phenotype':
      return option.keys.has(value) || option.phenotypes.has(value)
    case 'allele-status':
      return value.split(BOTH).every(status => option.keys.has(status))
  }
}
