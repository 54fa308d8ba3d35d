import type { Gene, RowKey } from '../domain/knowledge.js'

/** What a guideline may ask for when a gene has no result. */
const NO_RESULT = 'No Result'

/** Whether a gene's tables can ever give this key: a row nobody can be found by would be a silent gap. */
export function canProduce(gene: Gene, key: RowKey): boolean {
  const { phenotypes } = gene
  switch (key.type) {
    case 'no-result':
      return key.value === NO_RESULT
    case 'phenotype':
      return phenotypesOf(gene).has(key.value)
    case 'activity-score':
      return phenotypes.method === 'activity-score' && scoresOf(phenotypes.scoresByPhenotype).has(key.value)
    case 'allele-status':
      // "a positive & b positive": both at once.
      return (
        phenotypes.method === 'allele-status' &&
        key.value.split(' & ').every(status => statusesOf(phenotypes.statuses).has(status))
      )
    case 'diplotype': {
      const names = key.value.split('/')
      return names.length <= 2 && names.every(name => gene.alleles.some(allele => allele.name === name))
    }
  }
}

/** All phenotypes that a gene's table gives. */
export function phenotypesOf({ phenotypes }: Gene): ReadonlySet<string> {
  switch (phenotypes.method) {
    case 'activity-score':
      return new Set([...phenotypes.ranges.map(range => range.phenotype), phenotypes.indeterminate])
    case 'function-combination':
      return new Set(phenotypes.rules.map(rule => rule.phenotype))
    case 'allele-status':
    case 'none':
      return new Set()
  }
}

function scoresOf(scoresByPhenotype: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  return new Set([...scoresByPhenotype.values()].flat())
}

function statusesOf(
  statuses: readonly { readonly positive: string; readonly negative: string }[],
): ReadonlySet<string> {
  return new Set(statuses.flatMap(({ positive, negative }) => [positive, negative]))
}
