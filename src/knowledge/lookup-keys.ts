import type { Gene, RowKey } from '../domain/knowledge.js'
import { oncePer } from '../domain/once-per.js'

/** What a guideline may ask for when a gene has no result. */
const NO_RESULT = 'No Result'

/** Whether a gene's tables can ever give this key: a row nobody can be found by would be a silent gap. */
export function canProduce(gene: Gene, key: RowKey): boolean {
  const { phenotypes, scores, statuses, alleles } = producedBy(gene)
  switch (key.type) {
    case 'no-result':
      return key.value === NO_RESULT
    case 'phenotype':
      return phenotypes.has(key.value)
    case 'activity-score':
      return scores.has(key.value)
    case 'allele-status':
      // "a positive & b positive": both at once.
      return key.value.split(' & ').every(status => statuses.has(status))
    case 'diplotype': {
      const names = key.value.split('/')
      return names.length <= 2 && names.every(name => alleles.has(name))
    }
  }
}

interface Produced {
  readonly phenotypes: ReadonlySet<string>
  readonly scores: ReadonlySet<string>
  readonly statuses: ReadonlySet<string>
  readonly alleles: ReadonlySet<string>
}

/** A release asks a few genes for thousands of keys. */
const producedBy = oncePer((gene: Gene): Produced => {
  const { phenotypes, alleles } = gene
  return {
    phenotypes: phenotypesOf(gene),
    scores: new Set(phenotypes.method === 'activity-score' ? [...phenotypes.scoresByPhenotype.values()].flat() : []),
    statuses: new Set(
      phenotypes.method === 'allele-status'
        ? phenotypes.statuses.flatMap(({ positive, negative }) => [positive, negative])
        : [],
    ),
    alleles: new Set(alleles.map(allele => allele.name)),
  }
})

/** All phenotypes that a gene's table gives. */
function phenotypesOf({ phenotypes }: Gene): ReadonlySet<string> {
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
