import type { Assembly, Gene, Knowledge, Position } from '../domain/knowledge.js'
import { oncePerTwo } from '../domain/once-per.js'

/** Reference bases from `start` on. */
export interface ReferenceSequence {
  readonly start: number
  readonly bases: string
}

/** A position of interest on one assembly, ready to be compared with the rows of a file. */
export interface Place {
  readonly gene: string
  /** Index of the position in its gene. */
  readonly index: number
  readonly ploidy: Gene['ploidy']
  readonly chromosome: string
  readonly position: number
  /** Last base of REF. */
  readonly end: number
  readonly ref: string
  readonly alts: readonly string[]
  /** Bases around an insertion or deletion, where known. */
  readonly sequence?: ReferenceSequence
  /** Rows that touch this range can speak about the position: REF, widened to all spellings of the same change. */
  readonly from: number
  readonly to: number
}

/** All positions of interest of one assembly. */
export interface Catalogue {
  readonly assembly: Assembly
  readonly places: readonly Place[]
  /** Per chromosome, in the order of `from`. */
  readonly byChromosome: ReadonlyMap<string, PlacesOfChromosome>
}

interface PlacesOfChromosome {
  readonly places: readonly Place[]
  /** No place is longer than this, so a search needs to look back no further. */
  readonly longest: number
}

export const catalogueOf = oncePerTwo(buildCatalogue)

function buildCatalogue(knowledge: Knowledge, assembly: Assembly): Catalogue {
  const places = [...knowledge.genes.values()].flatMap(gene =>
    gene.positions.flatMap(position => placeOf(gene, position, assembly) ?? []),
  )
  const byChromosome = new Map<string, PlacesOfChromosome>()
  for (const [chromosome, group] of Map.groupBy(places, place => place.chromosome)) {
    byChromosome.set(chromosome, {
      places: group.toSorted((a, b) => a.from - b.from),
      longest: Math.max(...group.map(place => place.to - place.from + 1)),
    })
  }
  return { assembly, places, byChromosome }
}

function placeOf(gene: Gene, position: Position, assembly: Assembly): Place | undefined {
  const locus = position.loci[assembly]
  if (locus === undefined) return undefined
  const end = locus.position + locus.ref.length - 1
  const sequence = sequenceOf(position, assembly)
  const place = {
    gene: gene.symbol,
    index: position.index,
    ploidy: gene.ploidy,
    chromosome: gene.chromosome,
    position: locus.position,
    end,
    ref: locus.ref,
    alts: locus.alts,
    ...(sequence === undefined ? {} : { sequence }),
  }
  const isIndel = locus.alts.some(alt => alt.length !== locus.ref.length)
  if (!isIndel) return { ...place, from: locus.position, to: end }
  const spellings = locus.alts.map(alt => spellingRange(locus.position, locus.ref, alt, sequence))
  return {
    ...place,
    from: Math.min(locus.position, ...spellings.map(range => range.from)),
    to: Math.max(end, ...spellings.map(range => range.to)),
  }
}

/**
 * The bases around an insertion or deletion are known on GRCh38. On GRCh37 the same bases stand around the same position
 * (compared for 51 bases around each position of 22 genes, no difference), moved with it; a row whose REF disagrees with
 * them is not matched by them.
 */
function sequenceOf(position: Position, assembly: Assembly): ReferenceSequence | undefined {
  const locus = position.loci[assembly]
  if (position.window === undefined || locus === undefined) return undefined
  const start = position.window.start + locus.position - position.loci.GRCh38.position
  const bases = position.window.sequence
  return bases.startsWith(locus.ref, locus.position - start) ? { start, bases } : undefined
}

/** Where the surroundings are not known, the same insertion or deletion may be written this far away. */
export const UNKNOWN_REACH = 50

/** How far left and right the same insertion or deletion can be written, with one base of padding on either side. */
function spellingRange(
  position: number,
  ref: string,
  alt: string,
  sequence: ReferenceSequence | undefined,
): { from: number; to: number } {
  const change = trim(position, ref, alt)
  const inserted = change.ref === '' ? change.alt : change.alt === '' ? change.ref : ''
  const last = change.start + change.ref.length - 1
  if (inserted === '') return { from: change.start, to: last }
  if (sequence === undefined) return { from: change.start - UNKNOWN_REACH, to: last + UNKNOWN_REACH }
  const leftmost = shiftLeft(change, sequence)
  let right = change.start + change.ref.length
  let unit = inserted
  while (right - sequence.start < sequence.bases.length && sequence.bases[right - sequence.start] === unit[0]) {
    unit = unit.slice(1) + unit[0]
    right += 1
  }
  return { from: leftmost.start - 1, to: right }
}

/** A change without the bases that REF and ALT share: `start` is the first changed base, or the base after an insertion. */
export interface Change {
  readonly start: number
  readonly ref: string
  readonly alt: string
}

/** Drops shared bases from the end first, then from the beginning: the leftmost spelling within the given bases. */
export function trim(position: number, ref: string, alt: string): Change {
  let tail = 0
  while (tail < ref.length && tail < alt.length && ref[ref.length - 1 - tail] === alt[alt.length - 1 - tail]) tail += 1
  const shortest = Math.min(ref.length, alt.length) - tail
  let head = 0
  while (head < shortest && ref[head] === alt[head]) head += 1
  return { start: position + head, ref: ref.slice(head, ref.length - tail), alt: alt.slice(head, alt.length - tail) }
}

/** Moves a pure insertion or deletion as far left as the reference bases allow; other changes stay. */
export function shiftLeft(change: Change, sequence: ReferenceSequence): Change {
  if ((change.ref === '') === (change.alt === '')) return change
  let unit = change.ref === '' ? change.alt : change.ref
  let start = change.start
  while (start > sequence.start && sequence.bases[start - 1 - sequence.start] === unit[unit.length - 1]) {
    unit = unit[unit.length - 1] + unit.slice(0, -1)
    start -= 1
  }
  return change.ref === '' ? { start, ref: '', alt: unit } : { start, ref: unit, alt: '' }
}

/** Places whose range overlaps [from, to]. */
export function placesAt(catalogue: Catalogue, chromosome: string, from: number, to: number): readonly Place[] {
  const group = catalogue.byChromosome.get(chromosome)
  if (group === undefined) return []
  const { places, longest } = group
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((places[middle]?.from ?? 0) < from - longest) low = middle + 1
    else high = middle
  }
  const found: Place[] = []
  for (let index = low; index < places.length; index += 1) {
    const place = places[index]
    if (place === undefined || place.from > to) break
    if (place.to >= from) found.push(place)
  }
  return found
}

/** Disjoint ranges in ascending order: `starts[i]`–`ends[i]`, inclusive. */
export interface Ranges {
  readonly starts: Int32Array
  readonly ends: Int32Array
}

/** The ranges in which a row can touch any of the catalogues, per chromosome. */
export function rangesOf(catalogues: readonly Catalogue[]): ReadonlyMap<string, Ranges> {
  const all = catalogues.flatMap(catalogue => catalogue.places)
  const ranges = new Map<string, Ranges>()
  for (const [chromosome, group] of Map.groupBy(all, place => place.chromosome)) {
    const merged: { from: number; to: number }[] = []
    for (const { from, to } of group.toSorted((a, b) => a.from - b.from)) {
      const last = merged.at(-1)
      if (last !== undefined && from <= last.to + 1) last.to = Math.max(last.to, to)
      else merged.push({ from, to })
    }
    ranges.set(chromosome, {
      starts: Int32Array.from(merged, range => range.from),
      ends: Int32Array.from(merged, range => range.to),
    })
  }
  return ranges
}
