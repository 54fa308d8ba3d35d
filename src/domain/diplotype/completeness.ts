import type { PositionEvidence } from '../genotype/evidence.js'
import type { GeneGenotype } from '../genotype/gene-genotype.js'
import { REFERENCE_BIT, type AlleleTable, type TableAllele } from './allele-table.js'
import type { Completeness } from './gene-call.js'
import { compareNames } from './name-order.js'

/**
 * What was read of a gene, and which alleles the missing positions leave open: those whose own variant lies at a
 * position that was not read and that nothing else in the sample contradicts. `named` alleles are part of the call.
 */
export function completenessOf(
  table: AlleleTable,
  genotype: GeneGenotype,
  evidence: readonly PositionEvidence[],
  named: ReadonlySet<string>,
): Completeness {
  const open = genotype.missing.length === 0 ? [] : table.alleles.filter(entry => isOpen(table, entry, genotype))
  const reported = open.map(({ allele }) => ({ name: allele.core ?? allele.name, ampTier1: allele.ampTier1 }))
  const left = reported.filter(({ name }) => !named.has(name))
  return {
    positions: table.columns.length,
    assayed: genotype.sites.length,
    missing: genotype.missing.map(position => position.index),
    assumedReference: table.columns.filter(({ position }) => evidence[position.index]?.origin === 'assumption').length,
    notExcluded: namesOf(left),
    ampTier1NotExcluded: namesOf(left.filter(({ ampTier1 }) => ampTier1)),
  }
}

const namesOf = (alleles: readonly { readonly name: string }[]): readonly string[] =>
  [...new Set(alleles.map(({ name }) => name))].toSorted(compareNames)

function isOpen(table: AlleleTable, entry: TableAllele, genotype: GeneGenotype): boolean {
  const columnOf = (index: number): number => table.columnOf[index] ?? -1
  const needsMissing = genotype.missing.some(
    ({ index }) => entry.own[columnOf(index)] === 1 && ((entry.allowed[columnOf(index)] ?? 0) & REFERENCE_BIT) === 0,
  )
  return needsMissing && fitsOneChromosome(table, entry, genotype)
}

/** Alleles of lowest-function genes can share a chromosome with others, so only their own cells count there. */
function fitsOneChromosome(table: AlleleTable, entry: TableAllele, genotype: GeneGenotype): boolean {
  const combines = table.gene.callingRule === 'lowest-function'
  const slots = new Uint8Array(genotype.groups).fill(3)
  for (const { position, bases, group } of genotype.sites) {
    const column = table.columnOf[position.index] ?? -1
    if (combines && entry.own[column] !== 1) continue
    const allowed = entry.allowed[column] ?? 0
    const bits = table.columns[column]?.bits
    const fits = (base: string | null | undefined): boolean => base == null || (allowed & (bits?.get(base) ?? 0)) !== 0
    const open = (fits(bases[0]) ? 1 : 0) | (fits(bases.length > 1 ? bases[1] : bases[0]) ? 2 : 0)
    if (open === 0) return false
    if (group === undefined) continue
    const left = (slots[group] ?? 0) & open
    if (left === 0) return false
    slots[group] = left
  }
  return true
}
