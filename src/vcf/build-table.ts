import type { PositionColumn, VariantTable } from '../domain/genotype/evidence.js'
import type { Knowledge } from '../domain/knowledge.js'
import type { ReadOptions } from '../usecases/ports.js'
import type { RowAtPlace } from './build-column.js'
import { buildColumn, emptyColumns, samplesWithOneX } from './build-column.js'
import type { CollectedRows } from './collect-rows.js'
import { describe } from './describe.js'
import type { Header } from './header.js'
import { genesOnOtherSequence } from './mitochondrion.js'
import type { Notices } from './notices.js'
import type { Catalogue, Place } from './places.js'

export interface TableQuestion {
  readonly knowledge: Knowledge
  readonly catalogue: Catalogue
  readonly header: Header
  readonly collected: CollectedRows
  readonly samples: number
  readonly options: ReadOptions
  readonly notices: Notices
}

export type TableParts = Pick<
  VariantTable,
  'columns' | 'diagnostics' | 'quarantined' | 'quarantinedBySample' | 'otherReferenceSequence'
>

/** Settles all positions once the file has been read and its assembly is known. */
export function buildTable({
  knowledge,
  catalogue,
  header,
  collected,
  samples,
  options,
  notices,
}: TableQuestion): TableParts {
  const rows = collected.rows(catalogue.assembly)
  const holds = createHolds(collected.held(catalogue.assembly), samples)
  const silenceIsRead = options.assay.assumeReference || options.assay.assayedRegions.length > 0
  const otherReferenceSequence = genesOnOtherSequence(catalogue, header, collected.sawMitochondrion() || silenceIsRead)
  const xRows = catalogue.places.flatMap(place => (place.ploidy === 'x-linked' ? (rows.get(place) ?? []) : []))
  const shared = { samples, quality: options.quality, assay: options.assay, oneX: samplesWithOneX(xRows, samples) }
  const columns = new Map([...knowledge.genes.values()].map(gene => [gene.symbol, emptyColumns(gene)]))

  for (const place of catalogue.places) {
    const isOther = otherReferenceSequence.has(place.gene)
    const here = isOther ? [] : (rows.get(place) ?? [])
    const { column, remarks, held } = buildColumn(place, here, { ...shared, mayAssume: !isOther })
    const ofGene = columns.get(place.gene)
    if (ofGene !== undefined) ofGene[place.index] = column
    holds.add(place.gene, held)
    remarkOnRows(place, here, column, header, notices)
    for (const { code, line } of remarks) notices.add(describe(code, { line, ...at(place) }))
  }
  if (otherReferenceSequence.size > 0) notices.add(describe('OTHER_MITOCHONDRIAL_SEQUENCE', { chromosome: 'chrM' }))
  if (rows.size === 0) notices.add(describe('NO_POSITION_COVERED', {}))
  return { columns, diagnostics: notices.list(), ...holds.result(), otherReferenceSequence }
}

function at({ chromosome, position, gene }: Place): Pick<Place, 'chromosome' | 'position' | 'gene'> {
  return { chromosome, position, gene }
}

interface Holds {
  readonly add: (gene: string, samples: readonly number[]) => void
  readonly result: () => Pick<VariantTable, 'quarantined' | 'quarantinedBySample'>
}

/** A gene held for every sample is held for the file. */
function createHolds(forAll: ReadonlySet<string>, samples: number): Holds {
  const quarantined = new Set(forAll)
  const quarantinedBySample = new Map<number, Set<string>>()
  return {
    add: (gene, held) => {
      if (held.length === 0) return
      if (held.length === samples) quarantined.add(gene)
      else
        for (const sample of held)
          quarantinedBySample.set(sample, (quarantinedBySample.get(sample) ?? new Set()).add(gene))
    },
    result: () => ({ quarantined, quarantinedBySample }),
  }
}

/** Findings about a row as a whole, whoever carries what. */
function remarkOnRows(
  place: Place,
  rows: readonly RowAtPlace[],
  column: PositionColumn,
  header: Header,
  notices: Notices,
): void {
  const carriesUndocumented = column.distinct.some(evidence => evidence.undocumented === true)
  for (const { reading } of rows) {
    const where = { line: reading.row.line, ...at(place) }
    if (reading.how === 'contradicts') notices.add(describe('REFERENCE_MISMATCH', where))
    if (reading.how === 'beside') notices.add(describe('REFERENCE_MISMATCH', where, 'note'))
    if (reading.how !== 'states') continue
    const undocumented = reading.meanings.some(
      meaning => meaning.kind === 'bases' && meaning.text !== place.ref && !place.alts.includes(meaning.text),
    )
    if (undocumented) notices.add(describe('UNDOCUMENTED_ALLELE', where, carriesUndocumented ? 'warning' : 'note'))
    const structural = reading.meanings.some(meaning => meaning.kind === 'unusable' && meaning.reason === 'STRUCTURAL')
    if (structural && !header.isGvcf) notices.add(describe('STRUCTURAL_ALLELE', where, 'note'))
  }
}
