import { defineEntity, p } from '@mikro-orm/postgresql'
import { ROLES } from '../../usecases/records.js'
import { ACTOR, ORGANISATION, wall } from './organisation-wall.js'

/** What an actor may do in an organisation, read at every request: taking it away works at once. */
export const MembershipEntity = defineEntity({
  name: 'MembershipEntity',
  tableName: 'membership',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    actorId: p.uuid(),
    role: p.enum(ROLES).length(40),
    /** As this organisation calls them. */
    name: p.string().length(200).nullable(),
    validFrom: p.datetime(6),
    validTo: p.datetime(6).nullable(),
  },
  indexes: [{ name: 'membership_actor_index', properties: ['actorId'] }],
  rowLevelSecurity: 'force',
  policies: [wall('organisation_wall', `organisation_id = ${ORGANISATION} or actor_id = ${ACTOR}`)],
})
