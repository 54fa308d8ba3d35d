import type { Guideline } from '../knowledge.js'

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

const KEY_FACTS = new WeakMap<Guideline, Map<string, KeyFacts>>()

export function keyFacts(guideline: Guideline, symbol: string): KeyFacts {
  const genes = KEY_FACTS.get(guideline) ?? new Map<string, KeyFacts>()
  KEY_FACTS.set(guideline, genes)
  const known = genes.get(symbol)
  if (known) return known
  const keys = guideline.rows.flatMap(row => {
    const index = row.genes.indexOf(symbol)
    return row.keys.flatMap(key => key[index] ?? [])
  })
  const facts = {
    named: new Set(keys.filter(key => key.type === 'diplotype').map(key => key.value)),
    otherKeys: keys.some(key => key.type !== 'diplotype' && key.type !== 'no-result'),
    phenotypes: new Set(keys.filter(key => key.type === 'phenotype').map(key => key.value)),
    statuses: new Set(
      keys.filter(key => key.type === 'allele-status').flatMap(key => key.value.split(' & ').map(alleleOf)),
    ),
  }
  genes.set(symbol, facts)
  return facts
}

/** "*57:01 positive" → "*57:01" */
export function alleleOf(status: string): string {
  return status.slice(0, status.lastIndexOf(' '))
}
