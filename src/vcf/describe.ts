import type { Diagnostic, DiagnosticCode } from '../domain/diagnostics.js'

interface Description {
  readonly severity: Diagnostic['severity']
  readonly message: string
}

/** What each finding means and what to do; nothing of the file's own text, so that it is safe to log. */
const DESCRIPTIONS: Partial<Record<DiagnosticCode, Description>> = {
  MALFORMED_ROW: {
    severity: 'error',
    message: 'The row cannot be read; genes it may belong to are not called. Repair the row.',
  },
  WRONG_COLUMN_COUNT: {
    severity: 'error',
    message:
      'The row does not have as many columns as the header; genes it may belong to are not called. Repair the row.',
  },
  BAD_POSITION: {
    severity: 'error',
    message: 'POS is not a whole number; genes of this chromosome are not called. Repair the row.',
  },
  BAD_GENOTYPE: {
    severity: 'error',
    message:
      'A genotype cannot be read (GT, or more values than FORMAT names); the gene is not called. Repair the row.',
  },
  ALLELE_INDEX_OUT_OF_RANGE: {
    severity: 'error',
    message: 'GT points past the alternates of the row; the gene is not called. Repair the row.',
  },
  DUPLICATE_FORMAT_KEY: {
    severity: 'error',
    message: 'FORMAT names a field twice; genes the row may belong to are not called. Repair the row.',
  },
  DUPLICATE_ROW: { severity: 'note', message: 'The row repeats another one; it is read once.' },
  DISAGREEING_DUPLICATE_ROWS: {
    severity: 'error',
    message: 'Rows at this position cannot all be true; the gene is not called. Keep the right row.',
  },
  REFERENCE_MISMATCH: {
    severity: 'warning',
    message: 'REF is not the reference here; the row is not used. Check the assembly and how the row is written.',
  },
  UNDOCUMENTED_ALLELE: {
    severity: 'warning',
    message: 'An allele that no definition lists is carried at this position.',
  },
  UNUSABLE_ALLELE: {
    severity: 'warning',
    message:
      'The genotype has an allele that cannot be compared with the definitions ("*", N, a change over the position, or a mixture); the position is not read.',
  },
  STRUCTURAL_ALLELE: {
    severity: 'warning',
    message: 'A structural or symbolic allele is carried where the definition needs bases; the position is not read.',
  },
  ALLELE_DEPTH_CONTRADICTS: {
    severity: 'warning',
    message: 'GT is heterozygous, but AD counts reads of one allele only; the position is not read.',
  },
  ALLELE_DEPTH_NOT_CHECKED: {
    severity: 'warning',
    message: 'The header declares AD otherwise than as one number per allele; depths were not compared with genotypes.',
  },
  EXTRA_GENOTYPE_SLOTS: { severity: 'warning', message: 'GT has more copies than the chromosome.' },
  PARTIAL_GENOTYPE: {
    severity: 'warning',
    message: 'Part of the genotype is missing; with only the reference seen the position is not read.',
  },
  FILTERED: { severity: 'note', message: 'FILTER is not PASS.' },
  LOW_QUALITY: { severity: 'warning', message: 'The genotype quality is below the limit; the position is not read.' },
  LOW_DEPTH: { severity: 'warning', message: 'The read depth is below the limit; the position is not read.' },
  BAD_PHASE_SET: { severity: 'warning', message: 'PS is not a number; the genotype is read as unphased.' },
  NORMALISED_ALLELE: {
    severity: 'note',
    message: 'The allele is written differently from the definition and was recognised.',
  },
  OTHER_MITOCHONDRIAL_SEQUENCE: {
    severity: 'warning',
    message:
      'The mitochondrial rows are, or may be, on another sequence than the rCRS, with other coordinates; they are not read by position.',
  },
  NO_POSITION_COVERED: { severity: 'warning', message: 'No row of the file speaks about a position of interest.' },
  HEMIZYGOUS_WRITTEN_AS_DIPLOID: {
    severity: 'note',
    message: 'A single X chromosome is written as two equal copies; it is read as one.',
  },
  SEX_CONFLICT: {
    severity: 'error',
    message: 'Two different copies on X contradict the stated sex; the gene is not called.',
  },
}

export function describe(
  code: DiagnosticCode,
  place: Omit<Diagnostic, 'code' | 'severity' | 'message'>,
  severity?: Diagnostic['severity'],
): Diagnostic {
  const description = DESCRIPTIONS[code]
  return {
    code,
    severity: severity ?? description?.severity ?? 'warning',
    ...place,
    message: description?.message ?? code,
  }
}
