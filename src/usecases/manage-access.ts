import { DomainError } from '../domain/errors.js'
import { CONSENT_RECIPIENTS } from './access-facts.js'
import type { Consent, Relation } from './access-facts.js'
import type { AccessUsecases } from './access-menu.js'
import { openPatientForWrite, openPatients } from './access.js'
import type { DataClass } from './data-classes.js'
import { demand } from './decide.js'
import type { Ports, UnitOfWork } from './ports.js'
import type { Actor } from './records.js'
import { PERSONAL_CLASSES } from './rights.js'

type ManageAccess = Pick<
  AccessUsecases,
  'relations' | 'consents' | 'recordRelation' | 'endRelation' | 'recordConsent' | 'revokeConsent'
>

/** Who stands in which relation to a patient, and what the patient permits and denies: recorded, ended, revoked, never removed. */
export function manageAccess({ transactions, clock, ids }: Ports): ManageAccess {
  return {
    async relations(actor, patientIds) {
      demand(actor, 'READ_ACCESS')
      return await transactions.run(actor.organisationId, async unit => {
        const opened = await openPatients(unit, actor, 'READ_ACCESS', patientIds, clock.now())
        return await unit.access.relations([...opened.keys()])
      })
    },

    async consents(actor, patientIds) {
      demand(actor, 'READ_ACCESS')
      return await transactions.run(actor.organisationId, async unit => {
        const opened = await openPatients(unit, actor, 'READ_ACCESS', patientIds, clock.now())
        return await unit.access.consents([...opened.keys()])
      })
    },

    async recordRelation(actor, { patientId, kind, actorId, classes = [], validTo }) {
      demand(actor, 'WRITE_RELATION')
      const now = clock.now()
      requireFuture('validTo', validTo, now)
      requireClasses('classes', classes)
      const isPersonal = kind === 'SELF' || kind === 'PROXY'
      if (isPersonal && actorId === undefined)
        throw new DomainError('BAD_USER_INPUT', 'This relation is one person’s: name them', { field: 'actorId' })
      if (kind !== 'PROXY' && classes.length > 0)
        throw new DomainError('BAD_USER_INPUT', 'Only a proxy is granted classes', { field: 'classes' })
      const grant = { patientId, kind, actorId, classes, validFrom: now, validTo }
      const relation: Relation = { id: ids.next(), ...grant, recordedAt: now }
      return await transactions.run(actor.organisationId, async unit => {
        await openPatientForWrite(unit, actor, 'WRITE_RELATION', patientId, now)
        if (isOnlyThemselves(actor) && kind !== 'PROXY') throw notTheirs('WRITE_RELATION')
        await unit.access.addRelation(relation, actor.id)
        return relation
      })
    },

    async endRelation(actor, relationId) {
      demand(actor, 'WRITE_RELATION')
      const now = clock.now()
      return await transactions.run(actor.organisationId, async unit => {
        const relation = await unit.access.findRelation(relationId)
        if (relation === undefined) throw noSuch('relation')
        await openOwner(unit, actor, 'WRITE_RELATION', relation.patientId, now, 'relation')
        if (isOnlyThemselves(actor) && relation.kind !== 'PROXY') throw notTheirs('WRITE_RELATION')
        if (!(await unit.access.endRelation(relationId, now, actor.id)))
          throw new DomainError('CONFLICT', 'The relation has ended already', {})
        return { ...relation, validTo: now }
      })
    },

    async recordConsent(actor, input) {
      demand(actor, 'WRITE_CONSENT')
      const now = clock.now()
      requireFuture('validTo', input.validTo, now)
      requireClasses('classes', input.classes)
      if (input.classes.length === 0)
        throw new DomainError('BAD_USER_INPUT', 'classes must not be empty', { field: 'classes' })
      requireRecipient(input)
      const consent: Consent = { ...input, id: ids.next(), validFrom: now, recordedAt: now }
      return await transactions.run(actor.organisationId, async unit => {
        await openPatientForWrite(unit, actor, 'WRITE_CONSENT', input.patientId, now)
        await unit.access.addConsent(consent, actor.id)
        return consent
      })
    },

    async revokeConsent(actor, consentId) {
      demand(actor, 'WRITE_CONSENT')
      const now = clock.now()
      return await transactions.run(actor.organisationId, async unit => {
        const consent = await unit.access.findConsent(consentId)
        if (consent === undefined) throw noSuch('consent')
        await openOwner(unit, actor, 'WRITE_CONSENT', consent.patientId, now, 'consent')
        if (!(await unit.access.revokeConsent(consentId, now, actor.id)))
          throw new DomainError('CONFLICT', 'The consent was revoked already', {})
        await unit.grants.revokeOfConsent(consentId, now, actor.id)
        return { ...consent, revokedAt: now }
      })
    },
  }
}

/** For a change of what hangs on a patient: of one who is not theirs to see it does not exist either (S12). */
async function openOwner(
  unit: UnitOfWork,
  actor: Actor,
  action: 'WRITE_RELATION' | 'WRITE_CONSENT',
  patientId: string,
  now: Date,
  what: 'relation' | 'consent',
): Promise<void> {
  const opened = await openPatients(unit, actor, action, [patientId], now)
  if (!opened.has(patientId)) throw noSuch(what)
  await openPatientForWrite(unit, actor, action, patientId, now)
}

/** A patient names proxies; the care team is named by those who belong to it. */
function isOnlyThemselves({ roles }: Actor): boolean {
  return roles.every(role => role === 'PATIENT')
}

function notTheirs(action: string): DomainError {
  return new DomainError('FORBIDDEN', 'This is not yours to do for this patient', { action })
}

function noSuch(what: 'relation' | 'consent'): DomainError {
  return new DomainError('NOT_FOUND', `No such ${what}`, {})
}

function requireFuture(field: string, at: Date | undefined, now: Date): void {
  if (at !== undefined && at <= now) throw new DomainError('BAD_USER_INPUT', `${field} must lie ahead`, { field })
}

function requireClasses(field: string, classes: readonly DataClass[]): void {
  if (classes.some(each => !PERSONAL_CLASSES.some(known => known === each)))
    throw new DomainError('BAD_USER_INPUT', 'These classes are not of a patient', { field, accepted: PERSONAL_CLASSES })
}

function requireRecipient({
  recipient,
  recipientRole,
  recipientActorId,
}: Parameters<AccessUsecases['recordConsent']>[1]) {
  const isFit =
    (recipient === 'ROLE') === (recipientRole !== undefined) &&
    (recipient === 'ACTOR') === (recipientActorId !== undefined)
  if (!isFit)
    throw new DomainError('BAD_USER_INPUT', 'A role or an actor is named where the recipient is one, and only there', {
      field: 'recipient',
      accepted: CONSENT_RECIPIENTS,
    })
}
