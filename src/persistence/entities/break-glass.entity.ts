import { defineEntity, p } from '@mikro-orm/postgresql'
import { BREAK_GLASS_REASONS, REVIEW_OUTCOMES } from '../../usecases/access-facts.js'
import { organisationWall } from './organisation-wall.js'

/** That somebody opened a patient who was not theirs, and what the review found. */
export const BreakGlassEntity = defineEntity({
  name: 'BreakGlassEntity',
  tableName: 'break_glass',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    patientId: p.uuid(),
    actorId: p.uuid(),
    reason: p.enum(BREAK_GLASS_REASONS).length(30),
    explanation: p.string().length(2000),
    openedAt: p.datetime(6),
    expiresAt: p.datetime(6),
    reviewDueAt: p.datetime(6),
    reviewedBy: p.uuid().nullable(),
    reviewedAt: p.datetime(6).nullable(),
    outcome: p.enum(REVIEW_OUTCOMES).length(20).nullable(),
    reviewNote: p.string().length(2000).nullable(),
  },
  uniques: [{ name: 'break_glass_organisation_id_unique', properties: ['organisationId', 'id'] }],
  indexes: [
    { name: 'break_glass_patient_index', properties: ['organisationId', 'patientId'] },
    { name: 'break_glass_actor_index', properties: ['organisationId', 'actorId'] },
  ],
  ...organisationWall,
})
