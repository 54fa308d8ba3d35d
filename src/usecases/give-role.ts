import { DomainError } from '../domain/errors.js'
import { refused } from './decide.js'
import type { Ports } from './ports.js'
import type { GiveRole } from './proposal.js'
import type { Actor, Role } from './records.js'
import type { TwoPersonAct } from './two-person-acts.js'

/**
 * Roles that take two persons to give. A laboratory's open every patient it tested; an admin gives roles; a privacy officer
 * reads who saw whom; a developer sees all of a demonstration.
 */
export const ROLES_BY_TWO: readonly Role[] = [
  'LABORATORY_TECHNICIAN',
  'LABORATORY_DIRECTOR',
  'ORGANISATION_ADMIN',
  'PRIVACY_OFFICER',
  'DEVELOPER',
]

/** A role for a third person: whoever gets it neither proposes nor confirms it. */
export function giveRole({ ids }: Pick<Ports, 'ids'>, act: GiveRole): TwoPersonAct {
  const { actorId, role, name, validFrom, validTo } = act
  return {
    subject: `${actorId} ${role}`,
    async admit(_unit, actor) {
      refuseOwn(actor, actorId)
    },
    async carryOut(unit, _actor, now) {
      if (validTo !== undefined && validTo <= now)
        throw new DomainError('CONFLICT', 'The time for which it was proposed has passed', {})
      const from = validFrom !== undefined && validFrom > now ? validFrom : now
      const membership = { id: ids.next(), actorId, name, role, validFrom: from, validTo }
      if (!(await unit.members.add(membership)))
        throw new DomainError('CONFLICT', 'They have this role already', { field: 'role' })
    },
  }
}

/** Nobody gives or takes a role of their own. */
export function refuseOwn(actor: Actor, actorId: string): void {
  if (actorId === actor.id) throw refused(actor, 'MANAGE_MEMBERS', 'Nobody changes their own memberships')
}
