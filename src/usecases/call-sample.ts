import { callGenes } from '../domain/call-genes.js'
import type { Diagnostic } from '../domain/diagnostics.js'
import type { GeneCall } from '../domain/diplotype/gene-call.js'
import { DomainError } from '../domain/errors.js'
import type { ErrorCode } from '../domain/errors.js'
import { placesOf, realignEvidence } from '../domain/genotype/realign-evidence.js'
import { demand } from './decide.js'
import { diagnosed, doubtsAbout, heldFor } from './doubtful-person.js'
import { keepLease } from './keep-lease.js'
import { keepChange } from './keep-trail.js'
import type { Ports, Progress, ReadSample } from './ports.js'
import { reportThrottled } from './report-throttled.js'
import type { Actor, Sample, UploadRecord, UploadState } from './records.js'

/** What became of a job: `passed` when somebody else has the upload or nothing is left to do. */
export type CallOutcome = 'stored' | 'refused' | 'postponed' | 'lost' | 'passed'

export interface CallSampleInput {
  readonly uploadId: string
  /** Names this worker in the lease. */
  readonly owner: string
  /** Ends the work early; the lease is given back. */
  readonly signal: AbortSignal
}

export type CallSample = (actor: Actor, input: CallSampleInput) => Promise<CallOutcome>

const UNFINISHED: readonly UploadState[] = ['RECEIVED', 'READING', 'CALLING']

/**
 * Reads and calls one accepted upload, at most once in effect however often it is tried: the claim raises `attempt`, the
 * work is done outside any transaction, and the result is stored only while that attempt is still the newest (S36).
 */
export function createCallSample(ports: Ports): CallSample {
  const { transactions, policy } = ports
  return async (actor, { uploadId, owner, signal }) => {
    demand(actor, 'CALL_SAMPLE')
    const organisationId = actor.organisationId
    const upload = await transactions.run(organisationId, unit =>
      unit.uploads.claim(uploadId, owner, policy.leaseMilliseconds),
    )
    if (upload === undefined) return 'passed'
    if (upload.attempt > policy.attempts) return await refuse(ports, actor, upload, gaveUp())
    const lease = keepLease(ports, upload, signal)
    try {
      const moved = await move(ports, upload, UNFINISHED, 'READING')
      if (!moved) return 'lost'
      const read = await readSample(ports, upload, lease.signal)
      if (!(await move(ports, upload, ['READING'], 'CALLING'))) return 'lost'
      return await store(ports, actor, upload, read)
    } catch (error) {
      if (lease.isLost()) return 'lost'
      if (signal.aborted) return await postpone(ports, actor, upload, false)
      if (error instanceof DomainError && isRefusal(error.code)) return await refuse(ports, actor, upload, error)
      return await postpone(ports, actor, upload, true)
    } finally {
      lease.end()
    }
  }
}

function move(
  { transactions }: Ports,
  { id, organisationId, attempt }: UploadRecord,
  from: readonly UploadState[],
  to: UploadState,
) {
  return transactions.run(organisationId, unit => unit.uploads.transition(id, { from, attempt, to }))
}

async function readSample(ports: Ports, upload: UploadRecord, signal: AbortSignal): Promise<ReadSample> {
  const { sha256, sizeBytes, sampleName, fileName, assay } = upload
  if (sha256 === undefined) throw new Error('an accepted upload has a checksum')
  const report = reporter(ports, upload)
  const read = await ports.reader.read(ports.files.read(upload, sha256), {
    sampleName,
    fileName,
    assay,
    bytesTotal: sizeBytes,
    onProgress: ({ bytesRead }) =>
      report.soon({ bytesDone: bytesRead, bytesTotal: sizeBytes, genesDone: 0, genesTotal: 0 }),
    signal,
  })
  // What was read is what was accepted: a file that changed on disk since then must not become somebody's result.
  if (read.file.sha256 !== sha256) throw new Error('the stored file differs from the accepted one')
  await report.done()
  return read
}

async function store(ports: Ports, actor: Actor, upload: UploadRecord, read: ReadSample): Promise<CallOutcome> {
  const { transactions, knowledge, ids, clock } = ports
  const { id, organisationId, patientId, attempt, outsideCalls, sizeBytes = 0 } = upload
  const evidence = realignEvidence(read.evidence, read.places, knowledge)
  const calls = callGenes(evidence, outsideCalls, knowledge)
  const found = [...read.diagnostics, ...refusedOutsideCalls(calls)]
  const report = reporter(ports, upload)
  report.soon({ bytesDone: sizeBytes, bytesTotal: sizeBytes, genesDone: calls.length, genesTotal: calls.length })
  await report.done()
  const sample: Omit<Sample, 'heldGenes'> = {
    id: ids.next(),
    organisationId,
    patientId,
    uploadId: id,
    name: read.evidence.sample,
    assembly: read.evidence.assembly,
    file: read.file,
    knowledgeVersion: knowledge.version,
    calledAt: clock.now(),
  }
  const document = { knowledgeVersion: knowledge.version, calls, evidence, places: placesOf(knowledge) }
  const to = isPartial(found, read) ? 'PARTIAL' : 'READY'
  const stored = await transactions.run(organisationId, async unit => {
    const doubts = await doubtsAbout(unit, actor, patientId, evidence, knowledge)
    const set = { diagnostics: [...found, ...doubts.map(diagnosed)], sampleId: sample.id }
    if (!(await unit.uploads.transition(id, { from: ['CALLING'], attempt, to, set }))) return false
    await unit.samples.add({ ...sample, heldGenes: heldFor(doubts, calls) }, document)
    await keepChange(unit, actor, 'CALL_SAMPLE', patientId)
    return true
  })
  return stored ? 'stored' : 'lost'
}

/** A gene that a bad line or a bad outside call took away: the rest is answered, and the upload says so. */
function isPartial(diagnostics: readonly Diagnostic[], { evidence }: ReadSample): boolean {
  return evidence.quarantined.size > 0 || diagnostics.some(({ severity }) => severity === 'error')
}

function refusedOutsideCalls(calls: readonly GeneCall[]): readonly Diagnostic[] {
  return calls
    .filter(call => call.status === 'not-called' && call.reason === 'OUTSIDE_CALL_REFUSED')
    .map(({ gene }) => ({
      code: 'OUTSIDE_CALL_REFUSED',
      severity: 'error',
      gene,
      message: `The outside call of ${gene} cannot be used; correct it and record it for this sample`,
    }))
}

/** The file is refused for good: the row keeps code and details, the bytes go. */
async function refuse(
  { transactions, files }: Ports,
  actor: Actor,
  upload: UploadRecord,
  { code, message, details }: DomainError,
): Promise<CallOutcome> {
  const { id, organisationId, patientId, attempt, sha256 } = upload
  const set = { refusal: { code, message, details } }
  const stored = await transactions.run(organisationId, async unit => {
    if (!(await unit.uploads.transition(id, { from: UNFINISHED, attempt, to: 'REJECTED', set }))) return false
    await keepChange(unit, actor, 'CALL_SAMPLE', patientId)
    return true
  })
  if (stored && sha256 !== undefined) await files.remove(id, sha256)
  return stored ? 'refused' : 'lost'
}

/** Gives the upload back, to be tried again later; after the last try it is refused. */
async function postpone(ports: Ports, actor: Actor, upload: UploadRecord, failed: boolean): Promise<CallOutcome> {
  const { transactions, policy } = ports
  const { id, organisationId, attempt } = upload
  const delay = failed ? policy.backoffMilliseconds[upload.failures + 1] : 0
  if (delay === undefined) return await refuse(ports, actor, upload, gaveUp())
  const released = await transactions.run(organisationId, async unit => {
    if (!(await unit.uploads.release(id, attempt, failed, delay))) return false
    await unit.jobs.enqueueUpload(id, organisationId, delay)
    return true
  })
  return released ? 'postponed' : 'lost'
}

function gaveUp(): DomainError {
  return new DomainError('PROCESSING_FAILED', 'The file could not be processed; it was tried several times', {})
}

/** Codes that speak of the file; everything else says that something of ours failed, and the file may be tried again. */
function isRefusal(code: ErrorCode): boolean {
  const about: readonly ErrorCode[] = [
    'INVALID_VCF',
    'UNSUPPORTED_ASSEMBLY',
    'BUILD_MISMATCH',
    'UNKNOWN_SAMPLE',
    'TOO_LARGE',
  ]
  return about.includes(code)
}

function reporter({ progress }: Ports, { organisationId, id, attempt }: UploadRecord) {
  return reportThrottled((state: Progress) => progress.report(organisationId, id, attempt, state))
}
