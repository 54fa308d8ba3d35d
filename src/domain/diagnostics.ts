/** What was noticed while a file was read: per line where possible. The list is closed; faces show code, place and advice. */
export const DIAGNOSTIC_CODES = [
  'UNKNOWN_FILE_FORMAT',
  'MALFORMED_ROW',
  'WRONG_COLUMN_COUNT',
  'BAD_POSITION',
  'BAD_GENOTYPE',
  'ALLELE_INDEX_OUT_OF_RANGE',
  'DUPLICATE_FORMAT_KEY',
  'DUPLICATE_ROW',
  'DISAGREEING_DUPLICATE_ROWS',
  'REFERENCE_MISMATCH',
  'UNDOCUMENTED_ALLELE',
  'UNUSABLE_ALLELE',
  'STRUCTURAL_ALLELE',
  'ALLELE_DEPTH_CONTRADICTS',
  'ALLELE_DEPTH_NOT_CHECKED',
  'EXTRA_GENOTYPE_SLOTS',
  'PARTIAL_GENOTYPE',
  'FILTERED',
  'LOW_QUALITY',
  'LOW_DEPTH',
  'BAD_PHASE_SET',
  'HEADER_BUILD_UNKNOWN',
  'BUILD_FROM_BASES',
  'OTHER_MITOCHONDRIAL_SEQUENCE',
  'NORMALISED_ALLELE',
  'HEMIZYGOUS_WRITTEN_AS_DIPLOID',
  'SEX_CONFLICT',
  'NO_POSITION_COVERED',
  'OTHER_SEX_THAN_RECORDED',
  'OTHER_PERSON_THAN_BEFORE',
  'OUTSIDE_CALL_REFUSED',
  'OUTSIDE_CALL_CHANGED',
  'UNKNOWN_OUTSIDE_ALLELE',
  'DIAGNOSTICS_TRUNCATED',
] as const

export type DiagnosticCode = (typeof DIAGNOSTIC_CODES)[number]

export interface Diagnostic {
  readonly code: DiagnosticCode
  readonly severity: 'error' | 'warning' | 'note'
  /** 1-based line of the uncompressed file. */
  readonly line?: number
  readonly chromosome?: string
  readonly position?: number
  readonly gene?: string
  /** What happened and what to do about it; safe to log. */
  readonly message: string
}
