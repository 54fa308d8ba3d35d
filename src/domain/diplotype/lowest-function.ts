import type { Gene } from '../knowledge.js'
import { alleleOf, diplotypeOf, plainHaplotype } from './diplotype.js'
import type { Diplotype, Haplotype } from './gene-call.js'
import { compareNames } from './name-order.js'

/**
 * Orders alleles worst first, for genes where only the worst allele of each chromosome counts: by activity value where
 * the gene has values, else by the functions its data rank, then by name.
 */
export function compareByFunction(gene: Gene, a: string, b: string): number {
  return functionRank(gene, a) - functionRank(gene, b) || compareNames(a, b)
}

/** Smaller is worse. An allele of unknown effect stands before normal ones, so that it is not lost behind them. */
export function functionRank(gene: Gene, name: string): number {
  const allele = alleleOf(gene, name)
  const { worstFunctions } = gene.matching
  if (worstFunctions.length > 0) {
    const rank = allele?.function === undefined ? -1 : worstFunctions.indexOf(allele.function)
    return rank < 0 ? worstFunctions.length : rank
  }
  const value = Number(allele?.activityValue?.replace('≥', ''))
  return Number.isNaN(value) ? -1 : value
}

/** The chromosome by its worst named allele alone; unnamed variants have no known effect and count as reference. */
export function worstAllele(gene: Gene, haplotype: Haplotype): Haplotype {
  const [worst] = haplotype.alleles.toSorted((a, b) => compareByFunction(gene, a, b))
  return plainHaplotype(worst ?? gene.referenceAllele ?? haplotype.name)
}

/** What guidelines are asked for instead of a diplotype that has several alleles on a chromosome. */
export function worstDiplotype(gene: Gene, diplotype: Diplotype): Diplotype {
  return diplotypeOf(
    diplotype.haplotypes.map(haplotype => worstAllele(gene, haplotype)),
    diplotype.score,
  )
}

/** Orders diplotypes worst first, as the reference tool does to choose the one it looks up. */
export function compareDiplotypesByFunction(gene: Gene, a: Diplotype, b: Diplotype): number {
  const rank = ({ haplotypes }: Diplotype): number =>
    haplotypes.reduce((sum, haplotype) => sum + functionRank(gene, worstAllele(gene, haplotype).name), 0)
  return rank(a) - rank(b) || compareNames(a.haplotypes[0]?.name ?? '', b.haplotypes[0]?.name ?? '')
}
