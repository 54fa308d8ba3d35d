import type { DataClass } from './data-classes.js'
import type { Actor, Purpose } from './records.js'

/** That another organisation may read something of a patient: what, what for, how long, and by which consent of theirs. */
export interface Grant {
  readonly id: string
  /** Whose patient it is, and who gave it. */
  readonly organisationId: string
  /** Name of that organisation. */
  readonly organisation: string
  readonly toOrganisationId: string
  readonly toOrganisation: string
  readonly patientId: string
  /** The consent that it rests on: it ends with it. */
  readonly consentId: string
  readonly classes: readonly DataClass[]
  readonly purposes: readonly Purpose[]
  readonly validFrom: Date
  readonly validTo: Date
  readonly recordedAt: Date
  readonly revokedAt?: Date
}

export interface GiveGrantInput extends Pick<Grant, 'patientId' | 'consentId' | 'classes' | 'purposes' | 'validTo'> {
  /** Short name. */
  readonly toOrganisation: string
}

/** Somebody who looks at a patient of another organisation, by a grant, from there. */
export interface Visitor {
  readonly actor: Actor
  readonly patientId: string
}
