import { DomainError } from '../domain/errors.js'
import type { AccessUsecases } from './access-menu.js'
import { CLASSES_OF_ACTION, demand } from './decide.js'
import { refuseOwn, ROLES_BY_TWO } from './give-role.js'
import { requireText } from './input.js'
import { keepChange } from './keep-trail.js'
import type { AddMemberInput } from './member.js'
import type { Ports, UnitOfWork } from './ports.js'
import { ROLES } from './records.js'
import type { Role } from './records.js'
import { propose } from './two-person.js'

type ManageMembers = Pick<AccessUsecases, 'members' | 'addMember' | 'proposeMember' | 'endMembership'>

/** The service itself needs no relation to any patient: no person is given its role. */
const GIVABLE: readonly Role[] = ROLES.filter(role => role !== 'SYSTEM_WORKER')

/**
 * Who belongs to the organisation, by its admins. Nobody changes their own, and a role that opens patients by itself, or the
 * way to them, is given by two (S18): else one admin would be enough, with a name of their own making.
 */
export function manageMembers(ports: Ports): ManageMembers {
  const { transactions, clock, ids } = ports

  /** Whoever an issuer knows under this name, whether or not anybody here has met them. */
  async function actorOf(unit: UnitOfWork, { issuer, subject, name }: AddMemberInput): Promise<string> {
    return await unit.members.ensureActor({ id: ids.next(), issuer, subject, name })
  }

  return {
    async members(actor, page) {
      demand(actor, 'MANAGE_MEMBERS')
      const classes = CLASSES_OF_ACTION.MANAGE_MEMBERS
      actor.request.trail.note({ action: 'MANAGE_MEMBERS', classes, outcome: 'ALLOWED' })
      return await transactions.read(actor, unit => unit.members.list(page))
    },

    async addMember(actor, asked) {
      demand(actor, 'MANAGE_MEMBERS')
      const now = clock.now()
      const input = requireMember(asked, now)
      return await transactions.run(actor.organisationId, async unit => {
        const actorId = await actorOf(unit, input)
        refuseOwn(actor, actorId)
        if (ROLES_BY_TWO.includes(input.role))
          throw new DomainError('FORBIDDEN', 'This role is given by two persons: propose it', {
            field: 'role',
            accepted: GIVABLE.filter(role => !ROLES_BY_TWO.includes(role)),
          })
        await keepChange(unit, actor, 'MANAGE_MEMBERS', undefined)
        const membership = { ...input, id: ids.next(), actorId, validFrom: input.validFrom ?? now }
        if (!(await unit.members.add(membership)))
          throw new DomainError('CONFLICT', 'They have this role already', { field: 'role' })
        return membership
      })
    },

    async proposeMember(actor, asked, reason) {
      demand(actor, 'MANAGE_MEMBERS')
      const input = requireMember(asked, clock.now())
      return await transactions.run(actor.organisationId, async unit => {
        const actorId = await actorOf(unit, input)
        return await propose(ports, unit, actor, { kind: 'GIVE_ROLE', actorId, ...input }, reason)
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

function requireMember({ validFrom, validTo, role, ...texts }: AddMemberInput, now: Date) {
  const issuer = requireText('issuer', texts.issuer, 500)
  const subject = requireText('subject', texts.subject, 255)
  const name = requireText('name', texts.name, 200)
  if (!GIVABLE.includes(role))
    throw new DomainError('BAD_USER_INPUT', 'Nobody is given this role', { field: 'role', accepted: GIVABLE })
  if (validFrom !== undefined && validFrom < now)
    throw new DomainError('BAD_USER_INPUT', 'validFrom must not lie behind', { field: 'validFrom' })
  if (validTo !== undefined && validTo <= (validFrom ?? now))
    throw new DomainError('BAD_USER_INPUT', 'validTo must lie behind validFrom', { field: 'validTo' })
  return { issuer, subject, name, role, validFrom, validTo }
}
