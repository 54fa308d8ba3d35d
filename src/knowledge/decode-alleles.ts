import { z } from 'zod'

import type { Allele, Position } from '../domain/knowledge.js'
import { bases, type GenePositions } from './decode-positions.js'
import type { Report } from './knowledge-error.js'
import { checkFile, type DataFile } from './data-file.js'
import { fileProvenance, provenanceOf, rowProvenance, text } from './provenance.js'

const cellText = z.string().regex(/^[ACGT]+(\|[ACGT]+)*$/, 'must be bases, several separated by "|"')

const alleleRow = z.strictObject({
  name: text,
  id: text.optional(),
  /** The pattern all others are compared with: every cell is filled, from GRCh38 unless `cells` says otherwise. */
  reference: z.literal(true).optional(),
  /** As fully defined as the reference allele: cells not listed are those of the reference. */
  filled: z.literal(true).optional(),
  /** Position (rs number, or GRCh38 coordinate where there is none) → bases. */
  cells: z.record(z.string(), cellText).optional(),
  /** Why the matcher cannot use it. */
  unmatchable: z.enum(['structural', 'suballeles', 'no-definition']).optional(),
  core: text.optional(),
  function: text.optional(),
  formerFunction: text.optional(),
  value: z
    .string()
    .regex(/^(≥?\d+\.\d+|n\/a)$/, 'must be like "0.25", "≥3.0" or "n/a"')
    .optional(),
  structure: z
    .strictObject({
      type: text,
      base: text.optional(),
      copies: text.optional(),
      components: z.array(text).optional(),
    })
    .optional(),
  tier1: z.literal(true).optional(),
  note: text.optional(),
  ...rowProvenance,
})

const allelesFile = z.strictObject({
  ...fileProvenance,
  /** Where functions and values were read, when not in `source`. */
  functionSource: text.optional(),
  alleles: z.array(alleleRow),
})

type AlleleRow = z.infer<typeof alleleRow>

export interface GeneAlleles {
  readonly alleles: readonly Allele[]
  /** Ids of the sources that the file names. */
  readonly sources: readonly string[]
}

export function decodeAlleles(
  file: DataFile,
  { positions, indexOf }: GenePositions,
  report: Report,
): GeneAlleles | undefined {
  const decoded = checkFile(allelesFile, file, report)
  if (decoded === undefined) return undefined
  const provenance = { source: decoded.source, basis: decoded.basis, reviewed: decoded.reviewed }
  const referenceRow = decoded.alleles.find(row => row.reference)
  const interned = new Map<string, readonly string[]>()

  const listedCells = (row: AlleleRow, rowIndex: number): Map<number, readonly string[]> => {
    const cells = new Map<number, readonly string[]>()
    for (const [key, cell] of Object.entries(row.cells ?? {})) {
      const field = `alleles[${rowIndex}].cells["${key}"]`
      const index = indexOf.get(key)
      const position = index === undefined ? undefined : positions[index]
      if (index === undefined || position === undefined)
        report(file.path, field, `${row.name}: no such position in gene.json`)
      else
        cells.set(
          index,
          checkedCell(cell, position, interned, wrong => report(file.path, field, `${row.name}: ${wrong}`)),
        )
    }
    return cells
  }

  const referenceCells = new Map<number, readonly string[]>()
  if (referenceRow !== undefined) {
    for (const position of positions) {
      if (position.role === 'defining') referenceCells.set(position.index, intern(position.loci.GRCh38.ref, interned))
    }
    for (const [index, cell] of listedCells(referenceRow, decoded.alleles.indexOf(referenceRow)))
      referenceCells.set(index, cell)
  }

  const names = new Set<string>()
  const alleles = decoded.alleles.map((row, rowIndex): Allele => {
    if (names.has(row.name)) report(file.path, `alleles[${rowIndex}].name`, `"${row.name}" stands twice`)
    names.add(row.name)
    if (row.reference && row !== referenceRow)
      report(file.path, `alleles[${rowIndex}].reference`, 'is a second reference')
    const own = row === referenceRow ? referenceCells : listedCells(row, rowIndex)
    const cells = row.filled ? filledFrom(referenceCells, own) : own
    return {
      name: row.name,
      ...(row.id === undefined ? {} : { id: row.id }),
      isReference: row.reference ?? false,
      cells,
      matchable: row.unmatchable === undefined,
      ...(row.core === undefined ? {} : { core: row.core }),
      ...(row.function === undefined ? {} : { function: row.function }),
      ...(row.formerFunction === undefined ? {} : { formerFunction: row.formerFunction }),
      ...(row.value === undefined ? {} : { activityValue: row.value }),
      ...(row.structure === undefined ? {} : { structural: row.structure }),
      ampTier1: row.tier1 ?? false,
      ...(row.note === undefined ? {} : { note: row.note }),
      provenance: provenanceOf(provenance, row),
    }
  })
  const rowSources = decoded.alleles.flatMap(row => row.source ?? [])
  return { alleles, sources: [...new Set([decoded.source, decoded.functionSource ?? decoded.source, ...rowSources])] }
}

function checkedCell(
  cell: string,
  position: Position,
  interned: Map<string, readonly string[]>,
  wrong: (message: string) => void,
): readonly string[] {
  const cellBases = intern(cell, interned)
  const known = bases(position.loci.GRCh38)
  const unknown = cellBases.filter(base => !known.includes(base))
  if (unknown.length > 0) wrong(`${unknown.join(', ')} is neither reference nor alternate there (${known.join(', ')})`)
  if (new Set(cellBases).size !== cellBases.length) wrong(`lists a base twice: ${cell}`)
  if (position.role !== 'defining') wrong('an extra position defines no allele')
  return cellBases
}

/** 25,000 cells hold a handful of different texts; sharing their arrays keeps the release small. */
function intern(cell: string, interned: Map<string, readonly string[]>): readonly string[] {
  const known = interned.get(cell)
  if (known !== undefined) return known
  const cellBases = cell.split('|')
  interned.set(cell, cellBases)
  return cellBases
}

function filledFrom(
  reference: ReadonlyMap<number, readonly string[]>,
  own: ReadonlyMap<number, readonly string[]>,
): Map<number, readonly string[]> {
  const cells = new Map(reference)
  for (const [index, cell] of own) cells.set(index, cell)
  return cells
}
