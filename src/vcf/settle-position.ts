import type { DiagnosticCode } from '../domain/diagnostics.js'
import type { NoCallReason, PositionEvidence } from '../domain/genotype/evidence.js'
import { combineSlots } from './combine-rows.js'
import type { SampleCall } from './sample-call.js'
import type { Place } from './places.js'
import type { Row } from './row.js'
import type { Remark, Vote } from './vote.js'

export interface Settled {
  readonly evidence: PositionEvidence
  readonly remarks: readonly Remark[]
}

/** What may be assumed where the file is silent. */
export interface Silence {
  /** Why a position without rows is reference; undefined when it is not. */
  readonly origin?: 'declared-region' | 'assumption'
  readonly copies: 1 | 2
}

const HOLDING: ReadonlySet<DiagnosticCode> = new Set([
  'BAD_GENOTYPE',
  'ALLELE_INDEX_OUT_OF_RANGE',
  'DISAGREEING_DUPLICATE_ROWS',
])

/**
 * Settles one position of one sample from all rows that speak about it. Rows that state the position go before rows that
 * only cover it; unusable rows count only when no usable one is there; no rows at all is silence, never reference.
 */
export function settlePosition(place: Place, votes: readonly Vote[], silence: Silence): Settled {
  const remarks = votes.flatMap(vote =>
    vote.remarks.map(code => ({ code, line: vote.reading.row.line, holds: HOLDING.has(code) })),
  )
  const structural = votes.find(vote => vote.reading.how === 'touches' && vote.reason === 'STRUCTURAL')
  if (structural !== undefined) return { evidence: noCall('STRUCTURAL', structural), remarks }

  const about = aboutThePosition(
    votes.filter(vote => vote.reading.how === 'states'),
    place,
  )
  const stating = about.filter(vote => vote.slots !== undefined)
  const [first] = stating
  if (first !== undefined) {
    const denied = deniedByOwnRow(place, votes, stating)
    if (denied.length > 0) return { evidence: noCall('DISAGREEING_ROWS', first), remarks: [...remarks, ...denied] }
    const combined = combineSlots(place, stating)
    const all = [...remarks, ...combined.remarks]
    return {
      evidence:
        combined.slots === undefined
          ? noCall('DISAGREEING_ROWS', combined.carrier)
          : evidenceOf(place, combined.slots, combined.phase, combined.carrier),
      remarks: all,
    }
  }
  const spanning = votes.find(
    vote => vote.reading.how === 'touches' && vote.slots === undefined && vote.reason !== 'GENOTYPE_MISSING',
  )
  const refused = spanning ?? about[0]
  if (refused?.reason !== undefined) return { evidence: noCall(refused.reason, refused), remarks }

  const covering = votes.filter(vote => vote.reading.how === 'covers')
  if (covering.length > 0) return { evidence: covered(place, covering), remarks }

  const contradicting = votes.find(vote => vote.reading.how === 'contradicts')
  if (contradicting !== undefined) return { evidence: noCall('REFERENCE_MISMATCH', contradicting), remarks }
  if (silence.origin !== undefined) return { evidence: assumed(place, silence.origin, silence.copies), remarks }
  const beside = votes.find(vote => vote.reading.how === 'beside')
  if (beside !== undefined) return { evidence: noCall(beside.reason ?? 'REFERENCE_MISMATCH', beside), remarks }
  return { evidence: NOT_ASSAYED, remarks }
}

/** Two rows with the position's own POS and REF, one without an alternate and one with a carried one: not both are true. */
function deniedByOwnRow(place: Place, votes: readonly Vote[], stating: readonly Vote[]): readonly Remark[] {
  const isOwn = ({ reading: { row } }: Vote): boolean =>
    row.position === place.position && row.ref === place.ref && row.end === place.end
  const carrying = stating.filter(vote => isOwn(vote) && vote.slots?.some(slot => slot !== null && slot !== place.ref))
  const denying = votes.filter(
    vote =>
      vote.reading.how === 'covers' && isOwn(vote) && vote.reading.row.alts.length === 0 && vote.slots !== undefined,
  )
  if (carrying.length === 0 || denying.length === 0) return []
  return [...denying, ...carrying].map(vote => ({
    code: 'DISAGREEING_DUPLICATE_ROWS',
    line: vote.reading.row.line,
    holds: true,
  }))
}

const NOT_ASSAYED: PositionEvidence = { state: 'not-assayed', slots: [], phased: false }

function noCall(reason: NoCallReason, vote: Vote): PositionEvidence {
  return {
    state: 'no-call',
    slots: [],
    phased: false,
    reason,
    line: vote.reading.row.line,
    genotype: vote.call.genotype,
  }
}

function assumed(place: Place, origin: 'declared-region' | 'assumption', copies: 1 | 2): PositionEvidence {
  return { state: 'reference', slots: Array.from({ length: copies }, () => place.ref), phased: copies === 1, origin }
}

/**
 * An insertion written at a position where only exchanges are defined (or the like) leaves the position's own bases alone.
 * It is taken for the position only when no other row speaks about it, as the reference tool does.
 */
function aboutThePosition(votes: readonly Vote[], place: Place): readonly Vote[] {
  const sameLength = place.alts.every(alt => alt.length === place.ref.length)
  const about = votes.filter(
    vote => !sameLength || vote.reading.row.alts.some(alt => alt.length === vote.reading.row.ref.length),
  )
  return about.length > 0 ? about : votes
}

function evidenceOf(
  place: Place,
  slots: readonly (string | null)[],
  phase: { readonly phased: boolean; readonly phaseSet?: string },
  vote: Vote,
): PositionEvidence {
  const known = slots.filter(slot => slot !== null)
  const facts = { line: vote.reading.row.line, genotype: vote.call.genotype }
  if (known.length === 0) return { state: 'no-call', slots: [], phased: false, reason: 'GENOTYPE_MISSING', ...facts }
  const isReference = known.every(slot => slot === place.ref)
  if (isReference && known.length < slots.length)
    return { state: 'no-call', slots: [], phased: false, reason: 'PARTIAL_GENOTYPE', ...facts }
  return {
    state: isReference ? 'reference' : 'variant',
    slots,
    phased: slots.length === 1 || (phase.phased && vote.call.alleles.length > 1),
    ...(phase.phaseSet === undefined ? {} : { phaseSet: phase.phaseSet }),
    origin: 'record',
    ...facts,
    ...(known.some(slot => isUndocumented(slot, place, vote)) ? { undocumented: true } : {}),
  }
}

/**
 * A base that no definition lists. Where an insertion is defined and the row has single bases only, the reference tool says
 * "cannot validate" and does not mark it, so that genes which read undocumented bases as reference do not do so here.
 */
function isUndocumented(slot: string, place: Place, vote: Vote): boolean {
  if (slot === place.ref || place.alts.includes(slot)) return false
  const insertionDefined = place.alts.some(alt => alt.length > 1)
  return !insertionDefined || vote.reading.row.alts.some(alt => alt.length > 1)
}

/** Reference from rows without alternates and from blocks: every base of the definition's REF must be covered. */
function covered(place: Place, votes: readonly Vote[]): PositionEvidence {
  const usable = votes.filter(vote => vote.slots !== undefined && vote.slots.every(slot => slot !== null))
  let reached = place.position
  for (const { reading, call } of usable.toSorted((a, b) => a.reading.row.position - b.reading.row.position)) {
    if (reading.row.position <= reached) reached = Math.max(reached, coveredUpTo(reading.row, call) + 1)
  }
  const [first] = usable
  const copies = new Set(usable.map(vote => vote.slots?.length))
  if (reached > place.end && first?.slots !== undefined && copies.size === 1) {
    const isBlock = usable.some(({ reading: { row }, call }) => coveredUpTo(row, call) >= row.position + row.ref.length)
    return {
      state: 'reference',
      slots: first.slots,
      phased: first.call.phased,
      origin: isBlock ? 'block' : 'record',
      line: first.reading.row.line,
      genotype: first.call.genotype,
    }
  }
  const refused = votes.find(vote => vote.slots === undefined) ?? votes.find(vote => vote.slots?.includes(null))
  const reason =
    refused === undefined
      ? copies.size > 1
        ? 'DISAGREEING_ROWS'
        : 'REFERENCE_MISMATCH'
      : (refused.reason ?? 'PARTIAL_GENOTYPE')
  return noCall(reason, refused ?? votes[0] ?? impossible())
}

/** Last base that a row without alternates speaks about: the end of its block, or of its REF. */
function coveredUpTo(row: Row, call: SampleCall): number {
  if (row.layout.len < 0) return row.end
  return row.position + Math.max(row.ref.length, call.blockLength ?? 0) - 1
}

function impossible(): never {
  throw new RangeError('a position was settled without rows')
}
