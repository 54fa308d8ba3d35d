import type { Allele, Gene } from '../knowledge.js'
import { oncePer } from '../once-per.js'
import type { Diplotype, Haplotype } from './gene-call.js'
import { compareNames, components } from './name-order.js'

/** A chromosome carrying one named allele. */
export function plainHaplotype(name: string): Haplotype {
  return { name, alleles: [name], partials: [] }
}

/** A chromosome carrying several named alleles, or differences from the reference that have no name. */
export function combinedHaplotype(alleles: readonly string[], partials: readonly string[]): Haplotype {
  const parts = [...alleles.toSorted(compareNames), ...partials]
  const [only] = parts
  const name = parts.length === 1 && only !== undefined ? only : `[${parts.join(' + ')}]`
  return { name, alleles: alleles.toSorted(compareNames), partials }
}

/** Reads a haplotype as it is printed: an allele of the gene, or a combination "[a + b]". */
export function haplotypeNamed(name: string, gene: Gene): Haplotype {
  if (alleleOf(gene, name) !== undefined) return plainHaplotype(name)
  const parts = components(name)
  const partials = parts.filter(part => part.startsWith('g.'))
  return { name, alleles: parts.filter(part => !part.startsWith('g.')), partials }
}

/** The two chromosomes together, smaller name first; with one haplotype a hemizygous or mitochondrial result. */
export function diplotypeOf(haplotypes: readonly Haplotype[], score: number): Diplotype {
  const ordered = haplotypes.toSorted((a, b) => compareNames(a.name, b.name))
  return { haplotypes: ordered, name: ordered.map(haplotype => haplotype.name).join('/'), score }
}

export function byScoreThenName(a: Diplotype, b: Diplotype): number {
  return b.score - a.score || byName(a, b)
}

export function byName(a: Diplotype, b: Diplotype): number {
  const length = Math.max(a.haplotypes.length, b.haplotypes.length)
  for (let i = 0; i < length; i++) {
    const order = compareNames(a.haplotypes[i]?.name ?? '', b.haplotypes[i]?.name ?? '')
    if (order !== 0) return order
  }
  return 0
}

/** Keeps the first of each name; the list is expected best first. */
export function distinctByName(diplotypes: readonly Diplotype[]): readonly Diplotype[] {
  const seen = new Set<string>()
  return diplotypes.filter(diplotype => !seen.has(diplotype.name) && seen.add(diplotype.name))
}

/**
 * How a report words a diplotype. Genes whose alleles are single variants say "X (heterozygous)" and
 * "Reference/Reference"; all others say the two names.
 */
export function diplotypeLabel(gene: Gene, diplotype: Diplotype): string {
  const [first, second] = diplotype.haplotypes
  if (gene.labelStyle === 'plain' || first === undefined || second === undefined) return diplotype.name
  const others = [first, second].filter(haplotype => haplotype.name !== gene.referenceAllele)
  const [other] = others
  if (other === undefined) return 'Reference/Reference'
  return others.length === 1 ? `${other.name} (heterozygous)` : diplotype.name
}

/** Genes are frozen values with up to hundreds of alleles, which sorting asks for again and again. */
const allelesByName = oncePer((gene: Gene) => new Map(gene.alleles.map(allele => [allele.name, allele])))

export function alleleOf(gene: Gene, name: string): Allele | undefined {
  return allelesByName(gene).get(name)
}
