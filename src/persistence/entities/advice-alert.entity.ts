import { defineEntity, p } from '@mikro-orm/postgresql'
import { organisationWall } from './organisation-wall.js'

/** What was told of a patient's medicines when advice on them changed. Rows are added, never changed. */
export const AdviceAlertEntity = defineEntity({
  name: 'AdviceAlertEntity',
  tableName: 'advice_alert',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    patientId: p.uuid(),
    at: p.datetime(6),
    document: p.json<unknown>(),
  },
  indexes: [{ name: 'advice_alert_patient_index', properties: ['organisationId', 'patientId', 'id'] }],
  ...organisationWall,
})
