import type {
  Allele,
  Drug,
  DrugGenePair,
  Gene,
  Guideline,
  GuidelineRow,
  Knowledge,
  Source,
} from '../domain/knowledge.js'
import type { OutsideCall } from '../domain/diplotype/gene-call.js'
import type { ResultProblem, StatedResult } from '../domain/read-stated-result.js'
import type { DrugAdvice } from '../domain/recommendation/advice.js'
import type { Medicine } from '../domain/history/patient-history.js'
import type { MedicationFact } from '../domain/history/history-fact.js'
import type { Indication } from '../domain/option-knowledge.js'
import type { AccessUsecases } from './access-menu.js'
import type { HistoryUsecases } from './history-menu.js'
import type { AdviceAlert } from './advice-alert.js'
import type {
  AskedChange,
  CandidatesAsked,
  OptionsAnswer,
  OptionsQuestion,
  ReviewAnswer,
  ReviewQuestion,
  StatedBackground,
  WhatIfAnswer,
  WhatIfQuestion,
} from './option-questions.js'
import type { RecordedAccess } from './audit-row.js'
import type {
  Actor,
  AssayFacts,
  Caller,
  Page,
  PageRequest,
  Sample,
  SeenPatient,
  Upload,
  UploadProgress,
  UploadState,
} from './records.js'
import type { SeenResult } from './seen-calls.js'

/**
 * The menu: everything the system can be asked. The acting person comes first, permission is asked inside, and every
 * face (GraphQL, files, FHIR, worker) inherits the same answer. What may fail throws a `DomainError`; a row of another
 * organisation looks exactly like one that does not exist.
 *
 * Functions that take several ids answer for all of them with a fixed number of statements: a map without an entry for an
 * id that is unknown to this caller.
 */
export interface Usecases extends HistoryUsecases, AccessUsecases {
  // Knowledge: what is known without any patient. Served from memory, the same for every organisation.
  /** The current release, taken once per request so that an answer never mixes two. */
  knowledge(actor: Actor): Knowledge
  /** Every release that can be asked, the current one first. */
  releases(actor: Actor): readonly Knowledge[]
  /**
   * The same menu over an older release: the one that counted on a day ("2026-01-31"), or one by name or version. What is
   * asked there is answered by that release throughout; samples are called again from what was read of their file.
   * `UNKNOWN_RELEASE` when there is none.
   */
  asOf(actor: Actor, asOf: string): Usecases

  /** Who saw or changed something of a patient, newest first; `FORBIDDEN` to all but the patient and the privacy officer. */
  patientAccesses(actor: Actor, patientId: string, page: PageRequest): Promise<Page<RecordedAccess>>
  /** The same for patients whom the actor sees; without an entry it is not theirs to see. */
  accessesOfPatients(
    actor: Actor,
    patientIds: readonly string[],
    page: PageRequest,
  ): Promise<ReadonlyMap<string, Page<RecordedAccess>>>

  // Whom a request touched. Every face asks for one of these before it sends anything of an answer.
  /** Writes what the trail holds by now; for answers that come in many parts, before each of them. */
  keepTrail(actor: Actor): Promise<void>
  /** Writes the rest of the trail and ends it; `isShown` is false when the answer carries no data. */
  closeTrail(actor: Actor, isShown: boolean): Promise<void>
  findGenes(actor: Actor, symbols: readonly string[]): ReadonlyMap<string, Gene>
  listGenes(actor: Actor, filter: GeneFilter, page: PageRequest): Page<Gene>
  /** `UNKNOWN_GENE` when the gene has no data. */
  listAlleles(actor: Actor, gene: string, filter: AlleleFilter, page: PageRequest): Page<Allele>
  /** By generic name. */
  findDrugs(actor: Actor, names: readonly string[]): ReadonlyMap<string, Drug>
  findDrugsByRxnorm(actor: Actor, rxnorm: readonly string[]): ReadonlyMap<string, Drug>
  listDrugs(actor: Actor, filter: DrugFilter, page: PageRequest): Page<Drug>
  /** Free text (generic, brand, synonym, misspelt) to candidates, best first; never a guess. */
  searchDrugs(actor: Actor, text: string, limit: number): readonly DrugCandidate[]
  /** Which gene matters for which drug, by drug and gene. */
  listPairs(actor: Actor, filter: PairFilter, page: PageRequest): Page<DrugPair>
  listGuidelines(actor: Actor, filter: GuidelineFilter, page: PageRequest): Page<Guideline>
  /** Rows of guidelines, each with the guideline it belongs to. */
  listRecommendations(actor: Actor, filter: RecommendationFilter, page: PageRequest): Page<RecommendationEntry>
  /** By row id. */
  findRecommendations(actor: Actor, ids: readonly string[]): ReadonlyMap<string, RecommendationEntry>
  /** By id. `BAD_USER_INPUT` where the release knows nothing of options. */
  findIndications(actor: Actor, ids: readonly string[]): ReadonlyMap<string, Indication>
  listIndications(actor: Actor, filter: IndicationFilter, page: PageRequest): Page<Indication>

  // Patients
  createPatient(actor: Actor, input: CreatePatientInput): Promise<SeenPatient>
  findPatients(actor: Actor, ids: readonly string[]): Promise<ReadonlyMap<string, SeenPatient>>
  listPatients(actor: Actor, filter: PatientFilter, page: PageRequest): Promise<Page<SeenPatient>>

  // Uploads
  /** Opens an upload; the bytes follow by `receiveUpload`. The same key and request give the same upload. */
  createUpload(actor: Actor, input: CreateUploadInput): Promise<Upload>
  /** Takes the bytes; when it resolves the file is durable and queued. Same bytes as an earlier upload: that one. */
  receiveUpload(actor: Actor, uploadId: string, input: ReceiveUploadInput): Promise<Upload>
  findUploads(actor: Actor, ids: readonly string[]): Promise<ReadonlyMap<string, Upload>>
  listUploads(actor: Actor, filter: UploadFilter, page: PageRequest): Promise<Page<Upload>>
  /** Newest first. */
  uploadsOfPatients(actor: Actor, patientIds: readonly string[]): Promise<ReadonlyMap<string, readonly Upload[]>>
  uploadProgress(actor: Actor, uploadIds: readonly string[]): Promise<ReadonlyMap<string, UploadProgress>>
  /** The present state first, then every change; ends after a terminal state. `NOT_FOUND` before the first event. */
  watchUpload(actor: Actor, uploadId: string): Promise<AsyncIterable<UploadProgress>>

  // Samples and what was called of them
  findSamples(actor: Actor, ids: readonly string[]): Promise<ReadonlyMap<string, Sample>>
  listSamples(actor: Actor, filter: SampleFilter, page: PageRequest): Promise<Page<Sample>>
  /** Newest first: the first one is the sample that advice for the patient rests on. */
  samplesOfPatients(actor: Actor, patientIds: readonly string[]): Promise<ReadonlyMap<string, readonly Sample[]>>
  /** One per gene, called or not; what the actor may not see is withheld and says so. */
  phenotypes(actor: Actor, sampleIds: readonly string[]): Promise<ReadonlyMap<string, readonly SeenResult[]>>
  /** A result determined elsewhere, for a sample that was read already; the sample is called again with it. */
  recordOutsideCall(actor: Actor, input: RecordOutsideCallInput): Promise<Sample>
  /**
   * Results of genes that another system sends, as outside calls of the sample that the patient's advice rests on; what it no
   * longer states is taken back. One answer per thing: whoever may not record outside calls is refused here and loses nothing
   * else of what they send.
   */
  importResults(actor: Actor, input: ImportResultsInput): Promise<readonly ImportedResult[]>

  /** Lets results out of the laboratory: of a sample, or of genes that were held back. */
  releaseResults(actor: Actor, input: ReleaseInput): Promise<Sample>
  /** Holds results back: of a sample, or of some of its genes. */
  holdResults(actor: Actor, input: ReleaseInput & { readonly reason: string }): Promise<Sample>

  // Advice
  checkDrug(actor: Actor, question: DrugQuestion): Promise<DrugAnswer>
  /** What the sources say about every drug that a guideline speaks of, by drug name: one page per sample. */
  adviseSamples(
    actor: Actor,
    sampleIds: readonly string[],
    filter: AdviceFilter,
    page: PageRequest,
  ): Promise<ReadonlyMap<string, Page<DrugAdvice>>>

  // Medication options: every drug looked at for a person in every way that is known, each reason with what it rests on.
  medicationOptions(actor: Actor, question: OptionsQuestion): Promise<OptionsAnswer>
  optionsOfPatients(
    actor: Actor,
    patientIds: readonly string[],
    candidates: CandidatesAsked,
  ): Promise<ReadonlyMap<string, OptionsAnswer>>
  /** Every medicine that is taken or planned, looked at in the same way. */
  medicationReview(actor: Actor, question: ReviewQuestion): Promise<ReviewAnswer>
  reviewsOfPatients(actor: Actor, patientIds: readonly string[]): Promise<ReadonlyMap<string, ReviewAnswer>>
  /** What starting and stopping medicines would change; writes nothing. */
  whatIf(actor: Actor, question: WhatIfQuestion): Promise<WhatIfAnswer>
  whatIfOfPatients(
    actor: Actor,
    patientIds: readonly string[],
    change: AskedChange,
    candidates: CandidatesAsked | undefined,
  ): Promise<ReadonlyMap<string, WhatIfAnswer>>
  /** What is told from now on when advice on medicines that this patient takes changes; never ends by itself. */
  watchAdvice(actor: Actor, patientId: string): Promise<AsyncIterable<AdviceAlert>>
  /** What was told, newest first: one page per patient. */
  alertsOfPatients(
    actor: Actor,
    patientIds: readonly string[],
    page: PageRequest,
  ): Promise<ReadonlyMap<string, Page<AdviceAlert>>>
}

export interface GeneFilter {
  readonly tier?: Gene['tier']
  /** Part of symbol or name, case does not matter. */
  readonly search?: string
}

export interface AlleleFilter {
  /** Part of the name. */
  readonly search?: string
  /** Function in the source's words. */
  readonly function?: string
}

export interface DrugFilter {
  /** Part of a generic name, brand or synonym. */
  readonly search?: string
  /** Has a pair or a guideline with this gene. */
  readonly gene?: string
  /** Has a guideline of this source. */
  readonly source?: Source
  readonly cpicLevel?: string
}

export interface DrugCandidate {
  readonly drug: Drug
  readonly matched: 'GENERIC_NAME' | 'RXNORM' | 'BRAND' | 'SYNONYM' | 'SIMILAR'
  /** The name that was compared with the text. */
  readonly name: string
  /** 0 – 1; 1 is the same text, case aside. */
  readonly similarity: number
}

export interface PairFilter {
  readonly drug?: string
  readonly gene?: string
  readonly cpicLevel?: string
  readonly clinpgxLevel?: string
}

export interface DrugPair extends DrugGenePair {
  readonly drug: Drug
}

export interface IndicationFilter {
  /** Part of id or name. */
  readonly search?: string
  /** Has this drug among its candidates. */
  readonly drug?: string
}

export interface AdviceFilter {
  /** Only drugs about which some source says more than standard dosing for this sample. */
  readonly actionableOnly?: boolean
  /** Only drugs with a guideline that asks for this gene. */
  readonly gene?: string
}

export interface GuidelineFilter {
  readonly drug?: string
  readonly gene?: string
  readonly source?: Source
  /** Guideline ids; several drugs may share one. */
  readonly ids?: readonly string[]
}

export interface RecommendationFilter extends GuidelineFilter {
  readonly population?: string
  /** Rows that a result with this phrase (phenotype, score, status or diplotype) finds. */
  readonly lookupKey?: string
}

export interface RecommendationEntry {
  readonly guideline: Guideline
  readonly row: GuidelineRow
}

export interface CreatePatientInput {
  readonly displayName: string
  readonly medicalRecordNumber?: string
  /** ISO date. */
  readonly birthDate?: string
  readonly sex?: 'female' | 'male'
  readonly idempotencyKey: string
}

export interface PatientFilter {
  /** Whole words of the display name, case and accents aside, or the whole medical record number. */
  readonly search?: string
}

export interface CreateUploadInput {
  readonly patientId: string
  /** Column of the file; absent = the only one. */
  readonly sampleName?: string
  readonly fileName?: string
  readonly assay: AssayFacts
  readonly outsideCalls: readonly OutsideCall[]
  /** What will be sent; other bytes are refused. */
  readonly declared?: DeclaredContent
  readonly idempotencyKey: string
}

export interface DeclaredContent {
  readonly sizeBytes?: number
  /** Lower-case hexadecimal. */
  readonly sha256?: string
}

export interface ReceiveUploadInput {
  readonly bytes: AsyncIterable<Uint8Array>
  readonly declared: DeclaredContent
}

export interface UploadFilter {
  readonly patientId?: string
  readonly states?: readonly UploadState[]
}

export interface SampleFilter {
  readonly patientId?: string
}

export interface ImportResultsInput {
  readonly patientId: string
  /** The sending system, the same whenever it sends. */
  readonly source: string
  readonly results: readonly ImportResult[]
}

/** One thing of another system that states a result of a gene, or may have stated one before. */
export interface ImportResult {
  /** What that system calls it, the same whenever it is sent. */
  readonly key: string
  /** Absent: it states none that can be read. */
  readonly result?: StatedResult & { readonly on: string }
  /** It says itself that a result of a gene does not count. */
  readonly takesBack: boolean
  /** As it is referred to there. */
  readonly reference?: string
  /** Specially protected there. */
  readonly restricted: boolean
}

export type ImportedResult = (
  | { readonly status: 'RECORDED' | 'CHANGED' | 'UNCHANGED'; readonly gene: string }
  /** A newer one stands. */
  | { readonly status: 'NOT_USED'; readonly code: 'OLDER_RESULT' }
  | { readonly status: 'REFUSED'; readonly code: ResultRefusal }
  | { readonly status: 'NOTHING_STATED' }
) & {
  /** What was recorded from it before counts no more. */
  readonly isRetracted: boolean
}

export type ResultRefusal =
  | ResultProblem
  | 'FORBIDDEN'
  | 'CONSENT_REQUIRED'
  /** Nothing was called for this patient that the result could belong to. */
  | 'NO_SAMPLE'
  | 'RESTRICTED_RESULT'
  | 'IMPOSSIBLE_DATE'
  | 'FUTURE_DATE'

export interface RecordOutsideCallInput {
  readonly sampleId: string
  readonly calls: readonly OutsideCall[]
  readonly idempotencyKey: string
}

export interface ReleaseInput {
  readonly sampleId: string
  /** By symbol; absent: the whole sample. */
  readonly genes?: readonly string[]
}

/** Facts about person and question by name, as the knowledge's tests name them ("ageYears", "indication" …). */
export type Facts = Readonly<Record<string, string | number | boolean>>

export type Subject =
  | { readonly kind: 'sample'; readonly sampleId: string }
  /** The patient's newest sample. */
  | { readonly kind: 'patient'; readonly patientId: string }
  /** No patient at all. */
  | { readonly kind: 'stated'; readonly results: readonly OutsideCall[] }

/** A medicine taken now, before or later, as somebody states it: a name, an RxNorm id, or both. */
export interface StatedMedicine {
  readonly name?: string
  readonly rxnorm?: string
  /** ISO days. */
  readonly startedOn?: string
  readonly stoppedOn?: string
  /** Absent: it is taken, as far as the days do not say otherwise. */
  readonly status?: MedicationFact['status']
}

export interface DrugQuestion {
  readonly subject: Subject
  /** An RxNorm id must exist (`UNKNOWN_DRUG`); a name that fits none or several drugs is answered with candidates. */
  readonly drug: { readonly rxnorm: string } | { readonly name: string }
  /** Counts for this question before what is recorded of the same thing. */
  readonly stated: StatedBackground
}

export type DrugAnswer =
  | {
      readonly type: 'advised'
      /** What the question named; a combination product is answered by its ingredients. */
      readonly drug: Drug
      /** One, or one per ingredient. */
      readonly advice: readonly DrugAdvice[]
      /** What the answer rests on; absent for stated results and for a patient without a sample. */
      readonly sample?: Sample
      /** Stated medicines that no data file describes: nobody looked at what they do. */
      readonly notConsidered: readonly Medicine[]
    }
  | { readonly type: 'candidates'; readonly text: string; readonly candidates: readonly DrugCandidate[] }

/** Who is calling, as their verified token says; sockets close when it ends. */
export interface Session {
  readonly caller: Caller
  readonly expiresAt: Date
  /** Reads the memberships again, for whatever stays open; throws `FORBIDDEN` when a role of the caller has gone (S7). */
  readonly requireMembership: () => Promise<void>
}

/** Verifies a bearer token and reads the memberships of today; throws `UNAUTHENTICATED` or `FORBIDDEN`. */
export type Authenticate = (bearerToken: string | undefined) => Promise<Session>
