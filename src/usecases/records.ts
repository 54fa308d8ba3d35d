import type { Assembly } from '../domain/knowledge.js'
import type { Diagnostic } from '../domain/diagnostics.js'
import type { OutsideCall } from '../domain/diplotype/gene-call.js'
import type { FileFacts, SampleEvidence } from '../domain/genotype/evidence.js'
import type { Places } from '../domain/genotype/realign-evidence.js'
import type { GeneCall } from '../domain/diplotype/gene-call.js'
import type { ErrorCode } from '../domain/errors.js'
import type { WithheldReason } from './decide.js'
import type { Trail } from './trail.js'

/** What is remembered but not reasoned about. Ids are UUIDv7, made by the application. */

export const ROLES = [
  'LABORATORY_TECHNICIAN',
  'LABORATORY_DIRECTOR',
  'PHARMACIST',
  'CLINICIAN',
  'PATIENT',
  'ORGANISATION_ADMIN',
  'PRIVACY_OFFICER',
  'KNOWLEDGE_STEWARD',
  'DEVELOPER',
  'SYSTEM_WORKER',
] as const

export type Role = (typeof ROLES)[number]

/** Who a verified token names, and what memberships read at this request let them do; never from the token alone. */
export interface Caller {
  readonly id: string
  readonly name: string
  readonly organisationId: string
  /** Short name of the organisation. */
  readonly organisation: string
  readonly roles: readonly Role[]
  /** What the token was issued for, which may be less than the roles allow (`isInScope`). */
  readonly scopes?: readonly string[]
  /** How they signed in; absent where the issuer is not configured to say it. */
  readonly signIn?: SignIn
}

/** What an issuer says of a sign-in, held against what it was configured to say of a strong one. */
export interface SignIn {
  readonly isStrong: boolean
  /** When they last proved who they are; absent: the token does not say. */
  readonly at?: Date
  /** How recent that has to be where it matters. */
  readonly maxAgeSeconds: number
  /** What to ask the issuer for to get a strong one (`acr_values`), where it has words for it. */
  readonly acrValues: readonly string[]
}

/** Why somebody asks, in the codes of HL7's purpose of use. */
export const PURPOSES = ['TREAT', 'ETREAT', 'HPAYMT', 'HOPERAT', 'HRESCH', 'PATRQT'] as const

export type Purpose = (typeof PURPOSES)[number]

export interface RequestFacts {
  readonly id: string
  readonly purpose: Purpose
  /** The operation of the GraphQL document, or the route. */
  readonly operation: { readonly name?: string; readonly hash?: string }
  /** Whom this request touched. */
  readonly trail: Trail
}

/** A caller in one request: the first argument of every use case. */
export interface Actor extends Caller {
  readonly request: RequestFacts
  /** Somebody of another organisation, who looks at one patient of this one by a grant and at nobody else. */
  readonly visit?: { readonly grantId: string; /** Id of their own organisation. */ readonly home: string }
}

export interface Patient {
  readonly id: string
  readonly organisationId: string
  readonly displayName: string
  readonly medicalRecordNumber?: string
  readonly birthDate?: string
  readonly sex?: 'female' | 'male'
  readonly createdAt: Date
}

/** What is known of a patient as a person; each may be withheld. */
export const PATIENT_FIELDS = ['displayName', 'medicalRecordNumber', 'birthDate', 'birthYear', 'sex'] as const

export type PatientField = (typeof PATIENT_FIELDS)[number]

/** A patient as one actor may see them. */
export interface SeenPatient extends Omit<Patient, 'displayName'> {
  readonly displayName?: string
  readonly birthYear?: number
  /** Fields that are absent because they are not this actor's to see, each with the general reason. */
  readonly hidden: ReadonlyMap<PatientField, WithheldReason>
}

export const UPLOAD_STATES = [
  'OPEN',
  'RECEIVED',
  'READING',
  'CALLING',
  'READY',
  'PARTIAL',
  'REJECTED',
  'EXPIRED',
  'SUPERSEDED',
  'DELETED',
] as const

export type UploadState = (typeof UPLOAD_STATES)[number]

/** What the laboratory states about the assay; recorded with the upload, never guessed. */
export interface AssayFacts {
  readonly panel?: string
  readonly assembly?: Assembly
  /** Absent positions are reference: only on explicit request, and every answer says so. */
  readonly assumeReference: boolean
  /** Regions that were sequenced completely, so that silence there is reference. 1-based, inclusive. */
  readonly assayedRegions: readonly { readonly chromosome: string; readonly start: number; readonly end: number }[]
  readonly copyNumberMeasured: boolean
  readonly sex?: 'female' | 'male'
}

export interface Upload {
  readonly id: string
  readonly organisationId: string
  readonly patientId: string
  readonly state: UploadState
  /** Column of the file; absent = the only one. */
  readonly sampleName?: string
  readonly assay: AssayFacts
  readonly outsideCalls: readonly OutsideCall[]
  readonly fileName?: string
  readonly sizeBytes?: number
  readonly sha256?: string
  readonly attempt: number
  /** Set when refused. */
  readonly refusal?: {
    readonly code: ErrorCode
    readonly message: string
    readonly details: Readonly<Record<string, unknown>>
  }
  readonly diagnostics: readonly Diagnostic[]
  readonly sampleId?: string
  /** The upload that took this one's place: the one that brought the same bytes first, or a later amendment. */
  readonly supersededBy?: string
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** States that change only by an amendment or a deletion. */
export const TERMINAL_STATES: readonly UploadState[] = [
  'READY',
  'PARTIAL',
  'REJECTED',
  'EXPIRED',
  'SUPERSEDED',
  'DELETED',
]

/** What was said when an upload was opened, and what only the machinery needs. */
export interface UploadRecord extends Upload {
  readonly createdBy: string
  readonly declared: { readonly sizeBytes?: number; readonly sha256?: string }
  /** Hash of patient, sample name, assay facts and outside calls: with the same bytes it is the same upload. */
  readonly fingerprint: string
  /** Readers that died over this file. */
  readonly failures: number
}

export interface UploadProgress {
  readonly uploadId: string
  readonly state: UploadState
  readonly bytesDone: number
  readonly bytesTotal?: number
  readonly genesDone: number
  readonly genesTotal: number
  readonly at: Date
}

/** A sample that was read and called; calls are documents, kept with the knowledge version that made them. */
export interface Sample {
  readonly id: string
  readonly organisationId: string
  readonly patientId: string
  readonly uploadId: string
  readonly name: string
  readonly assembly: Assembly
  readonly file: FileFacts
  readonly knowledgeVersion: string
  readonly calledAt: Date
  /** When the laboratory released the results; absent: not yet, or held back. */
  readonly releasedAt?: Date
  /** Genes that the laboratory holds back, released or not. */
  readonly heldGenes: readonly HeldGene[]
}

export interface HeldGene {
  readonly gene: string
  readonly reason: string
}

/** What is stored of one sample, read whole. */
export interface SampleDocument {
  /** Of the release that made the calls. */
  readonly knowledgeVersion: string
  readonly calls: readonly GeneCall[]
  readonly evidence: SampleEvidence
  /** The positions that `evidence` speaks of. */
  readonly places: Places
}

/** A page in a stable order. `after` and `endCursor` are opaque. */
export interface PageRequest {
  readonly first: number
  readonly after?: string
}

export interface Page<T> {
  readonly items: readonly T[]
  /** One per item: `after` of the page that starts behind it. */
  readonly cursors: readonly string[]
  readonly totalCount: number
  readonly endCursor?: string
  readonly hasNextPage: boolean
}
