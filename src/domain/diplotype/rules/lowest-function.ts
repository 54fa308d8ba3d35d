import type { GeneGenotype, Site } from '../../genotype/gene-genotype.js'
import type { AlleleTable } from '../allele-table.js'
import { MOST_GROUPS, pairReadings, strandPairs, strandReader, type StrandReader } from '../combinations.js'
import { byScoreThenName, diplotypeOf, distinctByName, plainHaplotype } from '../diplotype.js'
import { matchExactly } from '../exact-matching.js'
import type { CallNoteCode, Diplotype } from '../gene-call.js'
import {
  isLinked,
  linkedNotes,
  linkedOnStrand,
  linkedSites,
  withLinkedAlleles,
  type LinkedSites,
} from '../linked-pair.js'
import { notCalled, type RuleInput, type RuleResult } from './rule.js'
import { callUnphasedAlleles } from './unphased-alleles.js'

/**
 * Genes whose alleles are single variants, of which a person can carry many: chromosomes are named by combinations
 * where the phase is known, by the list of alleles found where it is not. Only the worst allele of each chromosome
 * counts afterwards.
 */
export function callLowestFunction(input: RuleInput): RuleResult {
  const { table, genotype } = input
  const linked = linkedSites(table.gene, genotype)
  const effectivelyPhased = genotype.groups <= 1
  if (effectivelyPhased && linked === undefined && genotype.partial.length === 0) {
    const exact = exactDiplotypes(table, genotype)
    if (exact.length > 0) return { diplotypes: exact, otherDiplotypes: [], notes: [] }
  }
  if (effectivelyPhased || (genotype.usesPhaseSets && genotype.groups <= MOST_GROUPS)) return callStrands(input, linked)
  return callUnphasedAlleles(input, linked)
}

function exactDiplotypes(table: AlleleTable, genotype: GeneGenotype): readonly Diplotype[] {
  const found = (matchExactly(table, genotype) ?? []).map(({ first, second, score }) =>
    diplotypeOf(
      [first, second].flatMap(entry => (entry ? [plainHaplotype(entry.allele.name)] : [])),
      score,
    ),
  )
  return found.toSorted(byScoreThenName)
}

function callStrands(input: RuleInput, linked: LinkedSites | undefined): RuleResult {
  const { table, genotype, assembly } = input
  const notes = new Set<CallNoteCode>()
  const read =
    linked === undefined ? strandReader(table, genotype.sites, () => true) : linkedReader(input, linked, notes)
  const found = strandPairs(genotype).flatMap(([first, second]) =>
    pairReadings(read(first), read(second), genotype.copies),
  )
  const diplotypes = distinctByName(found.toSorted(byScoreThenName))
  if (diplotypes.length === 0) return notCalled('NO_MATCHING_ALLELES')
  return { diplotypes, otherDiplotypes: [], notes: linkedNotes(table.gene, genotype, linked, notes, assembly) }
}

/** Reads the linked pair by its own rule and the other positions without it, chromosome by chromosome. */
function linkedReader({ table, genotype }: RuleInput, linked: LinkedSites, notes: Set<CallNoteCode>): StrandReader {
  const { sites } = genotype
  const isOther = (_: unknown, site: number): boolean => site !== linked.causal && site !== linked.tag
  const readOthers = strandReader(table, sites.filter(isOther), entry => !isLinked(linked, entry.allele.name))
  return strand => {
    const { alleles, note } = linkedOnStrand(linked, sites, strand)
    if (note !== undefined) notes.add(note)
    const cells = linkedCells(table, sites, linked, alleles)
    return readOthers(strand.filter(isOther)).map(reading =>
      withLinkedAlleles(reading, alleles, cells, table.reference?.allele.name),
    )
  }
}

/** Cells of the pair's alleles that were read; a chromosome without them has the reference allele's cells there. */
function linkedCells(
  table: AlleleTable,
  sites: readonly Site[],
  linked: LinkedSites,
  alleles: readonly string[],
): number {
  const read = [linked.causal, linked.tag].flatMap(site =>
    site === undefined ? [] : [sites[site]?.position.index ?? -1],
  )
  if (alleles.length === 0) return read.length
  const entries = table.alleles.filter(entry => alleles.includes(entry.allele.name))
  return entries.reduce((sum, { allele }) => sum + read.filter(index => allele.cells.has(index)).length, 0)
}
