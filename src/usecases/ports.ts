import type { Assembly, Knowledge } from '../domain/knowledge.js'
import type { VariantTable } from '../domain/genotype/evidence.js'
import type { GeneCall } from '../domain/diplotype/gene-call.js'
import type { AssayFacts, Page, PageRequest, Patient, Sample, SampleDocument, Upload, UploadProgress, UploadState } from './records.js'

/** What the use cases need from outside. Adapters implement these; `app.ts` hands them over. */

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
  readonly idempotency: IdempotencyKeys
  readonly jobs: Jobs
}

export interface Transactions {
  /** Runs `work` in one transaction; commits when it resolves, rolls back when it throws. */
  run<T>(organisationId: string, work: (unit: UnitOfWork) => Promise<T>): Promise<T>
}

export interface Patients {
  find(ids: readonly string[]): Promise<readonly Patient[]>
  list(page: PageRequest, search?: string): Promise<Page<Patient>>
  add(patient: Patient): Promise<void>
}

export interface Uploads {
  find(ids: readonly string[]): Promise<readonly Upload[]>
  list(page: PageRequest, filter: { readonly patientId?: string; readonly states?: readonly UploadState[] }): Promise<Page<Upload>>
  add(upload: Upload): Promise<void>
  /** One conditional update: false when the upload is not in `from` any more (or has another attempt). */
  transition(id: string, from: { readonly states: readonly UploadState[]; readonly attempt?: number }, to: Partial<Upload> & { readonly state: UploadState }): Promise<boolean>
  /** Raises `attempt` and takes the lease when no other lease is alive; undefined when there is nothing to take. */
  claim(id: string, owner: string, leaseMilliseconds: number): Promise<Upload | undefined>
  renew(id: string, attempt: number, leaseMilliseconds: number): Promise<boolean>
  findSameContent(patientId: string, sha256: string, fingerprint: string): Promise<Upload | undefined>
}

export interface Samples {
  find(ids: readonly string[]): Promise<readonly Sample[]>
  /** Newest first, per patient. */
  ofPatients(patientIds: readonly string[]): Promise<ReadonlyMap<string, readonly Sample[]>>
  add(sample: Sample, document: SampleDocument): Promise<void>
  calls(sampleIds: readonly string[]): Promise<ReadonlyMap<string, readonly GeneCall[]>>
  document(sampleId: string): Promise<SampleDocument | undefined>
  replaceCalls(sampleId: string, calls: readonly GeneCall[], knowledgeVersion: string): Promise<void>
}

export interface IdempotencyKeys {
  /** The stored answer for a repeated request; throws `IDEMPOTENCY_KEY_REUSED` when the fingerprint differs. */
  find(actorId: string, operation: string, key: string, fingerprint: string): Promise<string | undefined>
  store(actorId: string, operation: string, key: string, fingerprint: string, answer: string): Promise<void>
}

export interface Jobs {
  /** In the transaction of the unit of work: a rollback leaves no job. */
  enqueueUpload(uploadId: string, organisationId: string): Promise<void>
}

/** Staged files. Accepted means durable: hashed while it flows, fsynced, renamed. */
export interface StagedFiles {
  write(uploadId: string, bytes: AsyncIterable<Uint8Array>, limits: { readonly bytes: number }): Promise<{ readonly sizeBytes: number; readonly sha256: string }>
  read(uploadId: string): AsyncIterable<Uint8Array>
  remove(uploadId: string): Promise<void>
}

export interface ProgressEvents {
  publish(organisationId: string, progress: UploadProgress): Promise<void>
  latest(organisationId: string, uploadId: string): Promise<UploadProgress | undefined>
  subscribe(organisationId: string, uploadId: string): AsyncIterable<UploadProgress>
}

export interface Ports {
  /** Current release first. */
  readonly knowledge: Knowledge
  readonly transactions: Transactions
  readonly reader: VariantReader
  readonly files: StagedFiles
  readonly progress: ProgressEvents
  readonly clock: Clock
  readonly ids: Ids
}

export type { Assembly }
