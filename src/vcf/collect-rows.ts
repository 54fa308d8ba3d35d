import type { Diagnostic, DiagnosticCode } from '../domain/diagnostics.js'
import type { Assembly } from '../domain/knowledge.js'
import { ASSEMBLIES } from '../domain/knowledge.js'
import type { FileLimits, QualityPolicy } from '../usecases/ports.js'
import type { RowAtPlace } from './build-column.js'
import type { AssemblyEvidence } from './choose-assembly.js'
import type { RowCalls } from './genotypes.js'
import { readGenotypes } from './genotypes.js'
import type { Header } from './header.js'
import type { RowReading } from './match-row.js'
import { matchRow } from './match-row.js'
import type { Catalogue, Place } from './places.js'
import { placesAt } from './places.js'
import { refusal } from './refuse.js'
import type { Row } from './row.js'
import { readRow } from './row.js'
import type { LineListener } from './scan-lines.js'

/** A row that could not be read, and the genes it may have belonged to. */
export interface RowFaultFound {
  readonly code: DiagnosticCode
  readonly severity: Diagnostic['severity'] | undefined
  readonly place: { readonly line: number; readonly chromosome?: string; readonly position?: number }
  readonly genes: (catalogue: Catalogue) => readonly string[]
}

export interface CollectedRows extends LineListener {
  readonly rows: (assembly: Assembly) => ReadonlyMap<Place, readonly RowAtPlace[]>
  readonly faults: () => readonly RowFaultFound[]
  readonly sawMitochondrion: () => boolean
}

export interface CollectQuestion {
  readonly header: Header
  /** Columns of the file that are read. */
  readonly samples: readonly number[]
  readonly limits: FileLimits
  readonly catalogues: Readonly<Record<Assembly, Catalogue>>
  readonly quality: QualityPolicy
  readonly evidence: AssemblyEvidence
}

const TAB = 9

/**
 * Reads the candidate rows of a file and keeps what they say at positions of interest, for both assemblies: which one the
 * file is on is known only when enough rows have been seen.
 */
export function collectRows({
  header,
  samples,
  limits,
  catalogues,
  quality,
  evidence,
}: CollectQuestion): CollectedRows {
  const chosen = new Int32Array(header.samples.length).fill(-1)
  samples.forEach((column, index) => {
    chosen[column] = index
  })
  const kept: Record<Assembly, Map<Place, RowAtPlace[]>> = { GRCh38: new Map(), GRCh37: new Map() }
  const faults: RowFaultFound[] = []
  let mitochondrion = false

  function candidate(bytes: Buffer, line: number, chromosome: string, position: number): void {
    const fault = (code: DiagnosticCode): void => {
      const last = position + refLength(bytes)
      const genes = (catalogue: Catalogue): readonly string[] =>
        placesAt(catalogue, chromosome, position, last).map(place => place.gene)
      keepFault({ code, severity: undefined, place: { line, chromosome, position }, genes })
    }
    if (chromosome === 'chrM') mitochondrion = true
    const samplesFrom = afterTabs(bytes, 9)
    if (samplesFrom === -1) return fault('WRONG_COLUMN_COUNT')
    if (bytes.includes(0)) return fault('MALFORMED_ROW')
    const row = readRow(bytes.toString('latin1', 0, samplesFrom - 1), line, chromosome, header)
    if (typeof row === 'string') return fault(row)
    if (row.alts.length > limits.alternates) {
      throw refusal(
        'TOO_LARGE',
        'a row has more alternates than are accepted',
        'Split or shorten the row.',
        { line },
        { limit: limits.alternates },
      )
    }
    evidence.note(row)
    const readings = ASSEMBLIES.map(assembly => ({ assembly, found: readingsOf(row, catalogues[assembly]) }))
    if (readings.every(({ found }) => found.length === 0)) return
    const calls = readGenotypes(bytes, samplesFrom, chosen, samples.length, {
      alternates: row.alts.length,
      layout: row.layout,
      alleleDepths: header.alleleDepths !== 'unusable',
      quality: quality.minimumGenotypeQuality !== undefined || row.referenceOnly,
      depth: quality.minimumDepth !== undefined || row.referenceOnly,
      sampleFilter: quality.requirePass,
      copyNumber: row.alts.some(alt => alt.startsWith('<C') || alt.startsWith('<D')),
    })
    if (calls === undefined) return fault('WRONG_COLUMN_COUNT')
    for (const { assembly, found } of readings)
      for (const { place, reading } of found) keep(assembly, place, { reading, calls })
  }

  /** A row that only passes by matters if somebody carries what it describes. */
  function keep(assembly: Assembly, place: Place, row: RowAtPlace): void {
    if (row.reading.how === 'touches' && !isCarried(row.reading, row.calls)) return
    const rows = kept[assembly].get(place)
    if (rows === undefined) kept[assembly].set(place, [row])
    else rows.push(row)
  }

  function keepFault(found: RowFaultFound): void {
    faults.push(found)
  }

  return {
    candidate,
    unplaced: (line, where) => {
      if (where === 'anywhere') {
        keepFault({
          code: 'MALFORMED_ROW',
          severity: undefined,
          place: { line },
          genes: catalogue => catalogue.places.map(place => place.gene),
        })
        return
      }
      const chromosome = where === 'elsewhere' ? undefined : where.chromosome
      keepFault({
        code: 'BAD_POSITION',
        severity: chromosome === undefined ? 'warning' : undefined,
        place: { line, ...(chromosome === undefined ? {} : { chromosome }) },
        genes: catalogue => catalogue.places.filter(place => place.chromosome === chromosome).map(place => place.gene),
      })
    },
    ignored: line => keepFault({ code: 'MALFORMED_ROW', severity: 'warning', place: { line }, genes: () => [] }),
    rows: assembly => kept[assembly],
    faults: () => faults,
    sawMitochondrion: () => mitochondrion,
  }
}

function readingsOf(row: Row, catalogue: Catalogue): readonly { place: Place; reading: RowReading }[] {
  return placesAt(catalogue, row.chromosome, row.position, row.end).flatMap(place => {
    const reading = matchRow(row, place)
    return reading === undefined ? [] : [{ place, reading }]
  })
}

function isCarried(reading: RowReading, calls: RowCalls): boolean {
  return calls.distinct.some(
    call =>
      call.alleles.some(allele => allele !== null && reading.meanings[allele]?.kind === 'unusable') ||
      (call.copyNumber !== undefined && call.copyNumber !== 2) ||
      call.fault !== undefined,
  )
}

function refLength(bytes: Buffer): number {
  const from = afterTabs(bytes, 3)
  const to = from === -1 ? -1 : bytes.indexOf(TAB, from)
  return to === -1 ? 1 : to - from
}

function afterTabs(bytes: Buffer, count: number): number {
  let at = 0
  for (let seen = 0; seen < count; seen += 1) {
    at = bytes.indexOf(TAB, at) + 1
    if (at === 0) return -1
  }
  return at
}
