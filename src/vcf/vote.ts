import type { NoCallReason } from '../domain/genotype/evidence.js'
import type { DiagnosticCode } from '../domain/diagnostics.js'
import type { QualityPolicy } from '../usecases/ports.js'
import type { SampleCall } from './sample-call.js'
import type { RowReading } from './match-row.js'
import type { Place } from './places.js'

/** What one row says about one position for one sample. */
export interface Vote {
  readonly reading: RowReading
  readonly call: SampleCall
  /** Bases per copy in the definition's spelling, null for a missing half; undefined when the row cannot be used. */
  readonly slots?: readonly (string | null)[]
  readonly reason?: NoCallReason
  /** What to tell the reader of the file, besides the state of the position. */
  readonly remarks: readonly DiagnosticCode[]
}

/** A finding to report; `holds` when the gene cannot be called because of it. */
export interface Remark {
  readonly code: DiagnosticCode
  readonly line?: number
  readonly holds: boolean
}

/** How the sample's chromosomes are counted at a place. */
export type Copies = 'two' | 'one-or-two' | 'one'

export function copiesAt(place: Place): Copies {
  return place.ploidy === 'mitochondrial' ? 'one' : place.ploidy === 'x-linked' ? 'one-or-two' : 'two'
}

export function castVote(place: Place, reading: RowReading, call: SampleCall, policy: QualityPolicy): Vote {
  const no = (reason: NoCallReason, ...remarks: DiagnosticCode[]): Vote => ({ reading, call, reason, remarks })
  if (call.fault === 'BAD_GENOTYPE' || call.fault === 'ALLELE_INDEX_OUT_OF_RANGE')
    return no('GENOTYPE_MISSING', call.fault)
  if (call.alleles.every(allele => allele === null)) {
    return isStructuralByCopyNumber(place, reading, call)
      ? no('STRUCTURAL', 'STRUCTURAL_ALLELE')
      : no('GENOTYPE_MISSING')
  }
  const remarks: DiagnosticCode[] = call.fault === 'BAD_PHASE_SET' ? ['BAD_PHASE_SET'] : []
  const counted = countCopies(call, copiesAt(place))
  if (counted.remark !== undefined) remarks.push(counted.remark)
  if (counted.alleles === undefined) return no('UNUSABLE_ALLELE', ...remarks)

  const slots: (string | null)[] = []
  for (const allele of counted.alleles) {
    const meaning = allele === null ? undefined : reading.meanings[allele]
    if (meaning?.kind === 'unusable')
      return no(meaning.reason, ...remarks, meaning.reason === 'STRUCTURAL' ? 'STRUCTURAL_ALLELE' : 'UNUSABLE_ALLELE')
    slots.push(meaning?.kind === 'bases' ? meaning.text : null)
  }
  if (reading.how === 'contradicts' || reading.how === 'beside') return no('REFERENCE_MISMATCH', ...remarks)
  if (reading.how === 'touches') return { reading, call, slots: [], remarks: [] }
  const doubted = doubt(reading, call, policy)
  if (doubted !== undefined) return no(doubted.reason, ...remarks, doubted.remark)
  if (reading.row.filters.length > 0) remarks.push('FILTERED')
  if (call.depthContradicts) return no('ALLELE_DEPTH_CONTRADICTS', ...remarks, 'ALLELE_DEPTH_CONTRADICTS')
  if (reading.normalised && slots.some(slot => slot !== place.ref)) remarks.push('NORMALISED_ALLELE')
  return { reading, call, slots, remarks }
}

interface CountedCopies {
  /** Undefined when the genotype cannot be one of this chromosome. */
  readonly alleles?: readonly (number | null)[]
  readonly remark?: DiagnosticCode
}

/** Brings a genotype to the number of copies the chromosome has. */
function countCopies(call: SampleCall, copies: Copies): CountedCopies {
  const { alleles } = call
  if (copies === 'one') {
    if (alleles.length === 1) return { alleles }
    // Written as if there were two copies. Two different ones are a mixture (heteroplasmy), which is neither.
    const kinds = [...new Set(alleles.filter(allele => allele !== null))]
    return kinds.length === 1 ? { alleles: kinds, remark: 'EXTRA_GENOTYPE_SLOTS' } : { remark: 'EXTRA_GENOTYPE_SLOTS' }
  }
  if (alleles.length > 2) {
    // More copies than two: the first two stand for all only when no other allele is among the rest.
    const [first = null, second = null, ...rest] = alleles
    const told = rest.every(allele => allele === first || allele === second)
    return told ? { alleles: [first, second], remark: 'EXTRA_GENOTYPE_SLOTS' } : { remark: 'EXTRA_GENOTYPE_SLOTS' }
  }
  // One copy where there are two: the other is unknown, not absent.
  if (alleles.length === 1 && copies === 'two') return { alleles: [...alleles, null], remark: 'PARTIAL_GENOTYPE' }
  return alleles.includes(null) ? { alleles, remark: 'PARTIAL_GENOTYPE' } : { alleles }
}

interface Doubt {
  readonly reason: NoCallReason
  readonly remark: DiagnosticCode
}

/** The policy's thresholds; for reference blocks also zero depth or zero quality, which is how callers write "no reads here". */
function doubt(reading: RowReading, call: SampleCall, policy: QualityPolicy): Doubt | undefined {
  const isBlock = reading.how === 'covers'
  if (policy.requirePass && (reading.row.filters.length > 0 || call.filtered))
    return { reason: 'FILTERED', remark: 'FILTERED' }
  const minimumQuality = policy.minimumGenotypeQuality ?? (isBlock ? 1 : undefined)
  if (minimumQuality !== undefined && call.quality !== undefined && call.quality < minimumQuality)
    return { reason: 'LOW_QUALITY', remark: 'LOW_QUALITY' }
  const minimumDepth = policy.minimumDepth ?? (isBlock ? 1 : undefined)
  if (minimumDepth !== undefined && call.depth !== undefined && call.depth < minimumDepth)
    return { reason: 'LOW_DEPTH', remark: 'LOW_DEPTH' }
  return undefined
}

/** Copy-number callers leave GT empty and state CN. */
function isStructuralByCopyNumber(place: Place, reading: RowReading, call: SampleCall): boolean {
  if (copiesAt(place) !== 'two' && call.copyNumber === 1) return false
  return (
    call.copyNumber !== undefined &&
    call.copyNumber !== 2 &&
    reading.meanings.some(meaning => meaning.kind === 'unusable' && meaning.reason === 'STRUCTURAL')
  )
}
