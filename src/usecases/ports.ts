import type { Knowledge } from '../domain/knowledge.js'
import type { FileFacts, SampleEvidence, VariantTable } from '../domain/genotype/evidence.js'
import type { Places } from '../domain/genotype/realign-evidence.js'
import type { Diagnostic } from '../domain/diagnostics.js'
import type { RecordedCall } from '../domain/standing-calls.js'
import type { AccessFacts, BreakGlass, Consent, Relation, ReviewOutcome, Visibility } from './access-facts.js'
import type { FactKind } from '../domain/history/history-fact.js'
import type { ChangeCause } from '../domain/medication/advice-changes.js'
import type { AdviceAlert, AdviceState } from './advice-alert.js'
import type { GlassMessage } from './glass-message.js'
import type { Grant } from './grant.js'
import type { LegalHold } from './legal-hold.js'
import type { Member } from './member.js'
import type { Proposal, ProposalKind, ProposalState } from './proposal.js'
import type { RecordedFact } from './recorded-fact.js'
import type { AuditRow, RecordedAccess } from './audit-row.js'
import type {
  AssayFacts,
  Role,
  Page,
  PageRequest,
  Patient,
  Sample,
  SampleDocument,
  Upload,
  UploadProgress,
  UploadRecord,
  UploadState,
} from './records.js'

/** What the use cases need from outside. Adapters implement these; `app/` hands them over. */

export interface ReadOptions {
  /** Only these columns; all when absent. An unknown name is `UNKNOWN_SAMPLE`. */
  readonly samples?: readonly string[]
  readonly fileName?: string
  readonly assay: Pick<AssayFacts, 'assembly' | 'assumeReference' | 'assayedRegions' | 'sex'>
  /** Genotypes below these are `no-call` with that reason; undefined = not checked (default, lenient). */
  readonly quality: QualityPolicy
  readonly limits: FileLimits
  /** Total bytes of the (compressed) file if known, for progress. */
  readonly bytesTotal?: number
  readonly onProgress?: (progress: { readonly bytesRead: number; readonly lines: number }) => void
  readonly signal?: AbortSignal
}

export interface QualityPolicy {
  readonly requirePass: boolean
  readonly minimumGenotypeQuality?: number
  readonly minimumDepth?: number
}

export interface FileLimits {
  readonly decompressedBytes: number
  readonly ratio: number
  readonly headerBytes: number
  readonly headerLines: number
  readonly lineBytes: number
  readonly samples: number
  readonly alternates: number
  readonly diagnostics: number
}

/** Turns the bytes of a VCF (plain, gzip, bgzip) into evidence at the positions of interest of `knowledge`. */
export interface VariantReader {
  read(bytes: AsyncIterable<Uint8Array>, knowledge: Knowledge, options: ReadOptions): Promise<VariantTable>
}

export interface Clock {
  now(): Date
}

export interface Ids {
  next(): string
}

/** One transaction of work for one organisation; every store inside it sees that organisation only. */
export interface UnitOfWork {
  readonly patients: Patients
  readonly uploads: Uploads
  readonly samples: Samples
  readonly histories: Histories
  readonly outbox: Outbox
  readonly alerts: AdviceAlerts
  readonly idempotency: IdempotencyKeys
  readonly jobs: Jobs
  /** Rows that are there if and only if this transaction commits. */
  readonly audit: AuditLog & AuditReader
  /** Calls back once the transaction has committed, and not at all when it does not. */
  afterCommit(done: () => void): void
  readonly access: Accesses
  readonly members: Members
  readonly proposals: Proposals
  readonly holds: LegalHolds
  readonly notices: GlassNotices
  readonly grants: Grants
}

/** Where it is kept who touched whom (S19). Rows are only ever added. */
export interface AuditLog {
  /** Resolves when the rows are durable: whoever waits for it answers nothing before. */
  write(rows: readonly AuditRow[]): Promise<void>
}

export interface AuditReader {
  /** Who saw or changed something of a patient, in this organisation, one page each; newest first, without those who were denied. */
  accessesTo(patientIds: readonly string[], page: PageRequest): Promise<ReadonlyMap<string, Page<RecordedAccess>>>
}

export interface Transactions {
  /**
   * Runs `work` in one transaction; commits when it resolves, rolls back when it throws. Run again when the database asks
   * for it, so `work` touches nothing but its unit.
   */
  run<T>(organisationId: string, work: (unit: UnitOfWork) => Promise<T>): Promise<T>
  /**
   * The same for work that only reads, which then cannot write whatever it does, and whose end nobody waits for. Reads of one
   * request that come together see one state of the data: what follows events, and must see the newest each time, uses `run`.
   */
  read<T>(reader: Reader, work: (unit: UnitOfWork) => Promise<T>): Promise<T>
}

/** Whose data are read, and for which request: an `Actor` is one. */
export interface Reader {
  readonly organisationId: string
  readonly request: object
}

export interface Patients {
  find(ids: readonly string[]): Promise<readonly Patient[]>
  /**
   * Only of those whom the actor may find (S12). `search`: whole words of the name, or the whole record number.
   */
  list(page: PageRequest, visibility: Visibility, search?: string): Promise<Page<Patient>>
  /** `CONFLICT` when the medical record number is taken. */
  add(patient: Patient): Promise<void>
  /**
   * Destroys the key of all that is stored of the patient, and removes it: nothing stays but an id. Fails for whom two
   * persons have not confirmed it. Returns the files that are left to be removed once this transaction has committed.
   */
  erase(id: string): Promise<readonly { readonly uploadId: string; readonly sha256: string }[]>
  /** Ids of those who were erased within the period. */
  erasedWithin(milliseconds: number): Promise<readonly string[]>
}

/** One conditional change: it happens only while the upload is in one of `from`, and under `attempt` if that is given. */
export interface Transition {
  readonly from: readonly UploadState[]
  readonly attempt?: number
  readonly to: UploadState
  readonly set?: Partial<Pick<Upload, 'sizeBytes' | 'sha256' | 'refusal' | 'diagnostics' | 'sampleId' | 'supersededBy'>>
}

export interface UploadUsage {
  readonly opened: number
  readonly oldestMilliseconds: number
  readonly storedBytes: number
}

export interface Uploads {
  find(ids: readonly string[]): Promise<readonly UploadRecord[]>
  list(
    page: PageRequest,
    visibility: Visibility,
    filter: { readonly patientId?: string; readonly states?: readonly UploadState[] },
  ): Promise<Page<Upload>>
  /** Newest first, per patient. */
  ofPatients(patientIds: readonly string[]): Promise<ReadonlyMap<string, readonly Upload[]>>
  /**
   * What the organisation uses: uploads opened within the period, the age of the oldest of them, and bytes kept. Whoever
   * else asks waits until this transaction has ended, so that two cannot take the last place.
   */
  usage(periodMilliseconds: number): Promise<UploadUsage>
  add(upload: UploadRecord): Promise<void>
  /** False when the condition does not hold any more; ends the lease when `to` is terminal. */
  transition(id: string, transition: Transition): Promise<boolean>
  /** Raises `attempt` and takes the lease when no other lease is alive; undefined when there is nothing to take. */
  claim(id: string, owner: string, leaseMilliseconds: number): Promise<UploadRecord | undefined>
  /** False when the attempt is not the newest any more: its work is to be thrown away. */
  renew(id: string, attempt: number, leaseMilliseconds: number): Promise<boolean>
  /** Gives the lease back before its end; `failed` counts against the file. Nobody takes it before `delayMilliseconds`. */
  release(id: string, attempt: number, failed: boolean, delayMilliseconds: number): Promise<boolean>
  /** The upload that brought these bytes first and was not refused; waits for one that is being accepted right now. */
  findSameContent(patientId: string, sha256: string, fingerprint: string): Promise<UploadRecord | undefined>
  /** Accepted, unfinished, and nobody's: to be sent to the workers again. */
  findAbandoned(graceMilliseconds: number): Promise<readonly string[]>
  /** Still open and older than this. */
  findExpired(ageMilliseconds: number): Promise<readonly string[]>
}

export interface Samples {
  find(ids: readonly string[]): Promise<readonly Sample[]>
  list(page: PageRequest, visibility: Visibility, filter: { readonly patientId?: string }): Promise<Page<Sample>>
  /** Newest first, per patient. */
  ofPatients(patientIds: readonly string[]): Promise<ReadonlyMap<string, readonly Sample[]>>
  add(sample: Sample, document: SampleDocument): Promise<void>
  documents(sampleIds: readonly string[]): Promise<ReadonlyMap<string, SampleDocument>>
  replaceDocument(sampleId: string, document: SampleDocument, calledAt: Date): Promise<void>
  setRelease(sample: Pick<Sample, 'id' | 'patientId'>, state: Pick<Sample, 'releasedAt' | 'heldGenes'>): Promise<void>
  addReleaseEvent(sampleId: string, event: ReleaseEvent): Promise<void>
  /** Recorded after the file was read, per sample, oldest first; also what was replaced or taken back. */
  outsideCalls(sampleIds: readonly string[]): Promise<ReadonlyMap<string, readonly RecordedCall[]>>
  addOutsideCall(sampleId: string, actorId: string, id: string, recorded: RecordedCall, at: Date): Promise<void>
}

/** What was recorded of patients. Facts are added and never changed: a correction stands beside what it corrects. */
export interface Histories {
  /** Everything that was ever recorded, corrected and retracted facts too, oldest first, per patient. */
  ofPatients(patientIds: readonly string[]): Promise<ReadonlyMap<string, readonly RecordedFact[]>>
  find(ids: readonly string[]): Promise<readonly RecordedFact[]>
  /** Newest first. */
  list(
    page: PageRequest,
    filter: { readonly patientId: string; readonly kinds?: readonly FactKind[]; readonly withRestricted: boolean },
  ): Promise<Page<RecordedFact>>
  /** `CONFLICT` when a fact that one of these supersedes was superseded meanwhile. */
  add(facts: readonly RecordedFact[]): Promise<void>
  /** Waits for whoever is writing to this patient's history, or results from elsewhere or of a file, in another transaction. */
  lock(patientId: string): Promise<void>
}

/**
 * What has changed for patients and waits to be looked at. Stores write it with the change itself, so that no use case can
 * forget to.
 */
export interface Outbox {
  /** Patients for whom something waits, the longest waiting first. */
  waiting(limit: number): Promise<readonly string[]>
  /** Waits for whoever looks at this patient in another transaction; then what waits is taken when this one commits. */
  take(patientId: string): Promise<readonly ChangeCause[]>
}

/** What was last seen of the medicines of patients, and what was told when it changed. */
export interface AdviceAlerts {
  lastSeen(patientId: string): Promise<AdviceState | undefined>
  keep(state: AdviceState): Promise<void>
  /** Patients last seen by another release that is not newer than this one. */
  seenBefore(release: { readonly version: string; readonly date: string }, limit: number): Promise<readonly string[]>
  add(alert: AdviceAlert): Promise<void>
  /** Newest first, one page per patient. */
  ofPatients(patientIds: readonly string[], page: PageRequest): Promise<ReadonlyMap<string, Page<AdviceAlert>>>
  /** Those behind an id, oldest first; from the beginning without one. */
  since(patientId: string, id: string | undefined, limit: number): Promise<readonly AdviceAlert[]>
}

/** Who belongs to the organisation. */
export interface Members {
  /** Oldest first, also those whose membership has ended. */
  list(page: PageRequest): Promise<Page<Member>>
  find(id: string): Promise<Member | undefined>
  /** Id of whoever this issuer knows as this subject; made under the id and name given where nobody knows them. */
  ensureActor(actor: Pick<Member, 'id' | 'issuer' | 'subject'> & { readonly name: string }): Promise<string>
  /** False when they have this role already. */
  add(membership: Pick<Member, 'id' | 'actorId' | 'name' | 'role' | 'validFrom' | 'validTo'>): Promise<boolean>
  /** False when there is none of this id that has not ended. */
  end(id: string, at: Date): Promise<boolean>
}

/** That privacy officers are to be told of broken glass (S17): written with it, or it stays whole. */
export interface GlassNotices {
  /** `SERVICE_UNAVAILABLE` when it cannot be stored. */
  add(breakGlassId: string, at: Date): Promise<void>
  /** Number of the newest; 0 when there is none. */
  newest(): Promise<number>
  /** Those behind a number, oldest first. None is ever added before one that was read. */
  since(number: number, limit: number): Promise<readonly { readonly number: number; readonly breakGlass: BreakGlass }[]>
  /**
   * Takes what is to be sent now, not delivered and not reviewed yet; whoever else asks meanwhile gets other ones. Each is
   * due again at the time that follows from how often it was tried before.
   */
  claim(now: Date, nextTry: (attempts: number) => Date, limit: number): Promise<readonly GlassMessage[]>
  delivered(breakGlassId: string, at: Date): Promise<void>
}

/** What other organisations may read of patients here, and what of theirs may be read here. */
export interface Grants {
  /** By its short name. */
  organisation(name: string): Promise<{ readonly id: string } | undefined>
  /** False when the same is granted already: whoever sends it twice has one to revoke. */
  add(grant: Omit<Grant, 'organisation' | 'toOrganisation'>, recordedBy: string): Promise<boolean>
  /** One that this organisation gave. */
  find(id: string): Promise<Grant | undefined>
  /** False when there is none of this id that was not revoked. */
  revoke(id: string, at: Date, actorId: string): Promise<boolean>
  revokeOfConsent(consentId: string, at: Date, actorId: string): Promise<void>
  /** Newest first, per patient; also those that have ended. */
  ofPatients(patientIds: readonly string[]): Promise<ReadonlyMap<string, readonly Grant[]>>
  /** All that this organisation gave, oldest first; also those that have ended. */
  given(page: PageRequest): Promise<Page<Grant>>
  /** What it was given and can use at that time, oldest first. */
  received(now: Date, page: PageRequest): Promise<Page<Grant>>
  findReceived(id: string, now: Date): Promise<Grant | undefined>
  /** One that this organisation gave, while neither it nor its consent has ended. */
  inForce(id: string, now: Date): Promise<Grant | undefined>
}

/** What the law wants kept (S57). */
export interface LegalHolds {
  /** Newest first, also those that have ended. */
  ofPatient(patientId: string): Promise<readonly LegalHold[]>
  add(hold: LegalHold, placedBy: string): Promise<void>
  find(id: string): Promise<LegalHold | undefined>
  /** False when it was lifted already. */
  lift(id: string, liftedBy: string, at: Date): Promise<boolean>
}

/** What one person proposed and another has to confirm (S18). */
export interface Proposals {
  /** False when a proposal of this kind about this subject is open. */
  add(proposal: Proposal, subject: string): Promise<boolean>
  find(id: string): Promise<Proposal | undefined>
  /** Oldest first; `openAt`: only those that can be confirmed at that time. */
  list(kinds: readonly ProposalKind[], openAt: Date | undefined, page: PageRequest): Promise<Page<Proposal>>
  /** What two persons agreed on, if they did. */
  confirmed(kind: ProposalKind, subject: string): Promise<Proposal | undefined>
  /** The one change of a proposal's state; false when it is not open at that time. */
  settle(id: string, end: ProposalEnd): Promise<boolean>
}

export interface ProposalEnd {
  readonly state: Extract<ProposalState, 'CONFIRMED' | 'WITHDRAWN'>
  readonly by: string
  readonly at: Date
}

/** What is recorded of who may see whom. */
export interface Accesses {
  /** Patients of this organisation with all that a decision about this actor needs, in one statement. */
  patientsWithFacts(
    actorId: string,
    patientIds: readonly string[],
    now: Date,
  ): Promise<readonly { readonly patient: Patient; readonly facts: AccessFacts }[]>
  /** Samples with their patients and the same, in one statement. */
  samplesWithFacts(
    actorId: string,
    sampleIds: readonly string[],
    now: Date,
  ): Promise<readonly { readonly sample: Sample; readonly patient: Patient; readonly facts: AccessFacts }[]>
  /** Newest first, per patient; also those that have ended. */
  relations(patientIds: readonly string[]): Promise<ReadonlyMap<string, readonly Relation[]>>
  addRelation(relation: Relation, recordedBy: string): Promise<void>
  /** False when there is none of this id that has not ended. */
  endRelation(id: string, at: Date, actorId: string): Promise<boolean>
  findRelation(id: string): Promise<Relation | undefined>
  /** Newest first, per patient; also those that were revoked. */
  consents(patientIds: readonly string[]): Promise<ReadonlyMap<string, readonly Consent[]>>
  addConsent(consent: Consent, recordedBy: string): Promise<void>
  /** False when there is none of this id that was not revoked. */
  revokeConsent(id: string, at: Date, actorId: string): Promise<boolean>
  findConsent(id: string): Promise<Consent | undefined>
  addBreakGlass(breakGlass: BreakGlass): Promise<void>
  /** Of the whole organisation, the ones that wait for a review first. */
  listBreakGlass(page: PageRequest, dueOnly: boolean): Promise<Page<BreakGlass>>
  findBreakGlass(id: string): Promise<BreakGlass | undefined>
  /** Somebody broke the glass to this patient, and nobody has reviewed it yet. */
  hasDueReview(patientId: string): Promise<boolean>
  /** False when it was reviewed already. */
  reviewBreakGlass(id: string, review: BreakGlassReview): Promise<boolean>
}

/** That results were released or held back; for one gene, or for all of a sample. */
export interface ReleaseEvent {
  readonly id: string
  readonly gene?: string
  readonly act: 'RELEASED' | 'HELD'
  readonly reason?: string
  readonly by: string
  readonly at: Date
}

export interface BreakGlassReview {
  readonly by: string
  readonly at: Date
  readonly outcome: ReviewOutcome
  readonly note?: string
}

export interface IdempotencyKeys {
  /**
   * Remembers that this request is answered by `answer`, and returns it; for a repeated request, what answered the first
   * one. Waits for one that is being answered right now. `IDEMPOTENCY_KEY_REUSED` when the key stood for something else.
   */
  remember(actorId: string, operation: string, key: string, fingerprint: string, answer: string): Promise<string>
}

export interface Jobs {
  /** In the transaction of the unit of work: a rollback leaves no job. */
  enqueueUpload(uploadId: string, organisationId: string, delayMilliseconds?: number): Promise<void>
}

/** Whose file it is: it is encrypted under the patient's key. */
export type FileOwner = Pick<Upload, 'id' | 'organisationId' | 'patientId'>

/** Uploaded files. Accepted means durable: hashed and encrypted while it flows, fsynced, renamed. */
export interface StagedFiles {
  /** `PAYLOAD_TOO_LARGE` beyond the limit. When it resolves the bytes survive a crash. */
  write(
    upload: FileOwner,
    bytes: AsyncIterable<Uint8Array>,
    limits: { readonly bytes: number },
  ): Promise<{ readonly sizeBytes: number; readonly sha256: string }>
  /** As they were sent; ends with an error where what is stored is not what was written. */
  read(upload: FileOwner, sha256: string): AsyncIterable<Uint8Array>
  remove(uploadId: string, sha256: string): Promise<void>
  /** Removes what no upload promises: files older than this that `isKept` does not know. */
  sweep(ageMilliseconds: number, isKept: (uploadId: string, sha256: string) => Promise<boolean>): Promise<number>
}

/** One sample of one file, read. */
export interface ReadSample {
  readonly file: FileFacts
  readonly evidence: SampleEvidence
  /** The positions that were looked for: the reader may have another release before it than the caller. */
  readonly places: Places
  readonly diagnostics: readonly Diagnostic[]
}

export interface ReadSampleOptions {
  /** Column of the file; absent = the only one. */
  readonly sampleName?: string
  readonly fileName?: string
  readonly assay: AssayFacts
  readonly bytesTotal?: number
  readonly onProgress: (progress: { readonly bytesRead: number; readonly lines: number }) => void
  readonly signal: AbortSignal
}

/**
 * Reads one sample where a hostile file can harm nobody else. A refusal of the file is a `DomainError`; anything else
 * that is thrown says that the reader died over it.
 */
export interface SampleReader {
  read(bytes: AsyncIterable<Uint8Array>, options: ReadSampleOptions): Promise<ReadSample>
}

/** How far the newest attempt is. */
export interface Progress {
  readonly bytesDone: number
  readonly bytesTotal?: number
  readonly genesDone: number
  readonly genesTotal: number
}

export interface ProgressEvents {
  /** Ignored when the attempt is not the newest any more. */
  report(organisationId: string, uploadId: string, attempt: number, progress: Progress): Promise<void>
  latest(organisationId: string, uploadIds: readonly string[]): Promise<ReadonlyMap<string, UploadProgress>>
  /** Resolves when something about the upload may have changed, and again for every further time. */
  changes(uploadId: string, signal: AbortSignal): AsyncIterable<void>
}

/** Announces what happens to advice; a wake-up may be lost, rows are not. */
export interface AdviceEvents {
  /** Yields when there may be a new alert for this patient, at once and at every further time. */
  alerts(patientId: string, signal: AbortSignal): AsyncIterable<void>
  /** Yields when something may wait in the outbox: the organisation, or undefined for any of them. */
  waiting(signal: AbortSignal): AsyncIterable<string | undefined>
}

/** Announces broken glass; a wake-up may be lost, rows are not. */
export interface GlassEvents {
  /** Yields when glass may have been broken, at once and at every further time. */
  broken(signal: AbortSignal): AsyncIterable<void>
  /** Yields when a message may wait: in the organisation, or, without one, in any of them. */
  waiting(signal: AbortSignal): AsyncIterable<string | undefined>
}

export interface Ports {
  /** The release that answers. */
  readonly knowledge: Knowledge
  /** Every release that can be asked, in the order of preference, the current one first. */
  readonly releases: readonly Knowledge[]
  readonly transactions: Transactions
  readonly reader: SampleReader
  readonly files: StagedFiles
  readonly progress: ProgressEvents
  readonly audit: AuditLog
  readonly adviceEvents: AdviceEvents
  readonly glassEvents: GlassEvents
  readonly clock: Clock
  readonly ids: Ids
  readonly policy: Policy
}

/** Limits and periods that use cases decide by; from the configuration. */
export interface Policy {
  readonly uploadBytes: number
  /** Of one organisation: opened within an hour, received at the same time in one process, kept. */
  readonly uploadsPerHour: number
  readonly uploadsAtOnce: number
  readonly uploadsStoredBytes: number
  readonly leaseMilliseconds: number
  readonly renewMilliseconds: number
  /** Wait before the second, third … try of a file over which the reader died; beyond the last it is refused. */
  readonly backoffMilliseconds: readonly number[]
  /** Claims of one file, however they ended, after which it is refused. */
  readonly attempts: number
  /** Wait before the second, third … try to send a message to privacy officers; beyond the last always the last. */
  readonly noticeBackoffMilliseconds: readonly number[]
  /** How long what one person proposed waits for another. */
  readonly proposalMilliseconds: number
}

/** Who a verified token names and what they may do today. */
export interface Directory {
  signIn(issuer: string, subject: string): Promise<readonly MembershipOfActor[]>
}

export interface MembershipOfActor {
  readonly actorId: string
  readonly name: string
  readonly organisationId: string
  /** Short name of the organisation. */
  readonly organisation: string
  readonly role: Role
}
