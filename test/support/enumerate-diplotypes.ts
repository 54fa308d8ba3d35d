import type { GeneGenotype, Site } from '../../src/domain/genotype/gene-genotype.js'
import type { Allele, Gene } from '../../src/domain/knowledge.js'

/** Base per site, in the order of `GeneGenotype.sites`. */
type Sequence = readonly string[]

/**
 * The plain way to match: build every chromosome the sample may have (2^k for k independent heterozygous groups), find
 * the alleles that match each, pair complementary ones, keep the best score of each pair. Slow and obvious: the oracle
 * for the matcher that does not enumerate. Name → score.
 */
export function enumerateDiplotypes(gene: Gene, genotype: GeneGenotype): ReadonlyMap<string, number> {
  const { sites } = genotype
  const haploid = genotype.copies === 1
  const sequences = haploid ? [sites.map(site => site.bases[0] ?? '')] : everySequence(sites)
  const alleles = scoredAlleles(gene, genotype)
  const matches = new Map(
    alleles.map(one => [one, sequences.filter(sequence => matchesSequence(gene, one.allele, sites, sequence))]),
  )
  const found = new Map<string, number>()
  const keep = (names: readonly string[], score: number): void => {
    const name = names.join('/')
    found.set(name, Math.max(found.get(name) ?? 0, score))
  }
  const matching = alleles.filter(one => (matches.get(one)?.length ?? 0) > 0)
  if (haploid) {
    for (const one of matching) keep([one.allele.name], one.cells - penalty(one.allele, sites, sequences))
    return found
  }
  matching.forEach((a, i) => {
    for (const b of matching.slice(i)) {
      for (const first of matches.get(a) ?? []) {
        for (const second of matches.get(b) ?? []) {
          if (!areComplementary(sites, first, second)) continue
          const scoreOf = (one: typeof a, own: Sequence): number =>
            one.cells - penalty(one.allele, sites, considered(matches.get(one) ?? [], own, [first, second], a === b))
          keep([a.allele.name, b.allele.name], scoreOf(a, first) + scoreOf(b, second))
        }
      }
    }
  })
  return found
}

function everySequence(sites: readonly Site[]): readonly Sequence[] {
  const groups = [...new Set(sites.flatMap(({ group }) => (group === undefined ? [] : [group])))]
  const sequences = Array.from({ length: 2 ** groups.length }, (_, orientation) =>
    sites.map(({ bases, group }) => {
      const slot = group === undefined ? 0 : (orientation >> groups.indexOf(group)) & 1
      return bases[slot] ?? ''
    }),
  )
  return [...new Map(sequences.map(sequence => [sequence.join(), sequence])).values()]
}

interface ScoredAllele {
  readonly allele: Allele
  /** Cells of its definition at positions that were read. */
  readonly cells: number
}

function scoredAlleles(gene: Gene, { sites }: GeneGenotype): readonly ScoredAllele[] {
  const read = new Set(sites.map(({ position }) => position.index))
  return gene.alleles
    .filter(({ matchable }) => matchable)
    .map(allele => ({ allele, cells: [...allele.cells.keys()].filter(index => read.has(index)).length }))
    .filter(({ cells }) => cells > 0)
}

/** A blank cell is the reference allele's, or the genome's where that is itself open. */
function cellOf(gene: Gene, allele: Allele, { position }: Site): readonly string[] {
  const own = allele.cells.get(position.index)
  const reference = gene.alleles.find(({ isReference }) => isReference)?.cells.get(position.index)
  return own ?? (reference?.length === 1 ? reference : [position.loci.GRCh38.ref])
}

function matchesSequence(gene: Gene, allele: Allele, sites: readonly Site[], sequence: Sequence): boolean {
  return sites.every((site, index) => cellOf(gene, allele, site).includes(sequence[index] ?? ''))
}

function areComplementary(sites: readonly Site[], first: Sequence, second: Sequence): boolean {
  return sites.every(({ differs }, index) => (first[index] === second[index]) !== differs)
}

/** The one sequence it matches; else those of the pair at hand that it matches. Two copies count each their own. */
function considered(
  matched: readonly Sequence[],
  own: Sequence,
  pair: readonly Sequence[],
  twice: boolean,
): readonly Sequence[] {
  if (twice) return [own]
  return matched.length === 1 ? matched : pair.filter(sequence => matched.includes(sequence))
}

/** Open cells that show the reference base on every chromosome that counts. */
function penalty(allele: Allele, sites: readonly Site[], sequences: readonly Sequence[]): number {
  return sites.filter(({ position }, index) => {
    const cell = allele.cells.get(position.index)
    return (
      cell !== undefined && cell.length > 1 && sequences.every(sequence => sequence[index] === position.loci.GRCh38.ref)
    )
  }).length
}
