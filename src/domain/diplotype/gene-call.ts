import type { PositionEvidence } from '../genotype/evidence.js'

/** Why a gene has no call. The list is closed. */
export const NOT_CALLED_REASONS = [
  'NO_DATA',
  'REQUIRED_POSITION_MISSING',
  'PARTIAL_GENOTYPE',
  'UNDOCUMENTED_VARIATION',
  'NO_MATCHING_ALLELES',
  'MIXED_PLOIDY',
  'SEX_CONFLICT',
  'COPY_NUMBER_REQUIRED',
  'OUTSIDE_CALL_ONLY',
  'OUTSIDE_CALL_REFUSED',
  'QUARANTINED',
  'OTHER_REFERENCE_SEQUENCE',
  'TOO_AMBIGUOUS',
] as const

export type NotCalledReason = (typeof NOT_CALLED_REASONS)[number]

/** Something a reader of the call must know. The list is closed; faces render a sentence from the code and its facts. */
export const CALL_NOTE_CODES = [
  'ASSUMED_REFERENCE',
  'POSITIONS_MISSING',
  'ALLELES_NOT_EXCLUDED',
  'AMP_TIER1_MISSING',
  'UNDOCUMENTED_AS_REFERENCE',
  'UNPHASED_AMBIGUITY',
  'UNPHASED_PRIORITY',
  'REFERENCE_BY_ABSENCE',
  'LINKED_PAIR_MISMATCH',
  'LINKED_PAIR_TAG_ONLY',
  'LINKED_PAIR_UNDECIDED',
  'LOWEST_FUNCTION',
  'FALLBACK_POSITION',
  'COPY_NUMBER_NOT_ASSESSED',
  'COMBINATION',
  'HEMIZYGOUS',
  'HEMIZYGOUS_WRITTEN_AS_DIPLOID',
  'OUTSIDE_CALL_USED',
  'OUTSIDE_CALL_REPLACES_FILE_CALL',
  'OUTSIDE_CALL_MISMATCH',
  'OUTSIDE_CALL_RETRACTED',
  'UNKNOWN_OUTSIDE_ALLELE',
  'COPY_NUMBER_BINNED',
  'PARTIAL_GENOTYPE',
  'BUILD_REFERENCE_DIFFERS',
  'HETEROPLASMIC',
] as const

export type CallNoteCode = (typeof CALL_NOTE_CODES)[number]

export interface CallNote {
  readonly code: CallNoteCode
  /** Position labels, allele names or numbers the note is about. */
  readonly facts: readonly string[]
}

/** The named pattern on one chromosome: one allele, or a combination "[a + b]" with the alleles it is made of. */
export interface Haplotype {
  readonly name: string
  /** Defined alleles; empty for a reference strand with only unnamed variants. */
  readonly alleles: readonly string[]
  /** Unnamed differences from reference, as "g.94781859G>A". */
  readonly partials: readonly string[]
}

export interface Diplotype {
  /** One haplotype (haploid) or two, smaller name first. */
  readonly haplotypes: readonly Haplotype[]
  /** Plain pair: "*1/*2", haploid "*1", combinations "[a + b]". Never "(heterozygous)". */
  readonly name: string
  readonly score: number
}

/** What was read of the gene's positions. */
export interface Completeness {
  readonly positions: number
  readonly assayed: number
  /** Position indices without usable evidence. */
  readonly missing: readonly number[]
  /** Positions taken as reference on request. */
  readonly assumedReference: number
  /** Alleles that the missing positions leave open. */
  readonly notExcluded: readonly string[]
  /** Of those, the ones every clinical assay should include. */
  readonly ampTier1NotExcluded: readonly string[]
}

/** Where an outside call comes from, when another system sent it. */
export interface OutsideSource {
  readonly system: string
  /** What it is called there ("Observation/17"). */
  readonly reference?: string
  /** When it was found there; a day or an instant. */
  readonly on: string
}

/** An outside call: determined elsewhere and given to us. At least one of the three is present. */
export interface OutsideCall {
  readonly gene: string
  readonly diplotype?: string
  readonly phenotype?: string
  readonly activityScore?: string
  readonly line?: number
  /** The system that sent it; absent: somebody stated it here. */
  readonly source?: OutsideSource
  /** Why it cannot be used; the gene is then not called (`OUTSIDE_CALL_REFUSED`). Safe to log. */
  readonly refused?: string
  /** When we were told that it is not true: it counts for nothing since. */
  readonly retractedOn?: string
}

interface GeneCallBase {
  readonly gene: string
  readonly origin: 'file' | 'outside'
  /** Aligned with `Gene.positions`; empty for a call that rests on no file. */
  readonly evidence: readonly PositionEvidence[]
  /** Why the evidence is left out of this copy, for a reader who may not see it. */
  readonly withheldEvidence?: string
  readonly completeness: Completeness
  /** Every used position was written phased. */
  readonly phased: boolean
  /** At most two chromosomes are possible. */
  readonly effectivelyPhased: boolean
  readonly notes: readonly CallNote[]
  readonly outside?: readonly OutsideCall[]
  /** What was given to us and taken back: none of it counts. */
  readonly retracted?: readonly OutsideCall[]
}

export interface CalledGene extends GeneCallBase {
  readonly status: 'called'
  /** Best supported, ties included, as the reference tool chooses. */
  readonly diplotypes: readonly Diplotype[]
  /** Every other diplotype the data allow (promise P3). */
  readonly otherDiplotypes: readonly Diplotype[]
  /** Unphased lowest-function gene: the alleles found, doubled when homozygous. */
  readonly alleles?: readonly string[]
}

export interface NotCalledGene extends GeneCallBase {
  readonly status: 'not-called'
  readonly reason: NotCalledReason
  /** A single position that still decides what guidelines are asked for (`MatchingRules.fallback`). */
  readonly fallback?: Diplotype
  /** Variants seen, by position label "chr:pos REF>ALT", for genes that are not called from small variants. */
  readonly seen: readonly string[]
}

export type GeneCall = CalledGene | NotCalledGene

export interface CallOptions {
  /** Names combinations and unnamed variants instead of leaving a gene uncalled (research only). */
  readonly combinations: boolean
  /** Calls genes that need copy number from small variants alone, labelled as such. */
  readonly callWithoutCopyNumber: boolean
  /** Also answers for genes of the extended tier. */
  readonly extendedGenes?: boolean
}
