import { diplotypeOf, plainHaplotype } from '../diplotype/diplotype.js'
import type { Diplotype, Haplotype } from '../diplotype/gene-call.js'
import type { Gene } from '../knowledge.js'

/**
 * Copy numbers are rows, not multiplications: a number without a row of its own is looked up in the row for "at least"
 * as many, if the source has one ("*1x5" → "*1x≥3"), and else has no known effect.
 */
export function binCopyNumber(gene: Gene, haplotype: Haplotype): Haplotype {
  if (gene.alleles.some(allele => allele.name === haplotype.name)) return haplotype
  const [, base, count] = /^(\*[^x]+)x≥?(\d+)$/.exec(haplotype.name) ?? []
  if (base === undefined || count === undefined) return haplotype
  const row = gene.alleles.find(({ structural }) => {
    const [, least] = /^≥(\d+)$/.exec(structural?.copies ?? '') ?? []
    return structural?.base === base && least !== undefined && Number(count) >= Number(least)
  })
  return row === undefined ? haplotype : plainHaplotype(row.name)
}

export function binCopyNumbers(gene: Gene, diplotype: Diplotype): Diplotype {
  const binned = diplotype.haplotypes.map(haplotype => binCopyNumber(gene, haplotype))
  return binned.every((haplotype, i) => haplotype === diplotype.haplotypes[i])
    ? diplotype
    : diplotypeOf(binned, diplotype.score)
}
