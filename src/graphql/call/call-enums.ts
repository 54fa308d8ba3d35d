import type { CallNoteCode, NotCalledReason, CalledGene } from '../../domain/diplotype/gene-call.js'
import type { EvidenceState, NoCallReason, PositionEvidence } from '../../domain/genotype/evidence.js'
import type { WithheldReason } from '../../usecases/decide.js'
import { enumType } from '../enum-type.js'

export const EvidenceStateEnum = enumType<EvidenceState>(
  'EvidenceState',
  'What a file says at one position. What is missing is never taken for reference.',
  {
    reference: 'Read, and like the reference genome.',
    variant: 'Read, and different from the reference genome.',
    'no-call': 'In the file, but not usable; the reason is given.',
    'not-assayed': 'Not in the file at all.',
  },
)

export const NoCallReasonEnum = enumType<NoCallReason>('NoCallReason', 'Why a position of the file cannot be used.', {
  GENOTYPE_MISSING: 'The file has no genotype there.',
  PARTIAL_GENOTYPE: 'Only one of the two copies was read.',
  REFERENCE_MISMATCH: 'The reference bases of the file are not those of this place.',
  UNUSABLE_ALLELE: 'The file writes something that is no base.',
  STRUCTURAL: 'The file reports a deletion or rearrangement where bases are needed.',
  ALLELE_DEPTH_CONTRADICTS: 'The reads that the file counts contradict its genotype.',
  FILTERED: 'The file marks it as not reliable.',
  LOW_QUALITY: 'Its quality is below the policy of this service.',
  LOW_DEPTH: 'Too few reads for the policy of this service.',
  DISAGREEING_ROWS: 'The file has two rows for it that disagree.',
  OTHER_REFERENCE_SEQUENCE: 'The file counts along another reference sequence.',
})

export const EvidenceOriginEnum = enumType<NonNullable<PositionEvidence['origin']>>(
  'EvidenceOrigin',
  'What a reading rests on.',
  {
    record: 'A row of the file for this place.',
    block: 'A block of the file that covers it as reference.',
    'declared-region': 'The laboratory declared that this region was read completely.',
    assumption: 'Nothing: it was asked to take missing positions for reference.',
  },
)

export const CallOriginEnum = enumType<CalledGene['origin']>('CallOrigin', 'Where the result of a gene comes from.', {
  file: 'Called from the uploaded file.',
  outside: 'Determined elsewhere and given to us.',
})

export const NotCalledReasonEnum = enumType<NotCalledReason>('NotCalledReason', 'Why a gene has no call.', {
  NO_DATA: 'The file has nothing on this gene.',
  REQUIRED_POSITION_MISSING: 'A position without which the gene cannot be called was not read.',
  PARTIAL_GENOTYPE: 'A genotype of the file is only half there.',
  UNDOCUMENTED_VARIATION: 'The file shows a base that no allele definition knows.',
  NO_MATCHING_ALLELES: 'No pair of known alleles fits what was read.',
  MIXED_PLOIDY: 'Some positions were read once and others twice.',
  SEX_CONFLICT: 'What was read does not agree with the stated sex.',
  COPY_NUMBER_REQUIRED:
    'The number of copies of this gene has to be known, and a file of small variants cannot tell it.',
  OUTSIDE_CALL_ONLY: 'This gene is never called from a file; a result from another test has to be given.',
  OUTSIDE_CALL_REFUSED: 'A result was given, but it cannot be read.',
  QUARANTINED: 'A faulty row of the file may belong to this gene.',
  OTHER_REFERENCE_SEQUENCE: 'The file counts along another reference sequence.',
  TOO_AMBIGUOUS: 'Too many pairs of alleles fit what was read.',
})

export const CallNoteCodeEnum = enumType<CallNoteCode>('CallNoteCode', 'What a reader of a call has to know.', {
  ASSUMED_REFERENCE: 'Missing positions were taken for reference, on request.',
  POSITIONS_MISSING: 'Some positions were not read.',
  ALLELES_NOT_EXCLUDED: 'Alleles that the missing positions leave open.',
  AMP_TIER1_MISSING: 'Of those, alleles that every clinical assay should include.',
  UNDOCUMENTED_AS_REFERENCE: 'A base that no definition knows was read as reference.',
  UNPHASED_AMBIGUITY: 'Which variants share a chromosome is not known, and several pairs of alleles fit.',
  UNPHASED_PRIORITY: 'Of several pairs that fit, a published preference chose.',
  REFERENCE_BY_ABSENCE: 'The reference allele is reported because nothing else was found.',
  LINKED_PAIR_MISMATCH: 'Two positions that are usually inherited together differ.',
  LINKED_PAIR_TAG_ONLY: 'Only the marker was found, not the variant it stands for.',
  LINKED_PAIR_UNDECIDED: 'Whether marker and variant lie together is not known.',
  LOWEST_FUNCTION: 'Only the alleles with the lowest function decide.',
  FALLBACK_POSITION: 'No pair of alleles fits; a single position decides.',
  COPY_NUMBER_NOT_ASSESSED: 'The number of copies was not measured.',
  COMBINATION: 'Several alleles lie on the same chromosome.',
  HEMIZYGOUS: 'There is only one copy.',
  HEMIZYGOUS_WRITTEN_AS_DIPLOID: 'The file writes the only copy twice.',
  OUTSIDE_CALL_USED: 'The result was determined elsewhere.',
  OUTSIDE_CALL_REPLACES_FILE_CALL: 'A result from elsewhere stands in place of the call from the file.',
  OUTSIDE_CALL_MISMATCH: 'Parts of the result from elsewhere do not agree with each other.',
  OUTSIDE_CALL_RETRACTED: 'A result from elsewhere was taken back by the system that had sent it, and does not count.',
  UNKNOWN_OUTSIDE_ALLELE: 'The result from elsewhere names an allele that is not described here.',
  COPY_NUMBER_BINNED: 'A number of copies is read as the class that the tables know.',
  PARTIAL_GENOTYPE: 'A genotype of the file is only half there.',
  BUILD_REFERENCE_DIFFERS: 'The two editions of the genome differ in their reference base here.',
  HETEROPLASMIC: 'Mitochondria with and without the variant were found; the variant counts.',
})

export const WithheldReasonEnum = enumType<WithheldReason>(
  'WithheldReason',
  'Why something is not shown, as generally as it may be said.',
  {
    ROLE: 'Your role does not include it.',
    CONSENT: 'The patient does not consent to it.',
    RESTRICTED: 'It is specially protected and needs the consent of the patient.',
    NOT_RELEASED: 'The laboratory has not released it.',
  },
)
