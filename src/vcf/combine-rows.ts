import type { Place } from './places.js'
import type { Remark, Vote } from './vote.js'

export interface Combined {
  /** Undefined when the rows cannot all be true. */
  readonly slots?: readonly (string | null)[]
  readonly phase: { readonly phased: boolean; readonly phaseSet?: string }
  /** The row to name as the source: the first that carries something, else the first. */
  readonly carrier: Vote
  readonly remarks: readonly Remark[]
}

/**
 * Puts together the rows that state one position. Files that split alternates over rows write each row's view: the genotype
 * 1/2 becomes `1/0` and `0/1` (bcftools norm), `1/.` and `./1` (vt), or `0/1` twice (Hail). In all of them the copies of each
 * alternate are counted right, so the copies are added up; what is neither is reference, or missing if a row says so.
 */
export function combineSlots(place: Place, votes: readonly Vote[]): Combined {
  const inOrder = votes.toSorted((a, b) => a.reading.row.line - b.reading.row.line)
  const { distinct, duplicates } = withoutDuplicates(inOrder)
  const carriers = distinct.filter(vote => carried(vote, place).length > 0)
  const carrier = carriers[0] ?? distinct[0]
  if (carrier === undefined) throw new RangeError('no rows to combine')
  const phase = phaseOf(carriers.length === 0 ? distinct.slice(0, 1) : carriers)
  const remarks = duplicates
  if (distinct.length === 1) return { slots: slotsOf(carrier), phase, carrier, remarks }
  const slots = merge(place, distinct, carriers, phase.phased)
  if (slots !== undefined) return { slots, phase, carrier, remarks }
  return {
    phase,
    carrier,
    remarks: [
      ...remarks,
      ...distinct.map(vote => ({
        code: 'DISAGREEING_DUPLICATE_ROWS' as const,
        line: vote.reading.row.line,
        holds: true,
      })),
    ],
  }
}

function slotsOf(vote: Vote): readonly (string | null)[] {
  return vote.slots ?? []
}

function carried(vote: Vote, place: Place): readonly string[] {
  return slotsOf(vote)
    .filter(slot => slot !== null)
    .filter(slot => slot !== place.ref)
}

/** The alternates a row speaks about, in the definition's spelling. */
function listed(vote: Vote): readonly string[] {
  return vote.reading.meanings.slice(1).flatMap(meaning => (meaning.kind === 'bases' ? [meaning.text] : []))
}

/** The same row twice is one row; which of two equal rows stays does not matter. */
function withoutDuplicates(votes: readonly Vote[]): { distinct: readonly Vote[]; duplicates: readonly Remark[] } {
  const seen = new Map<string, Vote>()
  const duplicates: Remark[] = []
  for (const vote of votes) {
    const slots = vote.call.phased ? slotsOf(vote) : slotsOf(vote).toSorted((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1))
    const key = JSON.stringify([listed(vote).toSorted(), slots, vote.call.phased, vote.call.phaseSet])
    if (seen.has(key)) duplicates.push({ code: 'DUPLICATE_ROW', line: vote.reading.row.line, holds: false })
    else seen.set(key, vote)
  }
  return { distinct: [...seen.values()], duplicates }
}

/** Order means something only where all rows that carry something say so, within the same phase set. */
function phaseOf(carriers: readonly Vote[]): { phased: boolean; phaseSet?: string } {
  const [first, ...others] = carriers
  if (first === undefined || carriers.some(vote => !vote.call.phased)) return { phased: false }
  const phaseSet = first.call.phaseSet
  if (others.some(vote => vote.call.phaseSet !== phaseSet)) return { phased: false }
  return phaseSet === undefined ? { phased: true } : { phased: true, phaseSet }
}

function merge(
  place: Place,
  votes: readonly Vote[],
  carriers: readonly Vote[],
  phased: boolean,
): readonly (string | null)[] | undefined {
  const [ploidy = 0, ...others] = new Set(votes.map(vote => slotsOf(vote).length))
  if (others.length > 0) return undefined
  const copies = copiesOf(votes, place)
  if (copies === undefined || copies.length > ploidy) return undefined
  if (!phased) return mergeCopies(place, votes, copies, ploidy)
  const slots = mergeInOrder(place, votes, carriers, ploidy)
  // The same alternate on different copies in two rows is a contradiction of phase, not two copies.
  return slots?.filter(slot => slot !== null && slot !== place.ref).length === copies.length ? slots : undefined
}

/** All carried copies; undefined when two rows that list the same alternate count it differently. */
function copiesOf(votes: readonly Vote[], place: Place): readonly string[] | undefined {
  const counts = new Map<string, number>()
  for (const vote of votes) {
    const slots = slotsOf(vote)
    for (const alt of new Set(listed(vote))) {
      if (alt === place.ref) continue
      const count = slots.filter(slot => slot === alt).length
      if ((counts.get(alt) ?? count) !== count) return undefined
      counts.set(alt, count)
    }
  }
  return [...counts]
    .toSorted(([a], [b]) => rank(place, a) - rank(place, b) || (a < b ? -1 : 1))
    .flatMap(([alt, count]) => Array.from({ length: count }, () => alt))
}

function rank(place: Place, alt: string): number {
  const index = place.alts.indexOf(alt)
  return index === -1 ? place.alts.length : index
}

function mergeInOrder(
  place: Place,
  votes: readonly Vote[],
  carriers: readonly Vote[],
  ploidy: number,
): readonly (string | null)[] | undefined {
  const slots: (string | null)[] = []
  for (let copy = 0; copy < ploidy; copy += 1) {
    const here = new Set(
      carriers
        .map(vote => slotsOf(vote)[copy])
        .filter(slot => slot !== null && slot !== undefined && slot !== place.ref),
    )
    if (here.size > 1) return undefined
    const [alt] = here
    const isMissing = votes.some(vote => slotsOf(vote)[copy] === null)
    slots.push(alt ?? (isMissing ? null : place.ref))
  }
  return slots
}

/** Missing halves are explained by copies that other rows carry; what stays unexplained is missing. */
function mergeCopies(
  place: Place,
  votes: readonly Vote[],
  copies: readonly string[],
  ploidy: number,
): readonly (string | null)[] {
  const unexplained = votes.map(vote => {
    const missing = slotsOf(vote).filter(slot => slot === null).length
    return missing - (copies.length - carried(vote, place).length)
  })
  const missing = Math.max(0, ...unexplained)
  const reference = Math.max(0, ploidy - copies.length - missing)
  return [
    ...Array.from({ length: reference }, () => place.ref),
    ...copies,
    ...Array.from({ length: ploidy - copies.length - reference }, () => null),
  ]
}
