import { defineEntity, p } from '@mikro-orm/postgresql'
import { organisationWall } from './organisation-wall.js'

/** A result determined elsewhere, recorded after the file was read, or that one was taken back. Rows are only added. */
export const OutsideCallEntity = defineEntity({
  name: 'OutsideCallEntity',
  tableName: 'outside_call',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    sampleId: p.uuid(),
    recordedBy: p.uuid(),
    call: p.json<unknown>(),
    recordedAt: p.datetime(6),
  },
  indexes: [{ name: 'outside_call_sample_index', properties: ['organisationId', 'sampleId'] }],
  ...organisationWall,
})
