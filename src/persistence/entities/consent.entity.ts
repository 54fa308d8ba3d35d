import { defineEntity, p } from '@mikro-orm/postgresql'
import { CONSENT_EFFECTS, CONSENT_RECIPIENTS } from '../../usecases/access-facts.js'
import { organisationWall } from './organisation-wall.js'

/** What a patient permits or denies. A row is revoked; it is never removed. */
export const ConsentEntity = defineEntity({
  name: 'ConsentEntity',
  tableName: 'consent',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    patientId: p.uuid(),
    effect: p.enum(CONSENT_EFFECTS).length(10),
    classes: p.array(),
    recipient: p.enum(CONSENT_RECIPIENTS).length(20),
    recipientRole: p.text().nullable(),
    recipientActorId: p.uuid().nullable(),
    purposes: p.array(),
    validFrom: p.datetime(6),
    validTo: p.datetime(6).nullable(),
    recordedBy: p.uuid(),
    recordedAt: p.datetime(6),
    revokedAt: p.datetime(6).nullable(),
    revokedBy: p.uuid().nullable(),
  },
  uniques: [{ name: 'consent_organisation_id_unique', properties: ['organisationId', 'id'] }],
  indexes: [{ name: 'consent_patient_index', properties: ['organisationId', 'patientId'] }],
  ...organisationWall,
})
