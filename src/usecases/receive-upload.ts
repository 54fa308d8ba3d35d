import { DomainError } from '../domain/errors.js'
import { openPatientForWrite, openUpload } from './access.js'
import { demand } from './decide.js'
import type { DeclaredContent, Usecases } from './menu.js'
import type { Policy, Ports, UnitOfWork } from './ports.js'
import type { Upload, UploadRecord, UploadState } from './records.js'
import { createUploadGate, requireRoomToStore } from './upload-quota.js'

type Received = Required<DeclaredContent>

/**
 * Takes the bytes of an open upload. Durable before accepted: the file is on disk under its final name before the row
 * says so, and the job that reads it is sent by the same transaction (S29). What dies before leaves no promise.
 */
export function receiveUpload({ transactions, files, policy, clock }: Ports): Usecases['receiveUpload'] {
  const enter = createUploadGate(policy)
  return async (actor, uploadId, { bytes, declared }) => {
    demand(actor, 'WRITE_UPLOAD')
    const { upload } = await transactions.run(actor.organisationId, unit =>
      openUpload(unit, actor, 'WRITE_UPLOAD', uploadId, clock.now()),
    )
    if (upload.state === 'EXPIRED' || upload.state === 'DELETED')
      throw new DomainError('CONFLICT', 'The upload has ended; open a new one', { state: upload.state })
    const announced = declared.sizeBytes ?? upload.declared.sizeBytes ?? 0
    if (announced > policy.uploadBytes)
      throw new DomainError('PAYLOAD_TOO_LARGE', 'The file is larger than an upload may be', {
        limitBytes: policy.uploadBytes,
      })
    if (upload.state === 'OPEN')
      await transactions.run(actor.organisationId, unit => requireRoomToStore(unit, announced, policy))

    const limits = { bytes: policy.uploadBytes }
    const received = await enter(actor.organisationId, () => files.write(upload, bytes, limits))
    try {
      for (const said of [declared, upload.declared]) requireSame(said, received)
      if (upload.state !== 'OPEN') requireRepeated(upload, received)
    } catch (error) {
      if (received.sha256 !== upload.sha256) await files.remove(upload.id, received.sha256)
      throw error
    }
    const accepted = await transactions
      .run(actor.organisationId, async unit => {
        // Asked again: sending the bytes may have taken hours.
        await openPatientForWrite(unit, actor, 'WRITE_UPLOAD', upload.patientId, clock.now())
        return await accept(unit, upload, received, policy)
      })
      .catch(async error => {
        // What is refused for good is not kept; after any other failure the sender may have been accepted.
        if (error instanceof DomainError && error.code === 'QUOTA_EXCEEDED')
          await files.remove(upload.id, received.sha256)
        throw error
      })
    const isKept = accepted.id === upload.id && accepted.state !== 'REJECTED'
    if (!isKept) await files.remove(upload.id, received.sha256)
    return accepted
  }
}

async function find(unit: UnitOfWork, id: string): Promise<UploadRecord> {
  const [upload] = await unit.uploads.find([id])
  if (upload === undefined) throw new DomainError('NOT_FOUND', 'No such upload', {})
  return upload
}

function requireSame(said: DeclaredContent, received: Received): void {
  if (said.sizeBytes !== undefined && said.sizeBytes !== received.sizeBytes)
    throw new DomainError('BAD_USER_INPUT', 'The bytes differ from the declared size', {
      receivedBytes: received.sizeBytes,
    })
  if (said.sha256 !== undefined && said.sha256 !== received.sha256)
    throw new DomainError('BAD_USER_INPUT', 'The bytes differ from the declared checksum', {
      receivedSha256: received.sha256,
    })
}

/** A sender who never saw our answer sends again; other bytes for the same upload are another matter. */
function requireRepeated(upload: UploadRecord, received: Received): void {
  if (upload.sha256 !== received.sha256 && upload.state !== 'SUPERSEDED') throw hasBytes(upload.state)
}

async function accept(
  unit: UnitOfWork,
  { id, patientId, fingerprint, organisationId }: UploadRecord,
  received: Received,
  policy: Policy,
): Promise<Upload> {
  const same = await unit.uploads.findSameContent(patientId, received.sha256, fingerprint)
  if (same !== undefined && same.id !== id) {
    await unit.uploads.transition(id, { from: ['OPEN'], to: 'SUPERSEDED', set: { supersededBy: same.id } })
    const { supersededBy, state } = await find(unit, id)
    if (supersededBy !== same.id) throw hasBytes(state)
    return same
  }
  const { sizeBytes, sha256 } = received
  const isNew = (await find(unit, id)).sha256 === undefined
  if (isNew) await requireRoomToStore(unit, sizeBytes, policy)
  const taken = await unit.uploads.transition(id, { from: ['OPEN'], to: 'RECEIVED', set: { sizeBytes, sha256 } })
  if (taken) await unit.jobs.enqueueUpload(id, organisationId)
  const upload = await find(unit, id)
  if (upload.sha256 !== sha256) throw hasBytes(upload.state)
  return upload
}

function hasBytes(state: UploadState): DomainError {
  return new DomainError('CONFLICT', 'The upload has its bytes already', { state })
}
