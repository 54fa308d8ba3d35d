import { DomainError } from '../domain/errors.js'
import type { AccessUsecases } from './access-menu.js'
import { CLASSES_OF_ACTION, demand } from './decide.js'
import { requireText } from './input.js'
import { keepChange } from './keep-trail.js'
import type { Ports } from './ports.js'
import { ROLES } from './records.js'
import type { Actor, Role } from './records.js'

type ManageMembers = Pick<AccessUsecases, 'members' | 'addMember' | 'endMembership'>

/** The service itself needs no relation to any patient: no person is given its role. */
const GIVABLE: readonly Role[] = ROLES.filter(role => role !== 'SYSTEM_WORKER')

/**
 * Who belongs to the organisation, by its admins. Nobody changes their own: a role of the laboratory would open every patient
 * it tested, so it takes a second person to give it.
 */
export function manageMembers({ transactions, clock, ids }: Ports): ManageMembers {
  return {
    async members(actor, page) {
      demand(actor, 'MANAGE_MEMBERS')
      const classes = CLASSES_OF_ACTION.MANAGE_MEMBERS
      actor.request.trail.note({ action: 'MANAGE_MEMBERS', classes, outcome: 'ALLOWED' })
      return await transactions.read(actor.organisationId, unit => unit.members.list(page))
    },

    async addMember(actor, { validFrom, validTo, role, ...input }) {
      demand(actor, 'MANAGE_MEMBERS')
      const issuer = requireText('issuer', input.issuer, 500)
      const subject = requireText('subject', input.subject, 255)
      const name = requireText('name', input.name, 200)
      if (!GIVABLE.includes(role))
        throw new DomainError('BAD_USER_INPUT', 'Nobody is given this role', { field: 'role', accepted: GIVABLE })
      const now = clock.now()
      const from = validFrom ?? now
      if (from < now) throw new DomainError('BAD_USER_INPUT', 'validFrom must not lie behind', { field: 'validFrom' })
      if (validTo !== undefined && validTo <= from)
        throw new DomainError('BAD_USER_INPUT', 'validTo must lie behind validFrom', { field: 'validTo' })
      return await transactions.run(actor.organisationId, async unit => {
        const actorId = await unit.members.ensureActor({ id: ids.next(), issuer, subject, name })
        refuseOwn(actor, actorId)
        await keepChange(unit, actor, 'MANAGE_MEMBERS', undefined)
        const membership = { id: ids.next(), actorId, role, validFrom: from, validTo }
        if (!(await unit.members.add(membership)))
          throw new DomainError('CONFLICT', 'They have this role already', { field: 'role' })
        return { ...membership, issuer, subject, name }
      })
    },

    async endMembership(actor, id) {
      demand(actor, 'MANAGE_MEMBERS')
      const now = clock.now()
      return await transactions.run(actor.organisationId, async unit => {
        const found = await unit.members.find(id)
        if (found === undefined) throw new DomainError('NOT_FOUND', 'No such membership', {})
        refuseOwn(actor, found.actorId)
        await keepChange(unit, actor, 'MANAGE_MEMBERS', undefined)
        if (!(await unit.members.end(id, now))) throw new DomainError('CONFLICT', 'It has ended already', {})
        return { ...found, validTo: now }
      })
    },
  }
}

function refuseOwn(actor: Actor, actorId: string): void {
  if (actorId !== actor.id) return
  actor.request.trail.note({
    action: 'MANAGE_MEMBERS',
    classes: CLASSES_OF_ACTION.MANAGE_MEMBERS,
    outcome: 'DENIED',
  })
  throw new DomainError('FORBIDDEN', 'Nobody changes their own memberships', { action: 'MANAGE_MEMBERS' })
}
