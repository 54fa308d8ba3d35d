import type { Guideline, RowKey } from '../knowledge.js'
import { oncePerTwo } from '../once-per.js'

/** What the rows of a guideline ask of one gene. */
export interface KeyFacts {
  /** Diplotypes of this gene that some row names. */
  readonly named: ReadonlySet<string>
  /** Some row asks for something else than a diplotype. */
  readonly otherKeys: boolean
  /** Phenotypes that some row lists. */
  readonly phenotypes: ReadonlySet<string>
  /** Alleles whose presence or absence the rows ask for. */
  readonly statuses: ReadonlySet<string>
}

export const keyFacts = oncePerTwo((guideline: Guideline, symbol: string): KeyFacts => {
  const keys = keysOfGene(guideline, symbol)
  return {
    named: new Set(keys.filter(key => key.type === 'diplotype').map(key => key.value)),
    otherKeys: keys.some(key => key.type !== 'diplotype' && key.type !== 'no-result'),
    phenotypes: new Set(keys.filter(key => key.type === 'phenotype').map(key => key.value)),
    statuses: new Set(
      keys.filter(key => key.type === 'allele-status').flatMap(key => key.value.split(' & ').map(alleleOf)),
    ),
  }
})

/** What the rows of a guideline ask of one gene, key by key. */
export function keysOfGene(guideline: Guideline, symbol: string): readonly RowKey[] {
  return guideline.rows.flatMap(row => {
    const index = row.genes.indexOf(symbol)
    return row.keys.flatMap(key => key[index] ?? [])
  })
}

/** "*57:01 positive" → "*57:01" */
export function alleleOf(status: string): string {
  return status.slice(0, status.lastIndexOf(' '))
}
