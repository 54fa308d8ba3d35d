import type { Member } from './member.js'

export const PROPOSAL_STATES = ['PROPOSED', 'CONFIRMED', 'WITHDRAWN', 'EXPIRED'] as const

export type ProposalState = (typeof PROPOSAL_STATES)[number]

/** That somebody gets a role by which they would come near patients, or could bring others near them. */
export interface GiveRole extends Pick<Member, 'actorId' | 'issuer' | 'subject' | 'name' | 'role' | 'validTo'> {
  readonly kind: 'GIVE_ROLE'
  /** Absent: when it is confirmed. */
  readonly validFrom?: Date
}

/** That everything that was recorded of a patient is removed, for good. */
export interface ErasePatient {
  readonly kind: 'ERASE_PATIENT'
  readonly patientId: string
}

/** What takes two persons. */
export type ProposedAct = GiveRole | ErasePatient

export type ProposalKind = ProposedAct['kind']

export const PROPOSAL_KINDS = ['GIVE_ROLE', 'ERASE_PATIENT'] as const satisfies readonly ProposalKind[]

/** What one person proposed, and what became of it. */
export interface Proposal {
  readonly id: string
  readonly act: ProposedAct
  /** Whom it is about, where that is a patient. */
  readonly patientId?: string
  readonly reason: string
  readonly state: ProposalState
  readonly proposedBy: string
  readonly proposedAt: Date
  /** Nobody confirms it from then on. */
  readonly expiresAt: Date
  /** Who confirmed or withdrew it. */
  readonly decidedBy?: string
  readonly decidedAt?: Date
}
