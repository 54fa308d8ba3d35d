import { defineEntity, p } from '@mikro-orm/postgresql'
import { UPLOAD_STATES } from '../../usecases/records.js'
import { organisationWall } from './organisation-wall.js'
import { wrappedKeyOf } from './wrapped-key.js'

/** The truth about an upload; jobs only wake somebody who looks here. */
export const UploadEntity = defineEntity({
  name: 'UploadEntity',
  tableName: 'upload',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    patientId: p.uuid(),
    createdBy: p.uuid(),
    state: p.enum(UPLOAD_STATES).length(20),
    /** In clear only in rows from before encryption, until the next start; nobody reads it but that. */
    sampleName: p.string().length(500).nullable().lazy(),
    fileName: p.string().length(500).nullable().lazy(),
    /** Names of sample and file, encrypted: they often are names of people. */
    names: p.blob().nullable(),
    assay: p.json<unknown>(),
    outsideCalls: p.json<unknown>(),
    declared: p.json<unknown>(),
    /** Hash of patient, sample and assay facts: with the same bytes it is the same upload. */
    fingerprint: p.string().length(64),
    sizeBytes: p.bigint('number').nullable(),
    sha256: p.string().length(64).nullable(),
    /** Raised by every claim; a result is stored only by the attempt that is still the newest. */
    attempt: p.integer(),
    /** Readers that died over this file. */
    failures: p.integer(),
    leaseOwner: p.string().length(100).nullable(),
    leaseUntil: p.datetime(6).nullable(),
    refusal: p.json<unknown>().nullable(),
    diagnostics: p.json<unknown>(),
    sampleId: p.uuid().nullable(),
    supersededBy: p.uuid().nullable(),
    createdAt: p.datetime(6),
    updatedAt: p.datetime(6),
    wrappedKey: wrappedKeyOf('patient_id'),
  },
  uniques: [{ name: 'upload_organisation_id_unique', properties: ['organisationId', 'id'] }],
  indexes: [
    { name: 'upload_patient_index', properties: ['organisationId', 'patientId'] },
    { name: 'upload_content_index', properties: ['organisationId', 'sha256'] },
    {
      name: 'upload_waiting_index',
      properties: ['organisationId', 'updatedAt'],
      where: "state in ('RECEIVED', 'READING', 'CALLING')",
    },
  ],
  ...organisationWall,
})
