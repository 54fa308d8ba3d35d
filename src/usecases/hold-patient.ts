import { DomainError } from '../domain/errors.js'
import { openPatient } from './access.js'
import type { AccessUsecases } from './access-menu.js'
import { CLASSES_OF_ACTION, demand, may } from './decide.js'
import { keepChange } from './keep-trail.js'
import { isOpen } from './legal-hold.js'
import type { LegalHold } from './legal-hold.js'
import type { Ports, UnitOfWork } from './ports.js'
import type { Actor } from './records.js'

/** What the law wants kept, by the privacy officer; the patient may see that it does. */
export function holdPatient({
  transactions,
  clock,
  ids,
}: Ports): Pick<AccessUsecases, 'legalHolds' | 'placeLegalHold' | 'liftLegalHold'> {
  return {
    async legalHolds(actor, patientId) {
      return await transactions.read(actor, async unit => {
        if (may(actor, 'HOLD_PATIENT')) noteHolder(actor, patientId)
        else await openPatient(unit, actor, 'REQUEST_ERASURE', patientId, clock.now())
        return await unit.holds.ofPatient(patientId)
      })
    },

    async placeLegalHold(actor, { patientId, reason, until }) {
      demand(actor, 'HOLD_PATIENT')
      const placedAt = clock.now()
      if (until !== undefined && until <= placedAt)
        throw new DomainError('BAD_USER_INPUT', 'until must lie in the future', { field: 'until' })
      const hold: LegalHold = { id: ids.next(), patientId, reason, until, placedAt }
      return await transactions.run(actor.organisationId, async unit => {
        await requirePatient(unit, patientId)
        await keepChange(unit, actor, 'HOLD_PATIENT', patientId)
        await unit.holds.add(hold, actor.id)
        return hold
      })
    },

    async liftLegalHold(actor, id) {
      demand(actor, 'HOLD_PATIENT')
      const now = clock.now()
      return await transactions.run(actor.organisationId, async unit => {
        const hold = await unit.holds.find(id)
        if (hold === undefined) throw new DomainError('NOT_FOUND', 'No such hold', {})
        await keepChange(unit, actor, 'HOLD_PATIENT', hold.patientId)
        if (!(await unit.holds.lift(id, actor.id, now))) throw new DomainError('CONFLICT', 'It was lifted already', {})
        return { ...hold, liftedAt: now }
      })
    },
  }
}

function noteHolder({ request }: Actor, patientId: string): void {
  request.trail.note({ patientId, action: 'HOLD_PATIENT', classes: CLASSES_OF_ACTION.HOLD_PATIENT, outcome: 'ALLOWED' })
}

/** For whoever acts on a patient without seeing who they are. */
export async function requirePatient(unit: UnitOfWork, patientId: string): Promise<void> {
  const [patient] = await unit.patients.find([patientId])
  if (patient === undefined) throw new DomainError('NOT_FOUND', 'No such patient', {})
}

/** A hold, and broken glass that nobody has reviewed yet, are reasons that are said (S57). */
export async function requireNoHold(unit: UnitOfWork, patientId: string, now: Date): Promise<void> {
  const hold = (await unit.holds.ofPatient(patientId)).find(each => isOpen(each, now))
  if (hold !== undefined)
    throw new DomainError('CONFLICT', 'The law wants it kept: a legal hold forbids to erase it', {
      reason: hold.reason,
    })
  if (await unit.access.hasDueReview(patientId))
    throw new DomainError('CONFLICT', 'Broken glass has to be reviewed first', { reason: 'REVIEW_DUE' })
}
