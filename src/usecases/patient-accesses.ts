import { DomainError } from '../domain/errors.js'
import { openPatient, openPatients } from './access.js'
import { CLASSES_OF_ACTION, demand, may } from './decide.js'
import type { Usecases } from './menu.js'
import type { Ports } from './ports.js'
import type { Actor } from './records.js'

/** Who saw a patient (S23): for the patient, and for whoever watches over privacy in the organisation, who sees no patient. */
export function patientAccesses({
  transactions,
  clock,
}: Ports): Pick<Usecases, 'patientAccesses' | 'accessesOfPatients'> {
  return {
    async patientAccesses(actor, patientId, page) {
      demand(actor, 'READ_AUDIT')
      return await transactions.read(actor, async unit => {
        if (may(actor, 'REVIEW_BREAK_GLASS')) noteReader(actor, patientId)
        else {
          const { withheld } = await openPatient(unit, actor, 'READ_AUDIT', patientId, clock.now())
          if (withheld.has('AUDIT')) throw notYours()
        }
        const found = (await unit.audit.accessesTo([patientId], page)).get(patientId)
        if (found === undefined) throw new Error('every patient has a page of accesses')
        return found
      })
    },

    async accessesOfPatients(actor, patientIds, page) {
      demand(actor, 'READ_AUDIT')
      return await transactions.read(actor, async unit => {
        if (may(actor, 'REVIEW_BREAK_GLASS')) {
          for (const id of patientIds) noteReader(actor, id)
          return await unit.audit.accessesTo(patientIds, page)
        }
        const opened = await openPatients(unit, actor, 'READ_AUDIT', patientIds, clock.now())
        const shown = [...opened].filter(([, { withheld }]) => !withheld.has('AUDIT')).map(([id]) => id)
        return await unit.audit.accessesTo(shown, page)
      })
    },
  }
}

/** Whoever watches over privacy opens no patient, and is in the trail all the same. */
function noteReader({ request }: Actor, patientId: string): void {
  request.trail.note({ patientId, action: 'READ_AUDIT', classes: CLASSES_OF_ACTION.READ_AUDIT, outcome: 'ALLOWED' })
}

export function notYours(): DomainError {
  return new DomainError('FORBIDDEN', 'Who saw this patient is not yours to see', {})
}
