import { z } from 'zod'
import type { InferEntity } from '@mikro-orm/postgresql'
import type { UploadRecord } from '../../usecases/records.js'
import { outsideCall } from '../decoders/gene-call-decoder.js'
import type { UploadNames } from '../decoders/sealed-names-decoder.js'
import { assayFacts, declaredContent, diagnostic, refusal } from '../decoders/upload-decoder.js'
import type { UploadEntity } from '../entities/upload.entity.js'

export type UploadRow = InferEntity<typeof UploadEntity>

const outsideCalls = z.array(outsideCall)
const diagnostics = z.array(diagnostic)

export function toUpload(row: UploadRow, { sampleName, fileName }: UploadNames): UploadRecord {
  return {
    id: row.id,
    organisationId: row.organisationId,
    patientId: row.patientId,
    createdBy: row.createdBy,
    state: row.state,
    sampleName,
    fileName,
    assay: assayFacts.parse(row.assay),
    outsideCalls: outsideCalls.parse(row.outsideCalls),
    declared: declaredContent.parse(row.declared),
    fingerprint: row.fingerprint,
    sizeBytes: row.sizeBytes ?? undefined,
    sha256: row.sha256 ?? undefined,
    attempt: row.attempt,
    failures: row.failures,
    refusal: row.refusal === null || row.refusal === undefined ? undefined : refusal.parse(row.refusal),
    diagnostics: diagnostics.parse(row.diagnostics),
    sampleId: row.sampleId ?? undefined,
    supersededBy: row.supersededBy ?? undefined,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }
}
