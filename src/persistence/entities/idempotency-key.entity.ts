import { defineEntity, p } from '@mikro-orm/postgresql'
import { organisationWall } from './organisation-wall.js'

/** Who asked for what under which key, and the id that was the answer (S31). */
export const IdempotencyKeyEntity = defineEntity({
  name: 'IdempotencyKeyEntity',
  tableName: 'idempotency_key',
  properties: {
    organisationId: p.uuid().primary(),
    actorId: p.uuid().primary(),
    operation: p.string().length(64).primary(),
    key: p.string().length(200).primary(),
    fingerprint: p.string().length(64),
    answer: p.string().length(200),
    createdAt: p.datetime(6),
  },
  ...organisationWall,
})
