import { defineEntity, p } from '@mikro-orm/postgresql'
import { ACTOR, wall } from './organisation-wall.js'

/** A person or machine as an issuer names it. Seen by itself, and by the organisations it is a member of. */
export const ActorEntity = defineEntity({
  name: 'ActorEntity',
  tableName: 'actor',
  properties: {
    id: p.uuid().primary(),
    issuer: p.string().length(500),
    subject: p.string().length(255),
    name: p.string().length(200),
    createdAt: p.datetime(6),
  },
  uniques: [{ name: 'actor_issuer_subject_unique', properties: ['issuer', 'subject'] }],
  rowLevelSecurity: 'force',
  policies: [
    wall('actor_itself', `id = ${ACTOR}`),
    wall('actor_signs_in', `(issuer || ' ' || subject) = nullif(current_setting('app.subject', true), '')`),
    {
      name: 'actor_of_member',
      command: 'select',
      using: 'exists (select 1 from membership where membership.actor_id = actor.id)',
    },
  ],
})
