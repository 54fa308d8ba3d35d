import { defineEntity, p } from '@mikro-orm/postgresql'
import { organisationWall } from './organisation-wall.js'

/** A patient's key, encrypted under a key that the database does not know. Without this row nothing of them can be read. */
export const PatientKeyEntity = defineEntity({
  name: 'PatientKeyEntity',
  tableName: 'patient_key',
  properties: {
    patientId: p.uuid().primary(),
    organisationId: p.uuid(),
    kekId: p.string().length(64),
    wrapped: p.blob(),
    createdAt: p.datetime(6),
  },
  indexes: [{ name: 'patient_key_kek_index', properties: ['organisationId', 'kekId'] }],
  ...organisationWall,
})
