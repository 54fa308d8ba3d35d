import type { Action } from './decide.js'
import { erasePatient } from './erase-patient.js'
import { giveRole } from './give-role.js'
import type { Ports, UnitOfWork } from './ports.js'
import type { ProposalKind, ProposedAct } from './proposal.js'
import type { Actor } from './records.js'

/** What a kind of act needs besides its two persons. */
export interface TwoPersonAct {
  /** Who or what it is about: one proposal of a kind is open for it at a time. */
  readonly subject: string
  readonly patientId?: string
  /** Asked for whoever proposes, confirms or withdraws; throws when it is not theirs to take part in. */
  admit(unit: UnitOfWork, actor: Actor, now: Date): Promise<void>
  /** In the transaction that confirms it: both are there or neither. */
  carryOut(unit: UnitOfWork, actor: Actor, now: Date): Promise<void>
}

/**
 * What both persons must be allowed to do. Whoever may do it finds its proposals in the list, so it is an action that needs
 * no relation to a patient (S12).
 */
export const ACTION_OF_KIND: Readonly<Record<ProposalKind, Action>> = {
  GIVE_ROLE: 'MANAGE_MEMBERS',
  ERASE_PATIENT: 'ERASE_PATIENT',
}

/** A new kind of act is a line here, and the file that it names. */
export function actOf(ports: Pick<Ports, 'ids' | 'files'>, act: ProposedAct): TwoPersonAct {
  switch (act.kind) {
    case 'GIVE_ROLE':
      return giveRole(ports, act)
    case 'ERASE_PATIENT':
      return erasePatient(ports, act)
  }
}
