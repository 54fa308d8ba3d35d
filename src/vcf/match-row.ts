import type { NoCallReason } from '../domain/genotype/evidence.js'
import { inDefinitionSpelling, keepsLength, mayBeShifted } from './definition-spelling.js'
import type { Place, ReferenceSequence } from './places.js'
import { trim } from './places.js'
import type { Row } from './row.js'
import { isBases, isPlaceholder } from './row.js'

/** What one allele of a row says about one position of interest. */
export type Meaning =
  /** The bases there, in the definition's spelling; REF too. */
  | { readonly kind: 'bases'; readonly text: string }
  /** The allele's change lies beside the position and leaves its bases alone. */
  | { readonly kind: 'beside' }
  /** Carried, it makes the position unreadable. */
  | { readonly kind: 'unusable'; readonly reason: NoCallReason }

/**
 * How a row speaks about a position.
 * - `states`: an allele of the row is a change of exactly these bases, or POS and REF are the definition's own.
 * - `covers`: a row without alternates, or a reference block, over some or all of the bases.
 * - `beside`: it starts at the position and its REF agrees, but it describes a change next to it.
 * - `touches`: an allele changes some of the bases in a way no definition can be compared with.
 * - `contradicts`: it starts at the position and its REF is not the reference there.
 */
export interface RowReading {
  readonly row: Row
  readonly how: 'states' | 'covers' | 'beside' | 'touches' | 'contradicts'
  /** By allele index, REF first. */
  readonly meanings: readonly Meaning[]
  /** The definition's spelling was reached by trimming, padding or shifting. */
  readonly normalised: boolean
}

/** Undefined when the row says nothing about the position. */
export function matchRow(row: Row, place: Place): RowReading | undefined {
  const isExact = row.position === place.position && row.ref === place.ref
  if (row.referenceOnly) return coverage(row, place, isExact)
  if (isExact && !row.alts.every(isStructural))
    return {
      row,
      how: 'states',
      normalised: false,
      meanings: [bases(place.ref), ...row.alts.map(alt => exactMeaning(alt))],
    }

  const sequence = commonSequence(row, place)
  if (sequence === 'contradiction') return contradicting(row, place)
  const meanings = row.alts.map(alt => meaningOf(alt, row, place, sequence))
  if (meanings.some(meaning => meaning.kind === 'bases')) {
    // The row is about this position: alleles that change something else leave it as the reference.
    return {
      row,
      how: 'states',
      normalised: true,
      meanings: [
        bases(place.ref),
        ...meanings.map(meaning => (meaning.kind === 'beside' ? bases(place.ref) : meaning)),
      ],
    }
  }
  if (meanings.some(meaning => meaning.kind === 'unusable'))
    return { row, how: 'touches', normalised: false, meanings: [{ kind: 'beside' }, ...meanings] }
  return row.position === place.position
    ? { row, how: 'beside', normalised: false, meanings: [{ kind: 'beside' }, ...meanings] }
    : undefined
}

function bases(text: string): Meaning {
  return { kind: 'bases', text }
}

/** In a row with the definition's own POS and REF an alternate is its text, whatever it is. */
function exactMeaning(alt: string): Meaning {
  if (isBases(alt) && !alt.includes('N')) return bases(alt)
  return { kind: 'unusable', reason: isPlaceholder(alt) || isStructural(alt) ? 'STRUCTURAL' : 'UNUSABLE_ALLELE' }
}

function isBreakend(alt: string): boolean {
  return alt.includes('[') || alt.includes(']')
}

function coverage(row: Row, place: Place, isExact: boolean): RowReading | undefined {
  if (row.end < place.position || row.position > place.end) return undefined
  const unusable: Meaning = { kind: 'unusable', reason: 'STRUCTURAL' }
  const meanings = [bases(place.ref), ...row.alts.map(() => unusable)]
  if (!isExact && !agrees(row.position, row.ref, place.position, place.ref)) {
    return row.position === place.position ? { row, how: 'contradicts', normalised: false, meanings: [] } : undefined
  }
  return { row, how: 'covers', normalised: false, meanings }
}

/** Whether two stretches of reference carry the same bases where they overlap. */
function agrees(a: number, first: string, b: number, second: string): boolean {
  const from = Math.max(a, b)
  const to = Math.min(a + first.length, b + second.length)
  return to <= from || first.slice(from - a, to - a) === second.slice(from - b, to - b)
}

/**
 * The reference bases in which the row and the definition can both be placed: the known surroundings of an insertion or
 * deletion, or else the two REFs joined. Undefined when they do not meet.
 */
function commonSequence(row: Row, place: Place): ReferenceSequence | undefined | 'contradiction' {
  if (!agrees(row.position, row.ref, place.position, place.ref)) return 'contradiction'
  const rowEnd = row.position + row.ref.length
  if (place.sequence !== undefined) {
    const { start, bases: known } = place.sequence
    if (!agrees(row.position, row.ref, start, known)) return 'contradiction'
    if (row.position >= start && rowEnd <= start + known.length) return place.sequence
  }
  if (row.position > place.end + 1 || rowEnd < place.position) return undefined
  const start = Math.min(row.position, place.position)
  const end = Math.max(rowEnd, place.end + 1)
  let joined = ''
  for (let at = start; at < end; at += 1)
    joined += at >= row.position && at < rowEnd ? row.ref[at - row.position] : place.ref[at - place.position]
  return { start, bases: joined }
}

function meaningOf(alt: string, row: Row, place: Place, sequence: ReferenceSequence | undefined): Meaning {
  const beside: Meaning = { kind: 'beside' }
  if (!isBases(alt)) return symbolicMeaning(alt, row, place)
  const change = trim(row.position, row.ref, alt)
  if (change.ref === '' && change.alt === '') return beside
  const text = sequence === undefined ? undefined : inDefinitionSpelling(change, row, place, sequence)
  if (text !== undefined) return text.includes('N') ? { kind: 'unusable', reason: 'UNUSABLE_ALLELE' } : bases(text)
  if (place.sequence === undefined && mayBeShifted(change, place))
    return { kind: 'unusable', reason: 'UNUSABLE_ALLELE' }
  const last = change.start + change.ref.length - 1
  const touches =
    change.ref === ''
      ? change.start > place.position && change.start <= place.end
      : change.start <= place.end && last >= place.position
  return touches && !keepsLength(change, place) ? { kind: 'unusable', reason: 'UNUSABLE_ALLELE' } : beside
}

function isStructural(alt: string): boolean {
  return (alt.startsWith('<') && !isPlaceholder(alt)) || isBreakend(alt)
}

/** `*` says that the bases are missing on this copy; a deletion or copy-number change says it with its extent. */
function symbolicMeaning(alt: string, row: Row, place: Place): Meaning {
  if (isPlaceholder(alt))
    return row.position <= place.end && row.position + row.ref.length - 1 >= place.position
      ? { kind: 'unusable', reason: 'STRUCTURAL' }
      : { kind: 'beside' }
  if (alt === '*') {
    const covers = row.position <= place.end && row.position + row.ref.length - 1 >= place.position
    return covers ? { kind: 'unusable', reason: 'UNUSABLE_ALLELE' } : { kind: 'beside' }
  }
  const changesCopies = /^<(DEL|DUP|CNV|CN(?!1>)\d+)/.test(alt)
  // The base at POS itself stands before the change.
  if (changesCopies && row.position < place.end && row.end >= place.position)
    return { kind: 'unusable', reason: 'STRUCTURAL' }
  return { kind: 'beside' }
}

/**
 * A row whose REF is not the reference as it is known. Structural changes often write N there and still reach over the
 * position by their extent; other alternates, if carried, make it unreadable where they overlap it.
 */
function contradicting(row: Row, place: Place): RowReading | undefined {
  const overlaps = row.position <= place.end && row.position + row.ref.length - 1 >= place.position
  const unusable: Meaning = { kind: 'unusable', reason: 'UNUSABLE_ALLELE' }
  const meanings = row.alts.map((alt): Meaning => {
    if (!isBases(alt)) return symbolicMeaning(alt, row, place)
    return overlaps ? unusable : { kind: 'beside' }
  })
  const touches = meanings.some(meaning => meaning.kind === 'unusable')
  if (touches && (row.position !== place.position || row.alts.some(isStructural)))
    return { row, how: 'touches', normalised: false, meanings: [{ kind: 'beside' }, ...meanings] }
  return row.position === place.position ? { row, how: 'contradicts', normalised: false, meanings: [] } : undefined
}
