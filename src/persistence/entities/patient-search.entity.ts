import { defineEntity, p } from '@mikro-orm/postgresql'
import { organisationWall } from './organisation-wall.js'

/** Keyed hashes of the words of a patient's name, for the name itself is encrypted. */
export const PatientSearchEntity = defineEntity({
  name: 'PatientSearchEntity',
  tableName: 'patient_search',
  properties: {
    organisationId: p.uuid().primary(),
    wordHash: p.string().length(64).primary(),
    patientId: p.uuid().primary(),
  },
  indexes: [{ name: 'patient_search_patient_index', properties: ['organisationId', 'patientId'] }],
  ...organisationWall,
})
