import { defineEntity, p } from '@mikro-orm/postgresql'
import { HOLD_REASONS } from '../../usecases/legal-hold.js'
import { organisationWall } from './organisation-wall.js'

/** That a patient's data may not be erased (S57). */
export const LegalHoldEntity = defineEntity({
  name: 'LegalHoldEntity',
  tableName: 'legal_hold',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    patientId: p.uuid(),
    reason: p.enum(HOLD_REASONS).length(40),
    until: p.datetime(6).nullable(),
    placedBy: p.uuid(),
    placedAt: p.datetime(6),
    liftedBy: p.uuid().nullable(),
    liftedAt: p.datetime(6).nullable(),
  },
  indexes: [{ name: 'legal_hold_patient_index', properties: ['organisationId', 'patientId'] }],
  ...organisationWall,
})
