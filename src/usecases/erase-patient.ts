import { openPatientForWrite } from './access.js'
import type { AccessUsecases } from './access-menu.js'
import { may } from './decide.js'
import { requireNoHold, requirePatient } from './hold-patient.js'
import type { Ports } from './ports.js'
import type { ErasePatient } from './proposal.js'
import { propose } from './two-person.js'
import type { TwoPersonAct } from './two-person-acts.js'

/**
 * The first half of erasing a patient (S18, S57): the patient themselves ask for it, or whoever answers for privacy or the
 * organisation. Asked again for somebody who is erased, it says that they are.
 */
export function requestErasure(ports: Ports): AccessUsecases['requestErasure'] {
  const { transactions, clock } = ports
  return async (actor, patientId, reason) =>
    await transactions.run(actor.organisationId, async unit => {
      const now = clock.now()
      const act: ErasePatient = { kind: 'ERASE_PATIENT', patientId }
      if (!may(actor, 'ERASE_PATIENT')) {
        await openPatientForWrite(unit, actor, 'REQUEST_ERASURE', patientId, now)
        await requireNoHold(unit, patientId, now)
        return await propose(ports, unit, actor, act, reason, 'REQUEST_ERASURE')
      }
      const done = await unit.proposals.confirmed('ERASE_PATIENT', patientId)
      if (done !== undefined) return done
      await requirePatient(unit, patientId)
      await requireNoHold(unit, patientId, now)
      return await propose(ports, unit, actor, act, reason)
    })
}

/** The second half: the key is destroyed, then everything that was recorded is removed, then the files. */
export function erasePatient({ files }: Pick<Ports, 'files'>, { patientId }: ErasePatient): TwoPersonAct {
  return {
    subject: patientId,
    patientId,
    async admit() {
      // Whoever may take part in an erasure may in every one of the organisation.
    },
    async carryOut(unit, _actor, now) {
      await requireNoHold(unit, patientId, now)
      const left = await unit.patients.erase(patientId)
      // Row, then file (S29): what a crash leaves is an orphan that nobody can read, and the sweep takes it.
      unit.afterCommit(() => {
        for (const { uploadId, sha256 } of left) files.remove(uploadId, sha256).catch(() => {})
      })
    },
  }
}
