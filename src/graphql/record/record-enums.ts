import type { Diagnostic, DiagnosticCode } from '../../domain/diagnostics.js'
import type { ErrorCode } from '../../domain/errors.js'
import type { Patient, Role, UploadState } from '../../usecases/records.js'
import { enumType } from '../enum-type.js'

export const SexEnum = enumType<NonNullable<Patient['sex']>>('Sex', 'Sex as far as it matters for the X chromosome.', {
  female: 'Two X chromosomes.',
  male: 'One X chromosome.',
})

export const RoleEnum = enumType<Role>(
  'Role',
  'What somebody does in an organisation; what they may see follows from it.',
  {
    LABORATORY_TECHNICIAN: 'Uploads files and sees the results of their own laboratory.',
    LABORATORY_DIRECTOR: 'Releases or holds results.',
    PHARMACIST: 'Advises on medicines.',
    CLINICIAN: 'Treats patients.',
    PATIENT: 'Sees what is their own.',
    ORGANISATION_ADMIN: 'Manages memberships.',
    PRIVACY_OFFICER: 'Reviews who saw what.',
    KNOWLEDGE_STEWARD: 'Releases knowledge.',
    DEVELOPER: 'Builds front ends against demonstration data.',
    SYSTEM_WORKER: 'The part of this service that reads files.',
  },
)

export const UploadStateEnum = enumType<UploadState>('UploadState', 'How far an upload is.', {
  OPEN: 'Opened; the file has not come yet.',
  RECEIVED: 'The file is stored durably and waits.',
  READING: 'The file is being read.',
  CALLING: 'Genes are being called.',
  READY: 'Done: every gene was answered.',
  PARTIAL: 'Done: some genes could not be answered because of faulty rows; the diagnostics name them.',
  REJECTED: 'The file was refused; the refusal says why.',
  EXPIRED: 'The file never came.',
  SUPERSEDED: 'A newer upload took its place.',
  DELETED: 'It was deleted.',
})

export const SeverityEnum = enumType<Diagnostic['severity']>('Severity', 'How serious a diagnostic is.', {
  error: 'Data was lost: something could not be used.',
  warning: 'Something is odd and may matter.',
  note: 'Good to know.',
})

export const DiagnosticCodeEnum = enumType<DiagnosticCode>(
  'DiagnosticCode',
  'What was noticed while a file was read.',
  {
    MALFORMED_ROW: 'A row that is not a row of a VCF.',
    WRONG_COLUMN_COUNT: 'A row with more or fewer columns than the header.',
    BAD_POSITION: 'A position that is not a number.',
    BAD_GENOTYPE: 'A genotype that cannot be read.',
    ALLELE_INDEX_OUT_OF_RANGE: 'A genotype that points past the listed alleles.',
    DUPLICATE_FORMAT_KEY: 'A row that names the same value twice.',
    DUPLICATE_ROW: 'A row that stands twice.',
    DISAGREEING_DUPLICATE_ROWS: 'Two rows for the same place that disagree.',
    REFERENCE_MISMATCH: 'Reference bases that are not those of this place.',
    UNDOCUMENTED_ALLELE: 'A base that no allele definition knows.',
    UNUSABLE_ALLELE: 'An allele that is no base.',
    STRUCTURAL_ALLELE: 'A deletion or rearrangement where bases are needed.',
    ALLELE_DEPTH_CONTRADICTS: 'Read counts that contradict the genotype.',
    ALLELE_DEPTH_NOT_CHECKED: 'Read counts that could not be compared with the genotype.',
    EXTRA_GENOTYPE_SLOTS: 'A genotype with more copies than there are.',
    PARTIAL_GENOTYPE: 'A genotype that is only half there.',
    FILTERED: 'A row that the file marks as not reliable.',
    LOW_QUALITY: 'A genotype below the quality policy.',
    LOW_DEPTH: 'A genotype with too few reads.',
    BAD_PHASE_SET: 'A phase set that cannot be read.',
    HEADER_BUILD_UNKNOWN: 'The header does not tell the edition of the genome.',
    BUILD_FROM_BASES: 'The edition of the genome was told from the reference bases.',
    OTHER_MITOCHONDRIAL_SEQUENCE: 'Mitochondrial rows that count along another sequence.',
    NORMALISED_ALLELE: 'An insertion or deletion that was written differently.',
    HEMIZYGOUS_WRITTEN_AS_DIPLOID: 'A single copy that was written as two.',
    SEX_CONFLICT: 'Genotypes that do not agree with the stated sex.',
    NO_POSITION_COVERED: 'The file has none of the positions of interest.',
    OTHER_SEX_THAN_RECORDED:
      'The sex chromosomes in the file do not fit the recorded sex; every gene is held until the laboratory releases it by name.',
    OTHER_PERSON_THAN_BEFORE:
      'The file differs from an earlier sample of the same patient as files of two people do; every gene is held until the laboratory releases it by name.',
    OUTSIDE_CALL_REFUSED: 'A result from elsewhere that cannot be read.',
    OUTSIDE_CALL_CHANGED: 'A result from elsewhere that was read in another spelling.',
    UNKNOWN_OUTSIDE_ALLELE: 'A result from elsewhere that names an unknown allele.',
    UNKNOWN_FILE_FORMAT: 'A version of the format that is not known.',
    DIAGNOSTICS_TRUNCATED: 'There were more diagnostics than are kept.',
  },
)

export const ErrorCodeEnum = enumType<ErrorCode>(
  'ErrorCode',
  'Codes of failures, also found in `extensions.code` of errors.',
  {
    BAD_USER_INPUT: 'An argument is malformed, or two contradict each other.',
    INVALID_VCF: 'Not a VCF, or a line that breaks it.',
    UNSUPPORTED_ASSEMBLY: 'Coordinates that cannot be placed.',
    BUILD_MISMATCH: 'Header and reference bases disagree on the edition of the genome.',
    UNKNOWN_SAMPLE: 'The file has no such sample.',
    TOO_LARGE: 'A limit of the file was passed.',
    UNKNOWN_DRUG: 'An id that no drug has.',
    UNKNOWN_GENE: 'A symbol that no gene has.',
    UNKNOWN_RELEASE: 'A day or name that no release of the knowledge has.',
    NOT_FOUND: 'Nothing of that id is there for this caller.',
    CONFLICT: 'It exists already, or changed meanwhile.',
    UNAUTHENTICATED: 'Unknown caller.',
    FORBIDDEN: 'Known caller, not allowed.',
    QUERY_TOO_COMPLEX: 'The query passes a limit of size or cost.',
    PAYLOAD_TOO_LARGE: 'The body of the request is too large.',
    UNSUPPORTED_MEDIA_TYPE: 'The content type cannot be read.',
    RATE_LIMITED: 'Too many requests; try again later.',
    QUOTA_EXCEEDED: 'The organisation has used up what it may.',
    IDEMPOTENCY_KEY_REUSED: 'The same key came with another request.',
    CONSENT_REQUIRED: 'The patient has not consented to it.',
    TIMEOUT: 'It took too long; try again.',
    SERVICE_UNAVAILABLE: 'Something needed is not there; try again.',
    PROCESSING_FAILED: 'The file could not be processed after several attempts.',
  },
)
