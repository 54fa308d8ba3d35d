import type { Change, Place, ReferenceSequence } from './places.js'
import { shiftLeft, trim, UNKNOWN_REACH } from './places.js'
import type { Row } from './row.js'

/** The alternate in the spelling of the definition, if it changes exactly the bases the definition describes. */
export function inDefinitionSpelling(
  change: Change,
  row: Row,
  place: Place,
  sequence: ReferenceSequence,
): string | undefined {
  const shifted = shiftLeft(change, sequence)
  for (const alt of place.alts) {
    const defined = shiftLeft(trim(place.position, place.ref, alt), sequence)
    if (defined.start === shifted.start && defined.ref === shifted.ref && defined.alt === shifted.alt) return alt
  }
  const coversRef = row.position <= place.position && row.position + row.ref.length - 1 >= place.end
  const last = shifted.start + shifted.ref.length - 1
  const isInside =
    shifted.ref === ''
      ? isInsertionPoint(shifted.start, place, sequence)
      : shifted.start >= place.position && last <= place.end
  if (isInside && (coversRef || shifted.ref === '')) {
    const offset = shifted.start - place.position
    return place.ref.slice(0, offset) + shifted.alt + place.ref.slice(offset + shifted.ref.length)
  }
  // Equal lengths: each base is exchanged in place, so the definition's bases can be cut out.
  if (coversRef && change.ref.length === change.alt.length && change.start <= place.end && last >= place.position) {
    return Array.from(place.ref, (base, index) => change.alt[place.position + index - change.start] ?? base).join('')
  }
  return undefined
}

function isInsertionPoint(start: number, place: Place, sequence: ReferenceSequence): boolean {
  return place.alts.some(alt => {
    const defined = trim(place.position, place.ref, alt)
    if (defined.ref !== '' && defined.alt !== '') return false
    return shiftLeft(defined, sequence).start === start && start > place.position && start <= place.end + 1
  })
}

/**
 * Whether this could be the defined insertion or deletion written elsewhere in a repeat whose bases are not known. Every
 * shifted spelling inserts or deletes a rotation of the same bases; what is not one is another change.
 */
export function mayBeShifted(change: Change, place: Place): boolean {
  if ((change.ref === '') === (change.alt === '') || Math.abs(change.start - place.position) > UNKNOWN_REACH)
    return false
  return place.alts.some(alt => {
    const defined = trim(place.position, place.ref, alt)
    return isRotation(change.ref, defined.ref) && isRotation(change.alt, defined.alt)
  })
}

function isRotation(a: string, b: string): boolean {
  return a.length === b.length && (b + b).includes(a)
}

/** Where only insertions or deletions are defined, an exchanged base says that nothing was inserted or deleted there. */
export function keepsLength(change: Change, place: Place): boolean {
  return change.ref.length === change.alt.length && place.alts.every(alt => alt.length !== place.ref.length)
}
