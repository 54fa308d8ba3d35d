import type { DataClass } from './data-classes.js'
import type { Grant } from './grant.js'
import type { Purpose, Role } from './records.js'

/** How somebody stands to a patient; what each may open is said by the table of rights. */
export const RELATION_KINDS = ['SELF', 'PROXY', 'TREATING', 'ORDERED', 'PERFORMED', 'DISPENSING'] as const

export type RelationKind = (typeof RELATION_KINDS)[number]

/** A relation to a patient, of one person, or of everybody in the organisation whose role may hold it. */
export interface Relation {
  readonly id: string
  readonly patientId: string
  readonly kind: RelationKind
  /** Absent: everybody of the organisation whose role may hold such a relation. */
  readonly actorId?: string
  /** What a proxy was granted; for other kinds the table of rights says it. */
  readonly classes: readonly DataClass[]
  readonly validFrom: Date
  readonly validTo?: Date
  readonly recordedAt: Date
}

export const CONSENT_EFFECTS = ['PERMIT', 'DENY'] as const

export type ConsentEffect = (typeof CONSENT_EFFECTS)[number]

export const CONSENT_RECIPIENTS = ['ANYONE', 'ORGANISATION', 'ROLE', 'ACTOR'] as const

/** Whom a consent speaks of. */
export interface ConsentRecipient {
  readonly recipient: (typeof CONSENT_RECIPIENTS)[number]
  /** Of the organisation, for the recipient ROLE. */
  readonly recipientRole?: Role
  /** For the recipient ACTOR. */
  readonly recipientActorId?: string
}

/** What a patient wants: classes, whom, what for, and how long. */
export interface Consent extends ConsentRecipient {
  readonly id: string
  readonly patientId: string
  readonly effect: ConsentEffect
  readonly classes: readonly DataClass[]
  /** None: every purpose. */
  readonly purposes: readonly Purpose[]
  readonly validFrom: Date
  readonly validTo?: Date
  readonly recordedAt: Date
  readonly revokedAt?: Date
}

export const BREAK_GLASS_REASONS = [
  'EMERGENCY',
  'PATIENT_UNRESPONSIVE',
  'PATIENT_SAFETY',
  'COVERING_COLLEAGUE',
] as const

export type BreakGlassReason = (typeof BREAK_GLASS_REASONS)[number]

export const REVIEW_OUTCOMES = ['JUSTIFIED', 'NOT_JUSTIFIED'] as const

export type ReviewOutcome = (typeof REVIEW_OUTCOMES)[number]

/** That somebody opened a patient who was not theirs, why, and what the review found. */
export interface BreakGlass {
  readonly id: string
  readonly patientId: string
  readonly actorId: string
  readonly reason: BreakGlassReason
  readonly explanation: string
  readonly openedAt: Date
  readonly expiresAt: Date
  readonly reviewDueAt: Date
  readonly reviewedBy?: string
  readonly reviewedAt?: Date
  readonly outcome?: ReviewOutcome
  readonly reviewNote?: string
}

/** What is recorded today between one actor and one patient: all that a decision may depend on besides the actor. */
export interface AccessFacts {
  /** Whose patient it is. */
  readonly organisationId: string
  /** Of this actor, valid now. */
  readonly relations: readonly Pick<Relation, 'kind' | 'classes'>[]
  /** Of this patient, in force now, whomever they speak of. */
  readonly consents: readonly (ConsentRecipient & Pick<Consent, 'effect' | 'classes' | 'purposes'>)[]
  /** The grant by which the actor visits, while it is in force; only for visitors, whose relations here count for nothing. */
  readonly grant?: Pick<Grant, 'id' | 'toOrganisationId' | 'classes' | 'purposes'>
  /** The glass that this actor broke for this patient, while it is open. */
  readonly breakGlass?: Pick<BreakGlass, 'id' | 'expiresAt'>
}

/** By which relations an actor may find patients in lists; a list shows nobody else and counts nobody else (S12). */
export interface Visibility {
  readonly actorId: string
  readonly kinds: readonly RelationKind[]
  /** Of those, the ones that show names: only by them a name can be searched for. */
  readonly namedKinds: readonly RelationKind[]
  /** Patients for whom this actor broke the glass are found as well. */
  readonly brokenGlass: boolean
  readonly roles: readonly Role[]
  readonly purpose: Purpose
  readonly now: Date
}
