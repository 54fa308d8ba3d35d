import { defineEntity, p } from '@mikro-orm/postgresql'
import { organisationWall } from './organisation-wall.js'

export const PatientEntity = defineEntity({
  name: 'PatientEntity',
  tableName: 'patient',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    displayName: p.string().length(200),
    medicalRecordNumber: p.string().length(100).nullable(),
    birthDate: p.date().nullable(),
    sex: p.enum(['female', 'male']).length(10).nullable(),
    createdAt: p.datetime(6),
  },
  uniques: [
    { name: 'patient_organisation_id_unique', properties: ['organisationId', 'id'] },
    { name: 'patient_record_number_unique', properties: ['organisationId', 'medicalRecordNumber'] },
  ],
  ...organisationWall,
})
