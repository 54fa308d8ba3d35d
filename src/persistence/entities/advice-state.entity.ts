import { defineEntity, p } from '@mikro-orm/postgresql'
import { organisationWall } from './organisation-wall.js'

/** What the last look at a patient's medicines saw. */
export const AdviceStateEntity = defineEntity({
  name: 'AdviceStateEntity',
  tableName: 'advice_state',
  properties: {
    patientId: p.uuid().primary(),
    organisationId: p.uuid(),
    knowledgeVersion: p.string().length(100),
    knowledgeDate: p.string().length(10),
    looks: p.json<unknown>(),
    at: p.datetime(6),
  },
  indexes: [{ name: 'advice_state_version_index', properties: ['organisationId', 'knowledgeVersion'] }],
  ...organisationWall,
})
