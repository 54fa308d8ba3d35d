import type { DiagnosticCode } from '../domain/diagnostics.js'
import type { Assembly } from '../domain/knowledge.js'
import { ASSEMBLIES } from '../domain/knowledge.js'
import type { FileLimits, QualityPolicy } from '../usecases/ports.js'
import type { RowAtPlace } from './build-column.js'
import type { AssemblyEvidence } from './choose-assembly.js'
import { mixed } from './choose-assembly.js'
import type { RowCalls } from './genotypes.js'
import { readGenotypes } from './genotypes.js'
import type { Header } from './header.js'
import type { RowReading } from './match-row.js'
import { matchRow } from './match-row.js'
import type { Catalogue, Place } from './places.js'
import { placesAt } from './places.js'
import type { Notices } from './notices.js'
import { describe } from './describe.js'
import { refusal } from './refuse.js'
import type { Row } from './row.js'
import { readRow } from './row.js'
import type { LineListener } from './scan-lines.js'

export interface CollectedRows extends LineListener {
  readonly rows: (assembly: Assembly) => ReadonlyMap<Place, readonly RowAtPlace[]>
  /** Genes that a row which could not be read may belong to. */
  readonly held: (assembly: Assembly) => ReadonlySet<string>
  readonly sawMitochondrion: () => boolean
  /** Some row speaks about a position that stands elsewhere, or with another base, on the other assembly. */
  readonly dependsOnAssembly: () => boolean
}

export interface CollectQuestion {
  readonly header: Header
  /** Columns of the file that are read. */
  readonly samples: readonly number[]
  readonly limits: FileLimits
  readonly catalogues: Readonly<Record<Assembly, Catalogue>>
  readonly quality: QualityPolicy
  readonly evidence: AssemblyEvidence
  readonly notices: Notices
}

const TAB = 9

/** Rows with the bases of one assembly, and none to speak of against it. */
const BEYOND_DOUBT = 100

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
  notices,
}: CollectQuestion): CollectedRows {
  const chosen = new Int32Array(header.samples.length).fill(-1)
  samples.forEach((column, index) => {
    chosen[column] = index
  })
  const kept: Record<Assembly, Map<Place, RowAtPlace[]>> = { GRCh38: new Map(), GRCh37: new Map() }
  const held: Record<Assembly, Set<string>> = { GRCh38: new Set(), GRCh37: new Set() }
  let mitochondrion = false
  let decided: Assembly | undefined

  function hold(places: (catalogue: Catalogue) => readonly Place[]): void {
    for (const assembly of ASSEMBLIES) for (const place of places(catalogues[assembly])) held[assembly].add(place.gene)
  }

  function faultAt(code: DiagnosticCode, bytes: Buffer, line: number, chromosome: string, position: number): void {
    const last = position + refLength(bytes)
    hold(catalogue => placesAt(catalogue, chromosome, position, last))
    notices.add(describe(code, { line, chromosome, position }))
  }

  function candidate(bytes: Buffer, line: number, chromosome: string, position: number): void {
    const fault = (code: DiagnosticCode): void => faultAt(code, bytes, line, chromosome, position)
    if (chromosome === 'chrM') mitochondrion = true
    const samplesFrom = afterTabs(bytes, 9)
    if (samplesFrom === -1 || bytes.includes(0)) return fault('MALFORMED_ROW')
    const read = readRow(bytes.toString('latin1', 0, samplesFrom - 1), line, chromosome, header)
    if (typeof read === 'string') return fault(read)
    const row =
      read.layout.len < 0
        ? read
        : { ...read, end: Math.max(read.end, read.position + longestBlock(bytes, samplesFrom, read.layout.len) - 1) }
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
    decide(line)
    const readings = openAssemblies().map(assembly => ({ assembly, found: readingsOf(row, catalogues[assembly]) }))
    if (readings.every(({ found }) => found.length === 0)) return
    const calls = readGenotypes(bytes, samplesFrom, chosen, samples.length, {
      alternates: row.alts.length,
      layout: row.layout,
      alleleDepths: header.alleleDepths === 'per-allele' || header.alleleDepths === 'undeclared',
      quality: quality.minimumGenotypeQuality !== undefined || row.referenceOnly,
      depth: quality.minimumDepth !== undefined || row.referenceOnly,
      sampleFilter: quality.requirePass,
      copyNumber: row.alts.some(alt => alt.startsWith('<C') || alt.startsWith('<D')),
    })
    if (calls === undefined) return fault('WRONG_COLUMN_COUNT')
    for (const { assembly, found } of readings)
      for (const { place, reading } of found) keep(assembly, place, { reading, calls })
  }

  /** Once the bases are beyond doubt the rows of the other assembly are dropped: in a large cohort they are most of the memory. */
  function decide(line: number): void {
    if (decided !== undefined || ASSEMBLIES.every(assembly => evidence.tally(assembly).fits < BEYOND_DOUBT)) return
    const judged = evidence.judged(line)
    if (judged === undefined || judged === 'mixed') return
    decided = judged
    for (const assembly of ASSEMBLIES) if (assembly !== judged) kept[assembly].clear()
  }

  function openAssemblies(): readonly Assembly[] {
    return decided === undefined ? ASSEMBLIES : [decided]
  }

  /** A row that only passes by matters if somebody carries what it describes. */
  function keep(assembly: Assembly, place: Place, row: RowAtPlace): void {
    if (row.reading.how === 'touches' && !isCarried(row.reading, row.calls)) return
    const rows = kept[assembly].get(place)
    if (rows === undefined) kept[assembly].set(place, [row])
    else rows.push(row)
  }

  return {
    candidate,
    unplaced: (line, where) => {
      if (where === 'anywhere') {
        hold(catalogue => catalogue.places)
        notices.add(describe('MALFORMED_ROW', { line }))
      } else if (where === 'elsewhere') {
        notices.add(describe('BAD_POSITION', { line }, 'warning'))
      } else {
        hold(catalogue => catalogue.byChromosome.get(where.chromosome)?.places ?? [])
        notices.add(describe('BAD_POSITION', { line, chromosome: where.chromosome }))
      }
    },
    miscounted: (bytes, line, chromosome, position, tooMany) => {
      if (chromosome === undefined) notices.add(describe('WRONG_COLUMN_COUNT', { line, position }, 'warning'))
      else faultAt('WRONG_COLUMN_COUNT', bytes, line, chromosome, position)
      if (tooMany) hold(catalogue => catalogue.byChromosome.get(chromosome ?? '')?.places ?? [])
    },
    ignored: line => notices.add(describe('MALFORMED_ROW', { line }, 'warning')),
    rows: assembly => {
      if (decided !== undefined && assembly !== decided) throw mixed(evidence)
      return kept[assembly]
    },
    held: assembly => held[assembly],
    sawMitochondrion: () => mitochondrion,
    dependsOnAssembly: () =>
      ASSEMBLIES.some(assembly => [...kept[assembly].keys()].some(place => !isOnBoth(place, catalogues))),
  }
}

function readingsOf(row: Row, catalogue: Catalogue): readonly { place: Place; reading: RowReading }[] {
  return placesAt(catalogue, row.chromosome, row.position, row.end).flatMap(place => {
    const reading = matchRow(row, place)
    return reading === undefined ? [] : [{ place, reading }]
  })
}

function isOnBoth(place: Place, catalogues: Readonly<Record<Assembly, Catalogue>>): boolean {
  return ASSEMBLIES.every(assembly =>
    placesAt(catalogues[assembly], place.chromosome, place.position, place.position).some(
      other => other.gene === place.gene && other.position === place.position && other.ref === place.ref,
    ),
  )
}

function isCarried(reading: RowReading, calls: RowCalls): boolean {
  return calls.distinct.some(
    call =>
      call.alleles.some(allele => allele !== null && reading.meanings[allele]?.kind === 'unusable') ||
      (call.copyNumber !== undefined && call.copyNumber !== 2) ||
      call.fault !== undefined,
  )
}

/** VCF 4.5 states the length of a reference block per sample, in FORMAT/LEN. */
function longestBlock(bytes: Buffer, samplesFrom: number, field: number): number {
  const lengths = bytes
    .toString('latin1', samplesFrom)
    .split('\t')
    .map(sample => Number(sample.split(':')[field] ?? 0))
  return lengths.reduce((longest, length) => (length > longest ? length : longest), 0)
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
