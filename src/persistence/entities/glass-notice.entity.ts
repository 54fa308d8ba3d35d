import { defineEntity, p } from '@mikro-orm/postgresql'
import { organisationWall } from './organisation-wall.js'

/** That privacy officers are to be told of broken glass; written with it, and never removed. */
export const GlassNoticeEntity = defineEntity({
  name: 'GlassNoticeEntity',
  tableName: 'glass_notice',
  properties: {
    breakGlassId: p.uuid().primary(),
    organisationId: p.uuid(),
    number: p.bigint('number'),
    at: p.datetime(6),
    attempts: p.integer(),
    dueAt: p.datetime(6),
    deliveredAt: p.datetime(6).nullable(),
  },
  uniques: [{ name: 'glass_notice_number_unique', properties: ['organisationId', 'number'] }],
  ...organisationWall,
})
