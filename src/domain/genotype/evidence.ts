import type { Assembly } from '../knowledge.js'
import type { Diagnostic } from '../diagnostics.js'

/**
 * What the file says at one position of interest. `no-call`: the file has the position but it cannot be used (with the
 * reason); `not-assayed`: the file is silent. Neither is ever read as reference (product promise P1).
 */
export type EvidenceState = 'reference' | 'variant' | 'no-call' | 'not-assayed'

export type NoCallReason =
  | 'GENOTYPE_MISSING'
  | 'PARTIAL_GENOTYPE'
  | 'REFERENCE_MISMATCH'
  | 'UNUSABLE_ALLELE'
  | 'STRUCTURAL'
  | 'ALLELE_DEPTH_CONTRADICTS'
  | 'FILTERED'
  | 'LOW_QUALITY'
  | 'LOW_DEPTH'
  | 'DISAGREEING_ROWS'
  | 'OTHER_REFERENCE_SEQUENCE'

export interface PositionEvidence {
  readonly state: EvidenceState
  /**
   * The bases on each copy of the chromosome, in the spelling of the allele definition (plus strand, padded); `null` is a
   * missing half ("./1"). One entry: haploid. Empty unless state is `reference` or `variant`.
   */
  readonly slots: readonly (string | null)[]
  /** Written with "|", or haploid. */
  readonly phased: boolean
  /** PS of a phased call. */
  readonly phaseSet?: string
  readonly reason?: NoCallReason
  /** Where `reference` or `variant` comes from; `assumption` is only made on explicit request. */
  readonly origin?: 'record' | 'block' | 'declared-region' | 'assumption'
  /** Line of the uncompressed file. */
  readonly line?: number
  /** GT as written. */
  readonly genotype?: string
  /** The sample carries a base here that no definition lists. */
  readonly undocumented?: boolean
}

/** One position's evidence for all samples of a file: each distinct evidence once, and which one each sample has. */
export interface PositionColumn {
  readonly distinct: readonly PositionEvidence[]
  /** Index into `distinct` per sample; absent when all samples have `distinct[0]`. */
  readonly codes?: Uint8Array | Uint16Array | Uint32Array
}

/** Facts about the file that every answer downstream carries (promise P5). */
export interface FileFacts {
  readonly name?: string
  readonly sha256: string
  readonly bytes: number
  readonly lines: number
}

/** A whole file, read: columns per gene, aligned with `Gene.positions`. */
export interface VariantTable {
  readonly file: FileFacts
  readonly assembly: Assembly
  readonly samples: readonly string[]
  /** Gene symbol → one column per position of that gene. */
  readonly columns: ReadonlyMap<string, readonly PositionColumn[]>
  readonly diagnostics: readonly Diagnostic[]
  /** Genes that a bad row may belong to: they are not called (promise P4). */
  readonly quarantined: ReadonlySet<string>
  /** Genes held for single samples only, by sample index; `sampleEvidence` adds them to `quarantined`. */
  readonly quarantinedBySample?: ReadonlyMap<number, ReadonlySet<string>>
  /** Genes on a reference sequence whose coordinates are not ours (UCSC hg19 chrM). */
  readonly otherReferenceSequence: ReadonlySet<string>
}

/** One sample's evidence, aligned with `Gene.positions` per gene symbol. */
export interface SampleEvidence {
  readonly sample: string
  readonly assembly: Assembly
  readonly positions: ReadonlyMap<string, readonly PositionEvidence[]>
  readonly quarantined: ReadonlySet<string>
  readonly otherReferenceSequence: ReadonlySet<string>
}

/** Takes one sample's view out of a table. */
export function sampleEvidence(table: VariantTable, sampleIndex: number): SampleEvidence {
  const sample = table.samples[sampleIndex]
  if (sample === undefined) throw new RangeError(`no sample ${sampleIndex}`)
  const held = table.quarantinedBySample?.get(sampleIndex)
  const positions = new Map<string, readonly PositionEvidence[]>()
  for (const [gene, columns] of table.columns)
    positions.set(
      gene,
      columns.map(column => evidenceAt(column, sampleIndex)),
    )
  return {
    sample,
    assembly: table.assembly,
    positions,
    quarantined: held === undefined ? table.quarantined : new Set([...table.quarantined, ...held]),
    otherReferenceSequence: table.otherReferenceSequence,
  }
}

export function evidenceAt(column: PositionColumn, sampleIndex: number): PositionEvidence {
  const evidence = column.distinct[column.codes?.[sampleIndex] ?? 0]
  if (evidence === undefined) throw new RangeError(`column has no evidence for sample ${sampleIndex}`)
  return evidence
}
