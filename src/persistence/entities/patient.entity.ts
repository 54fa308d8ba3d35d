import { defineEntity, p } from '@mikro-orm/postgresql'
import { organisationWall } from './organisation-wall.js'
import { wrappedKeyOf } from './wrapped-key.js'

export const PatientEntity = defineEntity({
  name: 'PatientEntity',
  tableName: 'patient',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    /** In clear only in rows from before encryption, until the next start; nobody reads it but that. */
    displayName: p.string().length(200).nullable().lazy(),
    medicalRecordNumber: p.string().length(100).nullable().lazy(),
    birthDate: p.date().nullable().lazy(),
    /** Name, record number and birth date, encrypted. */
    identity: p.blob().nullable(),
    /** Unique in the organisation, and found by whoever knows the number. */
    recordNumberHash: p.string().length(64).nullable().lazy(),
    sex: p.enum(['female', 'male']).length(10).nullable(),
    createdAt: p.datetime(6),
    erasedAt: p.datetime(6).nullable().lazy(),
    wrappedKey: wrappedKeyOf('id'),
  },
  uniques: [
    { name: 'patient_organisation_id_unique', properties: ['organisationId', 'id'] },
    { name: 'patient_record_number_unique', properties: ['organisationId', 'medicalRecordNumber'] },
    { name: 'patient_record_number_hash_unique', properties: ['organisationId', 'recordNumberHash'] },
  ],
  ...organisationWall,
})
