import { DomainError } from '../domain/errors.js'
import { openPatient } from './access.js'
import { CLASSES_OF_ACTION, demand, may } from './decide.js'
import type { Usecases } from './menu.js'
import type { Ports } from './ports.js'

/** Who saw a patient (S23): for the patient, and for whoever watches over privacy in the organisation, who sees no patient. */
export function patientAccesses({ transactions, clock }: Ports): Usecases['patientAccesses'] {
  return async (actor, patientId, page) => {
    demand(actor, 'READ_AUDIT')
    return await transactions.read(actor, async unit => {
      if (may(actor, 'REVIEW_BREAK_GLASS')) {
        actor.request.trail.note({
          patientId,
          action: 'READ_AUDIT',
          classes: CLASSES_OF_ACTION.READ_AUDIT,
          outcome: 'ALLOWED',
        })
      } else {
        const { withheld } = await openPatient(unit, actor, 'READ_AUDIT', patientId, clock.now())
        if (withheld.has('AUDIT')) throw new DomainError('FORBIDDEN', 'Who saw this patient is not yours to see', {})
      }
      return await unit.audit.accessesTo(patientId, page)
    })
  }
}
