import { defineEntity, p } from '@mikro-orm/postgresql'
import { organisationWall } from './organisation-wall.js'

/** That results were released or held back, by whom and why. Rows are added, never changed. */
export const ReleaseEventEntity = defineEntity({
  name: 'ReleaseEventEntity',
  tableName: 'release_event',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    sampleId: p.uuid(),
    /** Absent: the whole sample. */
    gene: p.string().length(50).nullable(),
    act: p.enum(['RELEASED', 'HELD']).length(10),
    reason: p.string().length(500).nullable(),
    recordedBy: p.uuid(),
    recordedAt: p.datetime(6),
  },
  indexes: [{ name: 'release_event_sample_index', properties: ['organisationId', 'sampleId'] }],
  ...organisationWall,
})
