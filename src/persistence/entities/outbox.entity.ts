import { defineEntity, p } from '@mikro-orm/postgresql'
import { CHANGE_CAUSES } from '../../domain/medication/advice-changes.js'
import { organisationWall } from './organisation-wall.js'

/** Something that changed for a patient and that nobody has looked at yet; written with the change itself. */
export const OutboxEntity = defineEntity({
  name: 'OutboxEntity',
  tableName: 'outbox',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    patientId: p.uuid(),
    cause: p.enum(CHANGE_CAUSES),
    at: p.datetime(6),
  },
  indexes: [{ name: 'outbox_patient_index', properties: ['organisationId', 'patientId'] }],
  ...organisationWall,
})
