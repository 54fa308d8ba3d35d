import type { GeneGenotype, Site } from '../genotype/gene-genotype.js'
import type { AlleleTable, TableAllele } from './allele-table.js'
import { combinedHaplotype, diplotypeOf, distinctByName, byScoreThenName, plainHaplotype } from './diplotype.js'
import type { Diplotype, Haplotype } from './gene-call.js'
import { partialName } from './variant-name.js'

/** Chromosomes are built one by one here: 2^(groups - 1) pairs of them. */
export const MOST_GROUPS = 10

const MOST_COMBINATIONS = 2000

/** One chromosome that the sample may have: the base at each site, `null` where its half is missing. */
export type Strand = readonly (string | null)[]

/** Every pair of complementary chromosomes that the phase information leaves open. */
export function strandPairs(genotype: GeneGenotype): readonly (readonly [Strand, Strand])[] {
  const free = Math.max(0, genotype.groups - 1)
  return Array.from({ length: 2 ** free }, (_, flipped) => {
    // Which chromosome comes first has no meaning, so the first group keeps its written order.
    const swapped = (group: number | undefined): boolean =>
      group !== undefined && group > 0 && ((flipped >> (group - 1)) & 1) === 1
    const pick = (site: Site, slot: 0 | 1): string | null =>
      site.bases[swapped(site.group) ? 1 - slot : slot] ?? (site.bases.length === 1 ? (site.bases[0] ?? null) : null)
    return [genotype.sites.map(site => pick(site, 0)), genotype.sites.map(site => pick(site, 1))] as const
  })
}

/** What one chromosome carries in terms of definitions: named alleles, and differences that none of them explains. */
export interface StrandReading {
  readonly haplotype: Haplotype
  /** Cells of the definitions used, less one for each unexplained difference. */
  readonly score: number
}

/** What can be told of a chromosome; several readings where missing positions make definitions look alike. */
export type StrandReader = (strand: Strand) => readonly StrandReading[]

/**
 * Reads chromosomes as combinations of alleles, in contrast to exact matching: every allele whose own cells are met
 * takes part, and what remains is named by its bases. Two readings can differ only where a missing position makes
 * definitions of equal size indistinguishable.
 */
export function strandReader(
  table: AlleleTable,
  sites: readonly Site[],
  takesPart: (allele: TableAllele) => boolean,
): StrandReader {
  const columns = sites.map(({ position }) => table.columnOf[position.index] ?? -1)
  const siteOf = new Map(columns.map((column, site) => [column, site]))
  const readCells = (entry: TableAllele): readonly number[] => entry.ownColumns.filter(column => siteOf.has(column))
  const candidates = table.alleles
    .filter(entry => entry !== table.reference && takesPart(entry))
    .map(entry => ({ entry, name: entry.allele.name, cells: readCells(entry) }))
    .filter(({ cells }) => cells.length > 0)
  const referenceCells = table.reference === undefined ? 0 : readCells(table.reference).length

  return strand => {
    const bits = columns.map((column, site) => {
      const base = strand[site] ?? null
      return base === null ? 0 : (table.columns[column]?.bits.get(base) ?? 0)
    })
    const covered = candidates.filter(({ entry, cells }) =>
      cells.every(column => ((entry.allowed[column] ?? 0) & (bits[siteOf.get(column) ?? -1] ?? 0)) !== 0),
    )
    return combine(covered).map(members => {
      const explained = new Set(members.flatMap(member => member.cells))
      const partials = sites.flatMap(({ position }, site) => {
        const base = strand[site] ?? null
        if (base === position.loci.GRCh38.ref || explained.has(columns[site] ?? -1)) return []
        return [partialName(position, base)]
      })
      const names = members.map(member => member.name)
      const haplotype =
        names.length + partials.length > 0
          ? combinedHaplotype(names, partials)
          : plainHaplotype(table.reference?.allele.name ?? '')
      return { haplotype, score: (names.length > 0 ? explained.size : referenceCells) - partials.length }
    })
  }
}

interface Covered {
  readonly name: string
  /** The columns of its definition that were read. */
  readonly cells: readonly number[]
}

/**
 * Largest definitions first, each joins every combination it shares no position with. One that fits nowhere is a part
 * of a larger allele and is dropped, unless it is as large: then both readings stand.
 */
function combine(covered: readonly Covered[]): readonly (readonly Covered[])[] {
  const overlap = (a: Covered, b: Covered): boolean => a.cells.some(column => b.cells.includes(column))
  const ordered = covered.toSorted((a, b) => b.cells.length - a.cells.length || (a.name < b.name ? -1 : 1))
  const combinations: Covered[][] = []
  for (const entry of ordered) {
    const joined = combinations.filter(members => members.every(member => !overlap(member, entry)))
    for (const members of joined) members.push(entry)
    if (joined.length > 0) continue
    const partOfLarger = combinations.some(members =>
      members.some(member => overlap(member, entry) && member.cells.length !== entry.cells.length),
    )
    if (!partOfLarger) combinations.push([entry])
  }
  return combinations.length > 0 ? combinations : [[]]
}

/**
 * Every diplotype that the sample's possible chromosome pairs spell, each read as combinations, best score first.
 * Undefined when there are too many to carry.
 */
export function matchCombinations(table: AlleleTable, genotype: GeneGenotype): readonly Diplotype[] | undefined {
  if (genotype.groups > MOST_GROUPS) return undefined
  const excluded = new Set(table.gene.matching.noCombination)
  const read = strandReader(table, genotype.sites, entry => !excluded.has(entry.allele.name))
  const found: Diplotype[] = []
  for (const [first, second] of strandPairs(genotype)) {
    found.push(...pairReadings(read(first), read(second), genotype.copies))
    if (found.length > MOST_COMBINATIONS) return undefined
  }
  return distinctByName(found.toSorted(byScoreThenName))
}

export function pairReadings(
  first: readonly StrandReading[],
  second: readonly StrandReading[],
  copies: GeneGenotype['copies'],
): readonly Diplotype[] {
  if (copies === 1) return first.map(reading => diplotypeOf([reading.haplotype], reading.score))
  return first.flatMap(a => second.map(b => diplotypeOf([a.haplotype, b.haplotype], a.score + b.score)))
}
