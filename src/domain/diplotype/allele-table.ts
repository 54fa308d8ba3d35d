import type { Allele, Gene, Position } from '../knowledge.js'
import { compareNames } from './name-order.js'

/** A base of a column as one bit, so that "may this allele carry that base" is one AND. The reference base is bit 1. */
export const REFERENCE_BIT = 1

export interface Column {
  readonly position: Position
  /** Base → bit. A base that stands in no definition has no bit: no allele may carry it. */
  readonly bits: ReadonlyMap<string, number>
}

export interface TableAllele {
  readonly allele: Allele
  /** Bases per column this allele may carry, blanks filled from the reference allele. */
  readonly allowed: Int32Array
  /** 1 where the definition itself fills the column. */
  readonly own: Uint8Array
  /** Those columns, ascending. */
  readonly ownColumns: readonly number[]
  /** Columns in which the reference base rules the allele out. */
  readonly excludesReference: Int32Array
  /** Own columns with several bases: the allele exists with and without the variant. */
  readonly wobbles: Int32Array
}

/** A gene's definitions, compiled once for matching. Alleles stand in name order. */
export interface AlleleTable {
  readonly gene: Gene
  readonly columns: readonly Column[]
  /** Column of each `Position.index`, -1 for positions that define nothing. */
  readonly columnOf: Int32Array
  readonly alleles: readonly TableAllele[]
  readonly reference?: TableAllele
}

export function compileAlleleTable(gene: Gene): AlleleTable {
  const columns = gene.positions
    .filter(position => position.role === 'defining')
    .map(position => column(gene, position))
  const columnOf = new Int32Array(gene.positions.length).fill(-1)
  columns.forEach(({ position }, index) => (columnOf[position.index] = index))
  const reference = gene.alleles.find(allele => allele.isReference && allele.matchable)
  const alleles = gene.alleles
    .filter(allele => allele.matchable && allele.cells.size > 0)
    .toSorted((a, b) => compareNames(a.name, b.name))
    .map(allele => tableAllele(allele, columns, reference))
  const compiledReference = alleles.find(entry => entry.allele === reference)
  return { gene, columns, columnOf, alleles, ...(compiledReference ? { reference: compiledReference } : {}) }
}

function column(gene: Gene, position: Position): Column {
  const { ref, alts } = position.loci.GRCh38
  const bases = new Set([ref, ...alts, ...gene.alleles.flatMap(allele => allele.cells.get(position.index) ?? [])])
  return { position, bits: new Map([...bases].map((base, index) => [base, 1 << index])) }
}

function tableAllele(allele: Allele, columns: readonly Column[], reference: Allele | undefined): TableAllele {
  const allowed = new Int32Array(columns.length)
  const own = new Uint8Array(columns.length)
  const excludesReference: number[] = []
  const wobbles: number[] = []
  columns.forEach((entry, index) => {
    const cell = allele.cells.get(entry.position.index)
    if (cell !== undefined) own[index] = 1
    if (cell !== undefined && cell.length > 1) wobbles.push(index)
    const mask = bitsOf(cell ?? filling(reference?.cells.get(entry.position.index), entry.position), entry)
    allowed[index] = mask
    if ((mask & REFERENCE_BIT) === 0) excludesReference.push(index)
  })
  return {
    allele,
    allowed,
    own,
    ownColumns: columns.flatMap((_, index) => (own[index] === 1 ? [index] : [])),
    excludesReference: Int32Array.from(excludesReference),
    wobbles: Int32Array.from(wobbles),
  }
}

/** What a blank cell means: the reference allele's base, or the genome's where the reference allele is itself open. */
function filling(referenceCell: readonly string[] | undefined, position: Position): readonly string[] {
  return referenceCell?.length === 1 ? referenceCell : [position.loci.GRCh38.ref]
}

function bitsOf(bases: readonly string[], { bits }: Column): number {
  return bases.reduce((mask, base) => mask | (bits.get(base) ?? 0), 0)
}
