import { defineEntity, p } from '@mikro-orm/postgresql'
import { ASSEMBLIES } from '../../domain/knowledge.js'
import { organisationWall } from './organisation-wall.js'
import { wrappedKeyOf } from './wrapped-key.js'

export const SampleEntity = defineEntity({
  name: 'SampleEntity',
  tableName: 'sample',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    patientId: p.uuid(),
    uploadId: p.uuid(),
    /** In clear only in rows from before encryption, until the next start; nobody reads it but that. */
    name: p.string().length(500).nullable().lazy(),
    /** Names of sample and file, encrypted: they often are names of people. */
    names: p.blob().nullable(),
    assembly: p.enum(ASSEMBLIES).length(10),
    file: p.json<unknown>(),
    knowledgeVersion: p.string().length(100),
    calledAt: p.datetime(6),
    releasedAt: p.datetime(6).nullable(),
    heldGenes: p.json<unknown>().default('[]'),
    wrappedKey: wrappedKeyOf('patient_id'),
  },
  uniques: [
    { name: 'sample_organisation_id_unique', properties: ['organisationId', 'id'] },
    { name: 'sample_upload_unique', properties: ['organisationId', 'uploadId'] },
  ],
  indexes: [{ name: 'sample_patient_index', properties: ['organisationId', 'patientId'] }],
  ...organisationWall,
})
