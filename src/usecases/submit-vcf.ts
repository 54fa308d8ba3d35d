import { DomainError } from '../domain/errors.js'
import { openPatientForWrite } from './access.js'
import { demand } from './decide.js'
import { fingerprint } from './fingerprint.js'
import { optionalText, requireOutsideCalls, requireSha256, requireText } from './input.js'
import type { CreateUploadInput, Usecases } from './menu.js'
import type { Ports } from './ports.js'
import type { AssayFacts, UploadRecord } from './records.js'
import { requireRoomToOpen } from './upload-quota.js'

/** Opens an upload: whose sample it is and what the laboratory states about it, before a byte is sent. */
export function submitVcf({ transactions, ids, clock, knowledge, policy }: Ports): Usecases['createUpload'] {
  return async (actor, input) => {
    demand(actor, 'WRITE_UPLOAD')
    const sampleName = optionalText('sampleName', input.sampleName, 500)
    const assay = requireAssay(input.assay)
    const outsideCalls = requireOutsideCalls(input.outsideCalls, knowledge)
    const fileName = optionalText('fileName', input.fileName, 500)
    const declared = requireDeclared(input.declared ?? {}, policy.uploadBytes)
    const key = requireText('idempotencyKey', input.idempotencyKey, 200)
    const now = clock.now()
    const upload: UploadRecord = {
      id: ids.next(),
      organisationId: actor.organisationId,
      patientId: input.patientId,
      createdBy: actor.id,
      state: 'OPEN',
      sampleName,
      fileName,
      assay,
      outsideCalls,
      declared,
      fingerprint: fingerprint({ sampleName, assay, outsideCalls }),
      attempt: 0,
      failures: 0,
      diagnostics: [],
      createdAt: now,
      updatedAt: now,
    }
    const request = fingerprint({ patientId: input.patientId, sampleName, assay, outsideCalls, fileName, declared })
    return await transactions.run(actor.organisationId, async unit => {
      await openPatientForWrite(unit, actor, 'WRITE_UPLOAD', input.patientId, now)
      const answer = await unit.idempotency.remember(actor.id, 'createUpload', key, request, upload.id)
      if (answer === upload.id) {
        await requireRoomToOpen(unit, policy)
        await unit.uploads.add(upload)
        return upload
      }
      const [first] = await unit.uploads.find([answer])
      if (first === undefined) throw new DomainError('NOT_FOUND', 'No such upload', {})
      return first
    })
  }
}

const MOST_REGIONS = 10_000

function requireAssay(assay: AssayFacts): AssayFacts {
  if (assay.assayedRegions.length > MOST_REGIONS)
    throw new DomainError('BAD_USER_INPUT', `assayedRegions may have ${MOST_REGIONS} entries`, {
      field: 'assayedRegions',
    })
  const assayedRegions = assay.assayedRegions.map(({ chromosome, start, end }, index) => {
    const field = `assayedRegions[${index}]`
    if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 1 || end < start)
      throw new DomainError('BAD_USER_INPUT', `${field} must have 1 ≤ start ≤ end`, { field })
    return { chromosome: requireText(`${field}.chromosome`, chromosome, 100), start, end }
  })
  const { assembly, assumeReference, copyNumberMeasured, sex } = assay
  return {
    panel: optionalText('panel', assay.panel, 200),
    assembly,
    assumeReference,
    assayedRegions,
    copyNumberMeasured,
    sex,
  }
}

function requireDeclared({ sizeBytes, sha256 }: NonNullable<CreateUploadInput['declared']>, limit: number) {
  if (sizeBytes !== undefined && (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0))
    throw new DomainError('BAD_USER_INPUT', 'sizeBytes must be a whole number', { field: 'sizeBytes' })
  if (sizeBytes !== undefined && sizeBytes > limit)
    throw new DomainError('PAYLOAD_TOO_LARGE', 'The file is larger than an upload may be', { limitBytes: limit })
  return { sizeBytes, sha256: sha256 === undefined ? undefined : requireSha256('sha256', sha256) }
}
