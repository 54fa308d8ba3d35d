import type { Gene } from '../../knowledge.js'
import type { GeneGenotype } from '../../genotype/gene-genotype.js'
import type { AlleleTable, TableAllele } from '../allele-table.js'
import { alleleOf, byScoreThenName, diplotypeOf, distinctByName, plainHaplotype } from '../diplotype.js'
import type { CallNoteCode, Diplotype } from '../gene-call.js'
import { isLinked, linkedCopies, linkedNotes, type LinkedSites } from '../linked-pair.js'
import { compareByFunction } from '../lowest-function.js'
import { compareNames } from '../name-order.js'
import { notCalled, type RuleInput, type RuleResult } from './rule.js'

/**
 * Unphased and more than one heterozygous position: which variants share a chromosome is unknown. The alleles are
 * listed; the worst two on different chromosomes are the pairing that guidelines are asked for (CPIC's caution), every
 * other pairing that the alleles allow is kept beside it. A pairing names each chromosome by its worst allele, because
 * nothing else on it counts.
 */
export function callUnphasedAlleles(input: RuleInput, linked: LinkedSites | undefined): RuleResult {
  const { table, genotype } = input
  const { gene } = table
  const found = table.alleles.flatMap(entry => {
    if (linked !== undefined && entry !== table.reference && isLinked(linked, entry.allele.name)) return []
    const copies = copiesOf(table, entry, genotype)
    return copies === 0 ? [] : [{ name: entry.allele.name, copies }]
  })
  const pair = linked === undefined ? { alleles: [] } : linkedCopies(linked, genotype.sites)
  const reference = table.reference?.allele.name
  const keepsReference = found.length + pair.alleles.length <= 2
  const alleles = found.flatMap(({ name, copies }) => {
    if (name !== reference) return copies === 2 ? [name, name] : [name]
    if (!keepsReference) return []
    return copies === 2 && pair.alleles.length === 0 ? [name, name] : [name]
  })
  const listed = [...alleles, ...pair.alleles].toSorted(compareNames)
  if (listed.length === 0) return notCalled('NO_MATCHING_ALLELES')

  const [worst, ...others] = pairings(gene, listed)
  const notes: CallNoteCode[] = 'note' in pair && pair.note !== undefined ? [pair.note] : []
  return {
    diplotypes: worst === undefined ? [] : [worst],
    otherDiplotypes: distinctByName(others.toSorted(byScoreThenName)).filter(({ name }) => name !== worst?.name),
    alleles: listed,
    notes: [...linkedNotes(gene, genotype, linked, notes, input.assembly), { code: 'LOWEST_FUNCTION', facts: listed }],
  }
}

/** 0: not present; 1: fits one chromosome; 2: fits both. Blank cells are not compared. */
function copiesOf(table: AlleleTable, entry: TableAllele, genotype: GeneGenotype): 0 | 1 | 2 {
  const slots = new Uint8Array(genotype.groups).fill(3)
  let compared = 0
  for (const { position, bases, group } of genotype.sites) {
    const column = table.columnOf[position.index] ?? -1
    if (entry.own[column] !== 1) continue
    compared++
    const fits = (base: string | null | undefined): boolean =>
      base != null && ((entry.allowed[column] ?? 0) & (table.columns[column]?.bits.get(base) ?? 0)) !== 0
    const open = (fits(bases[0]) ? 1 : 0) | (fits(bases[1] ?? bases[0]) ? 2 : 0)
    if (open === 0) return 0
    if (group !== undefined) slots[group] = (slots[group] ?? 0) & open
  }
  if (compared === 0 || slots.includes(0)) return 0
  return slots.every(slot => slot === 3) ? 2 : 1
}

/**
 * All pairings by the worst allele of each chromosome, worst pairing first. The worst allele of all lies on one
 * chromosome; any other can be the worst of the second one if those between them can lie on the first. Second copies
 * and alleles of a position that the first chromosome already has cannot.
 */
export function pairings(gene: Gene, listed: readonly string[]): readonly Diplotype[] {
  const [worst, ...rest] = listed.toSorted((a, b) => compareByFunction(gene, a, b))
  if (worst === undefined) return []
  const pairing = (second: string): Diplotype => diplotypeOf([plainHaplotype(worst), plainHaplotype(second)], 0)
  const found: Diplotype[] = []
  const onFirst = [worst]
  for (const name of rest) {
    found.push(pairing(name))
    if (onFirst.some(placed => sharePosition(gene, placed, name))) return found
    onFirst.push(name)
  }
  return [...found, pairing(gene.referenceAllele ?? worst)]
}

function sharePosition(gene: Gene, a: string, b: string): boolean {
  if (a === b) return true
  const [left, right] = [alleleOf(gene, a), alleleOf(gene, b)]
  if (left === undefined || right === undefined || left.isReference || right.isReference) return false
  return [...left.cells.keys()].some(index => right.cells.has(index))
}
