import type { Assembly } from '../domain/knowledge.js'
import { ASSEMBLIES } from '../domain/knowledge.js'
import type { Header } from './header.js'
import type { Notices } from './notices.js'
import type { Catalogue, Place } from './places.js'
import { placesAt } from './places.js'
import { refusal } from './refuse.js'
import type { Row } from './row.js'

/** How many rows stand at positions of one assembly with its reference base, and with another. */
interface Tally {
  fits: number
  contradicts: number
  /** The first few, for the refusal. */
  readonly fitting: string[]
  readonly contradicting: string[]
}

/** Which assembly a file is on, judged by the bases in REF at positions whose coordinates or bases tell the two apart. */
export interface AssemblyEvidence {
  readonly note: (row: Row) => void
  readonly tally: (assembly: Assembly) => Readonly<Tally>
  /** The assembly that the bases leave no doubt about; `mixed` when rows of both are there. */
  readonly judged: (rows: number) => Assembly | 'mixed' | undefined
}

const NAMED_POSITIONS = 10

/** So many rows with the bases of an assembly and next to none against it do not come about by chance (one in four fits). */
const NO_CHANCE = 5

/** In a file of this many rows some stand at positions of the wrong assembly by chance. */
const LARGE_FILE = 100_000

export function collectAssemblyEvidence(catalogues: Readonly<Record<Assembly, Catalogue>>): AssemblyEvidence {
  const tallies: Record<Assembly, Tally> = { GRCh38: emptyTally(), GRCh37: emptyTally() }

  function note(row: Row): void {
    if (row.ref.startsWith('N')) return
    const on38 = placeAt(catalogues.GRCh38, row)
    const on37 = placeAt(catalogues.GRCh37, row)
    if (on38 !== undefined && on37 !== undefined && on38.ref[0] === on37.ref[0]) return
    count(tallies.GRCh38, on38, row)
    count(tallies.GRCh37, on37, row)
  }

  function judged(rows: number): Assembly | 'mixed' | undefined {
    const enough = rows > LARGE_FILE ? NO_CHANCE : 3
    const clear = ASSEMBLIES.filter(
      assembly => tallies[assembly].fits >= enough && tallies[assembly].contradicts * 4 <= tallies[assembly].fits,
    )
    if (clear.length < 2) return clear[0]
    if (clear.every(assembly => tallies[assembly].fits >= NO_CHANCE)) return 'mixed'
    return clear.find(assembly => tallies[assembly].fits >= 4 * tallies[other(assembly)].fits)
  }

  return { note, tally: assembly => tallies[assembly], judged }
}

function emptyTally(): Tally {
  return { fits: 0, contradicts: 0, fitting: [], contradicting: [] }
}

function placeAt(catalogue: Catalogue, row: Row): Place | undefined {
  return placesAt(catalogue, row.chromosome, row.position, row.position).find(place => place.position === row.position)
}

function count(tally: Tally, place: Place | undefined, row: Row): void {
  if (place === undefined) return
  const length = Math.min(place.ref.length, row.ref.length)
  const fits = place.ref.slice(0, length) === row.ref.slice(0, length)
  if (fits) tally.fits += 1
  else tally.contradicts += 1
  const named = fits ? tally.fitting : tally.contradicting
  if (named.length < NAMED_POSITIONS) named.push(`${place.chromosome}:${place.position}`)
}

function other(assembly: Assembly): Assembly {
  return assembly === 'GRCh38' ? 'GRCh37' : 'GRCh38'
}

export interface AssemblyQuestion {
  readonly evidence: AssemblyEvidence
  readonly header: Header
  readonly stated: Assembly | undefined
  readonly rows: number
  /** Rows speak about positions whose place depends on the assembly, or silence is read as reference: a guess could invent results. */
  readonly wouldMatter: boolean
}

/** Decides the assembly, or refuses the file. The bases go before the header; both, if they disagree, refuse it. */
export function chooseAssembly(question: AssemblyQuestion, notices: Notices): Assembly {
  const { evidence, header, stated } = question
  const hint = header.assemblyHint
  const judged = evidence.judged(question.rows)
  if (judged === 'mixed') throw mixed(evidence)
  if (judged !== undefined) return agreeing(judged, question, notices)

  if (stated !== undefined && (hint === 'GRCh38' || hint === 'GRCh37') && hint !== stated) {
    throw refusal(
      'BUILD_MISMATCH',
      'the header names another assembly than was stated, and too few rows stand at known positions to decide',
      'State the assembly of the file, or repair its header.',
      {},
      { stated, header: hint },
    )
  }
  const expected = stated ?? (hint === 'GRCh38' || hint === 'GRCh37' ? hint : undefined)
  if (expected !== undefined) {
    const { fits, contradicts, contradicting } = evidence.tally(expected)
    if (contradicts >= 5 && contradicts > 2 * fits) throw mismatch(expected, undefined, contradicting)
    return expected
  }
  return guess(question, notices)
}

function agreeing(judged: Assembly, { evidence, header, stated }: AssemblyQuestion, notices: Notices): Assembly {
  const hint = header.assemblyHint
  if (stated !== undefined && stated !== judged) throw mismatch(stated, judged, evidence.tally(judged).fitting)
  if (stated === undefined && hint !== undefined && hint !== 'contradictory' && hint !== judged)
    throw mismatch(hint, judged, evidence.tally(judged).fitting)
  if (hint !== judged) {
    const subject =
      hint === undefined ? 'The header does not name the assembly' : 'The header does not name one assembly'
    notices.add({
      code: 'BUILD_FROM_BASES',
      severity: 'note',
      message: `${subject}; the reference bases at ${evidence.tally(judged).fits} positions are those of ${judged}.`,
    })
  }
  return judged
}

function mismatch(said: string, judged: Assembly | undefined, positions: readonly string[]): Error {
  const reason =
    judged === undefined
      ? `the reference bases are not those of ${said}`
      : `the file is said to be on ${said}, but its reference bases are those of ${judged}`
  return refusal(
    'BUILD_MISMATCH',
    reason,
    'Repair the header or state the right assembly; coordinates are never converted silently.',
    {},
    { said, ...(judged === undefined ? {} : { bases: judged }), positions },
  )
}

export function mixed(evidence: AssemblyEvidence): Error {
  return refusal(
    'BUILD_MISMATCH',
    'some rows have the reference bases of GRCh38 and some those of GRCh37',
    'Send one file per assembly.',
    {},
    { positions: ASSEMBLIES.flatMap(assembly => evidence.tally(assembly).fitting) },
  )
}

/** Neither the uploader nor the header names an assembly we know. */
function guess({ evidence, header, rows, wouldMatter }: AssemblyQuestion, notices: Notices): Assembly {
  const [only, another] = ASSEMBLIES.filter(assembly => evidence.tally(assembly).fits > 0)
  if (
    only !== undefined &&
    another === undefined &&
    rows <= LARGE_FILE &&
    header.assemblyHint !== 'other' &&
    evidence.tally(only).contradicts === 0
  ) {
    notices.add({
      code: 'BUILD_FROM_BASES',
      severity: 'warning',
      message: `The header does not name the assembly; ${evidence.tally(only).fits} row(s) at known positions of ${only} decided. State the assembly to be sure.`,
    })
    return only
  }
  if (!wouldMatter) {
    notices.add({
      code: 'HEADER_BUILD_UNKNOWN',
      severity: 'warning',
      message: 'The assembly is not known, and no row stands at a position where it would matter. State the assembly.',
    })
    return 'GRCh38'
  }
  throw refusal(
    'UNSUPPORTED_ASSEMBLY',
    'the assembly of the file cannot be told',
    'State it; GRCh38 and GRCh37 are read.',
    {},
    { supported: ASSEMBLIES },
  )
}
