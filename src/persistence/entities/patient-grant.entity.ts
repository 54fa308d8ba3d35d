import { defineEntity, p } from '@mikro-orm/postgresql'
import { ORGANISATION, wall } from './organisation-wall.js'

/** What of a patient another organisation may read. A row is revoked; it is never removed. Seen by both organisations. */
export const PatientGrantEntity = defineEntity({
  name: 'PatientGrantEntity',
  tableName: 'patient_grant',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    toOrganisationId: p.uuid(),
    patientId: p.uuid(),
    consentId: p.uuid(),
    classes: p.array(),
    purposes: p.array(),
    validFrom: p.datetime(6),
    validTo: p.datetime(6),
    recordedBy: p.uuid(),
    recordedAt: p.datetime(6),
    revokedAt: p.datetime(6).nullable(),
    revokedBy: p.uuid().nullable(),
  },
  indexes: [
    { name: 'patient_grant_patient_index', properties: ['organisationId', 'patientId'] },
    { name: 'patient_grant_to_index', properties: ['toOrganisationId'] },
  ],
  rowLevelSecurity: 'force',
  policies: [
    wall('organisation_wall', `organisation_id = ${ORGANISATION}`),
    { name: 'granted_to', command: 'select', using: `to_organisation_id = ${ORGANISATION}` },
  ],
})
