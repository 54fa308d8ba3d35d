import { DomainError } from '../domain/errors.js'
import type { Consent } from './access-facts.js'
import type { AccessUsecases } from './access-menu.js'
import { openPatientForWrite, openPatients } from './access.js'
import { CLASSES_OF_ACTION, demand, may } from './decide.js'
import type { Action } from './decide.js'
import type { GiveGrantInput } from './grant.js'
import { keepChange } from './keep-trail.js'
import type { Ports, UnitOfWork } from './ports.js'
import type { Actor } from './records.js'
import { GRANTED } from './rights.js'
import { STATABLE_PURPOSES } from './stated-purpose.js'

type ManageGrants = Pick<
  AccessUsecases,
  'giveGrant' | 'revokeGrant' | 'grantsOfPatients' | 'givenGrants' | 'receivedGrants' | 'visit'
>

const GRANTABLE = Object.keys(GRANTED.sees)

/**
 * What another organisation may read of a patient: given by the care team or an admin, on the patient's recorded consent, and
 * read from that organisation under the name of the one that gave it, so that both walls stay where they are.
 */
export function manageGrants({ transactions, clock, ids }: Ports): ManageGrants {
  return {
    async giveGrant(actor, input) {
      const now = clock.now()
      demandGiving(actor)
      requireGrantable(input, now)
      return await transactions.run(actor.organisationId, async unit => {
        await openForGrant(unit, actor, input.patientId, now)
        const to = await unit.grants.organisation(input.toOrganisation)
        if (to === undefined) throw new DomainError('NOT_FOUND', 'No such organisation', {})
        if (to.id === actor.organisationId)
          throw new DomainError('BAD_USER_INPUT', 'A grant is for another organisation', { field: 'toOrganisation' })
        requireConsent(await unit.access.findConsent(input.consentId), input, now)
        const { patientId, consentId, classes, purposes, validTo } = input
        const period = { validFrom: now, validTo, recordedAt: now }
        const given = { patientId, consentId, classes, purposes, ...period, organisationId: actor.organisationId }
        const id = ids.next()
        if (!(await unit.grants.add({ ...given, id, toOrganisationId: to.id }, actor.id)))
          throw new DomainError('CONFLICT', 'The same is granted already', {})
        const grant = await unit.grants.find(id)
        if (grant === undefined) throw new Error('a grant that was made is not there')
        return grant
      })
    },

    async revokeGrant(actor, id) {
      const now = clock.now()
      demandGiving(actor)
      return await transactions.run(actor.organisationId, async unit => {
        const grant = await unit.grants.find(id)
        if (grant === undefined) throw noSuchGrant()
        await openForGrant(unit, actor, grant.patientId, now)
        if (!(await unit.grants.revoke(id, now, actor.id)))
          throw new DomainError('CONFLICT', 'The grant was revoked already', {})
        return { ...grant, revokedAt: now }
      })
    },

    async grantsOfPatients(actor, patientIds) {
      demand(actor, 'READ_ACCESS')
      return await transactions.read(actor, async unit => {
        const opened = await openPatients(unit, actor, 'READ_ACCESS', patientIds, clock.now())
        return await unit.grants.ofPatients([...opened.keys()])
      })
    },

    async givenGrants(actor, page) {
      demand(actor, 'MANAGE_GRANTS')
      return await transactions.read(actor, async unit => {
        const found = await unit.grants.given(page)
        for (const { patientId } of found.items) noteLook(actor, 'MANAGE_GRANTS', patientId)
        return found
      })
    },

    async receivedGrants(actor, page) {
      demand(actor, 'READ_GRANTED')
      return await transactions.read(actor, async unit => {
        const found = await unit.grants.received(clock.now(), page)
        for (const { patientId } of found.items) noteLook(actor, 'READ_GRANTED', patientId)
        return found
      })
    },

    async visit(actor, grantId) {
      demand(actor, 'READ_GRANTED')
      const grant = await transactions.read(actor, unit => unit.grants.findReceived(grantId, clock.now()))
      if (grant === undefined) {
        actor.request.trail.note({
          action: 'READ_GRANTED',
          classes: CLASSES_OF_ACTION.READ_GRANTED,
          outcome: 'DENIED',
        })
        throw noSuchGrant()
      }
      const visitor = {
        ...actor,
        organisationId: grant.organisationId,
        visit: { grantId, home: actor.organisationId },
      }
      return { actor: visitor, patientId: grant.patientId }
    },
  }
}

function demandGiving(actor: Actor): void {
  if (!may(actor, 'MANAGE_GRANTS')) demand(actor, 'WRITE_GRANT')
}

/** An admin names a patient and a consent by their ids and is shown neither; everybody else opens the patient first. */
async function openForGrant(unit: UnitOfWork, actor: Actor, patientId: string, now: Date): Promise<void> {
  if (!may(actor, 'MANAGE_GRANTS')) {
    await openPatientForWrite(unit, actor, 'WRITE_GRANT', patientId, now)
    return
  }
  const [patient] = await unit.patients.find([patientId])
  if (patient === undefined) throw new DomainError('NOT_FOUND', 'No such patient', {})
  await keepChange(unit, actor, 'MANAGE_GRANTS', patientId)
}

function requireGrantable({ classes, purposes, validTo }: GiveGrantInput, now: Date): void {
  if (classes.length === 0 || classes.some(each => !GRANTABLE.includes(each)))
    throw new DomainError('BAD_USER_INPUT', 'Not what a grant can open', { field: 'classes', accepted: GRANTABLE })
  if (purposes.length === 0 || purposes.some(each => !STATABLE_PURPOSES.includes(each)))
    throw new DomainError('BAD_USER_INPUT', 'Not what a grant can be for', {
      field: 'purposes',
      accepted: STATABLE_PURPOSES,
    })
  if (validTo <= now) throw new DomainError('BAD_USER_INPUT', 'validTo must lie ahead', { field: 'validTo' })
}

/** The patient has said so, to anyone, for all of it and for all of its time. */
function requireConsent(consent: Consent | undefined, input: GiveGrantInput, now: Date): void {
  const isGiven =
    consent !== undefined &&
    consent.patientId === input.patientId &&
    consent.effect === 'PERMIT' &&
    consent.recipient === 'ANYONE' &&
    consent.revokedAt === undefined &&
    consent.validFrom <= now &&
    (consent.validTo === undefined || consent.validTo >= input.validTo) &&
    input.classes.every(each => consent.classes.includes(each)) &&
    (consent.purposes.length === 0 || input.purposes.every(each => consent.purposes.includes(each)))
  if (!isGiven) throw new DomainError('CONSENT_REQUIRED', 'The patient has not consented to it', { field: 'consentId' })
}

/** Lists of grants tell whom they are about, and that is a look at them (S19). */
function noteLook({ request }: Actor, action: Action, patientId: string): void {
  request.trail.note({ patientId, action, classes: CLASSES_OF_ACTION[action], outcome: 'ALLOWED' })
}

function noSuchGrant(): DomainError {
  return new DomainError('NOT_FOUND', 'No such grant', {})
}
