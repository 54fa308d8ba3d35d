import type { Assembly, Gene, MatchingRules } from '../knowledge.js'
import type { GeneGenotype, Site } from '../genotype/gene-genotype.js'
import { combinedHaplotype } from './diplotype.js'
import type { CallNote, CallNoteCode } from './gene-call.js'
import type { Strand, StrandReading } from './combinations.js'
import { positionLabel } from './variant-name.js'

/**
 * Two positions that are inherited together and named as one allele: the one that causes the effect, and a silent one
 * that is often measured in its place (DPYD HapB3: CPIC counts the causal variant, the tag only where that is missing).
 */
type LinkedPair = NonNullable<MatchingRules['linkedPair']>

export interface LinkedSites {
  readonly pair: LinkedPair
  /** Index into `GeneGenotype.sites`; undefined when the position was not read. */
  readonly causal?: number
  readonly tag?: number
}

/** The pair's sites, when the sample carries a variant at one of them. */
export function linkedSites(gene: Gene, genotype: GeneGenotype): LinkedSites | undefined {
  const pair = gene.matching.linkedPair
  if (pair === undefined) return undefined
  const at = (index: number): number | undefined => {
    const found = genotype.sites.findIndex(site => site.position.index === index)
    return found < 0 ? undefined : found
  }
  const causal = at(pair.causal)
  const tag = at(pair.tag)
  const carriesVariant = [causal, tag].some(site => site !== undefined && copiesOfVariant(genotype.sites[site]) > 0)
  if (!carriesVariant) return undefined
  return { pair, ...(causal === undefined ? {} : { causal }), ...(tag === undefined ? {} : { tag }) }
}

export interface LinkedResult {
  readonly alleles: readonly string[]
  readonly note?: CallNoteCode
}

/** On one chromosome whose bases at both positions are known, or of which one is missing. */
export function linkedOnStrand(linked: LinkedSites, sites: readonly Site[], strand: Strand): LinkedResult {
  const seen = (site: number | undefined): 'variant' | 'reference' | 'missing' => {
    const base = site === undefined ? null : (strand[site] ?? null)
    if (site === undefined || base === null) return 'missing'
    return base === sites[site]?.position.loci.GRCh38.ref ? 'reference' : 'variant'
  }
  const causal = seen(linked.causal)
  const tag = seen(linked.tag)
  if (causal === 'variant') return { alleles: [tag === 'variant' ? linked.pair.both : linked.pair.causalOnly] }
  if (tag !== 'variant') return { alleles: [] }
  return causal === 'missing'
    ? { alleles: [linked.pair.both], note: 'LINKED_PAIR_TAG_ONLY' }
    : { alleles: [], note: 'LINKED_PAIR_MISMATCH' }
}

const times = (allele: string, copies: number): readonly string[] => Array.from({ length: copies }, () => allele)

/** In unphased data: how often each of the pair's alleles is present, from the number of variant copies alone. */
export function linkedCopies(linked: LinkedSites, sites: readonly Site[]): LinkedResult {
  const causal = linked.causal === undefined ? undefined : sites[linked.causal]
  const tag = linked.tag === undefined ? undefined : sites[linked.tag]
  const { both, causalOnly } = linked.pair
  const causalCopies = copiesOfVariant(causal)
  const tagCopies = copiesOfVariant(tag)
  if (causal === undefined) return { alleles: times(both, tagCopies), note: 'LINKED_PAIR_TAG_ONLY' }
  if (tag === undefined) return { alleles: times(causalOnly, causalCopies) }
  const alleles = [
    ...times(causalOnly, Math.max(0, causalCopies - tagCopies)),
    ...times(both, Math.min(causalCopies, tagCopies)),
  ]
  return tagCopies > causalCopies ? { alleles, note: 'LINKED_PAIR_MISMATCH' } : { alleles }
}

function copiesOfVariant(site: Site | undefined): number {
  if (site === undefined) return 0
  return site.bases.filter(base => base !== null && base !== site.position.loci.GRCh38.ref).length
}

/** Adds the pair's allele to what else was read on the chromosome; `reference` is the gene's reference allele. */
export function withLinkedAlleles(
  reading: StrandReading,
  alleles: readonly string[],
  cells: number,
  reference: string | undefined,
): StrandReading {
  const others = reading.haplotype.alleles.filter(name => name !== reference)
  const isReference = others.length === 0 && reading.haplotype.partials.length === 0
  if (alleles.length === 0) return isReference ? { ...reading, score: reading.score + cells } : reading
  return {
    haplotype: combinedHaplotype([...others, ...alleles], reading.haplotype.partials),
    score: isReference ? cells : reading.score + cells,
  }
}

export function isLinked({ pair }: LinkedSites, allele: string): boolean {
  return allele === pair.both || allele === pair.causalOnly
}

/** The notes on a linked pair, with the positions they are about. */
export function linkedNotes(
  gene: Gene,
  genotype: GeneGenotype,
  linked: LinkedSites | undefined,
  codes: Iterable<CallNoteCode>,
  assembly: Assembly,
): readonly CallNote[] {
  const facts = [linked?.causal, linked?.tag].flatMap(site => {
    const position = site === undefined ? undefined : genotype.sites[site]?.position
    return position === undefined ? [] : [positionLabel(gene, position, assembly)]
  })
  const half = [linked?.causal, linked?.tag].some(
    site => site !== undefined && genotype.sites[site]?.bases.includes(null),
  )
  const all = new Set<CallNoteCode>(half ? [...codes, 'LINKED_PAIR_UNDECIDED'] : codes)
  return [...all].toSorted().map(code => ({ code, facts }))
}
