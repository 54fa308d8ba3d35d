import { defineEntity, p } from '@mikro-orm/postgresql'
import { ASSEMBLIES } from '../../domain/knowledge.js'
import { organisationWall } from './organisation-wall.js'

export const SampleEntity = defineEntity({
  name: 'SampleEntity',
  tableName: 'sample',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    patientId: p.uuid(),
    uploadId: p.uuid(),
    name: p.string().length(500),
    assembly: p.enum(ASSEMBLIES).length(10),
    file: p.json<unknown>(),
    knowledgeVersion: p.string().length(100),
    calledAt: p.datetime(6),
  },
  uniques: [
    { name: 'sample_organisation_id_unique', properties: ['organisationId', 'id'] },
    { name: 'sample_upload_unique', properties: ['organisationId', 'uploadId'] },
  ],
  indexes: [{ name: 'sample_patient_index', properties: ['organisationId', 'patientId'] }],
  ...organisationWall,
})
