import { DomainError } from '../domain/errors.js'
import type { Knowledge } from '../domain/knowledge.js'
import { alike } from '../domain/recommendation/similarity.js'

interface NamedThings {
  readonly drug?: string
  readonly gene?: string
  readonly population?: string
}

/** A filter that names something nobody knows would answer with an empty list, which says something else; so it is refused. */
export function demandKnown({ drug, gene, population }: NamedThings, knowledge: Knowledge): void {
  if (drug !== undefined && !knowledge.drugs.has(drug))
    throw new DomainError('UNKNOWN_DRUG', 'No data file describes this drug', {
      field: 'drug',
      candidates: alike(drug, knowledge.drugs.keys()),
    })
  if (gene !== undefined && !isKnownGene(gene, knowledge))
    throw new DomainError('UNKNOWN_GENE', 'No data file describes this gene', {
      field: 'gene',
      candidates: alike(gene, knowledge.genes.keys()),
    })
  if (population !== undefined && population !== 'general' && !knowledge.populations.has(population))
    throw new DomainError('BAD_USER_INPUT', 'No source writes rows for this population', {
      field: 'population',
      candidates: alike(population, knowledge.populations.keys()),
      known: ['general', ...knowledge.populations.keys()],
    })
}

/** Levels of evidence are also given for genes that have no file of their own. */
function isKnownGene(symbol: string, knowledge: Knowledge): boolean {
  if (knowledge.genes.has(symbol)) return true
  return [...knowledge.drugs.values()].some(drug => drug.pairs.some(pair => pair.gene === symbol))
}
