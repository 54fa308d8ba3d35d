import type { BreakGlass, BreakGlassReason, Consent, Relation, ReviewOutcome } from './access-facts.js'
import type { GiveGrantInput, Grant, Visitor } from './grant.js'
import type { LegalHold } from './legal-hold.js'
import type { AddMemberInput, Member } from './member.js'
import type { Proposal } from './proposal.js'
import type { Actor, Page, PageRequest } from './records.js'

/** What can be asked of who may see whom. */
export interface AccessUsecases {
  /** Newest first, also those that have ended. */
  relations(actor: Actor, patientIds: readonly string[]): Promise<ReadonlyMap<string, readonly Relation[]>>
  /** Newest first, also those that were revoked. */
  consents(actor: Actor, patientIds: readonly string[]): Promise<ReadonlyMap<string, readonly Consent[]>>
  recordRelation(actor: Actor, input: RecordRelationInput): Promise<Relation>
  endRelation(actor: Actor, relationId: string): Promise<Relation>
  recordConsent(actor: Actor, input: RecordConsentInput): Promise<Consent>
  /** Counts from its commit. */
  revokeConsent(actor: Actor, consentId: string): Promise<Consent>
  /** Lets another organisation read something of a patient, on the patient's consent. */
  giveGrant(actor: Actor, input: GiveGrantInput): Promise<Grant>
  /** Counts from its commit. */
  revokeGrant(actor: Actor, id: string): Promise<Grant>
  /** Newest first, also those that have ended. */
  grantsOfPatients(actor: Actor, patientIds: readonly string[]): Promise<ReadonlyMap<string, readonly Grant[]>>
  /** Of the whole organisation, oldest first. */
  givenGrants(actor: Actor, page: PageRequest): Promise<Page<Grant>>
  /** What the organisation of the actor may read of others' patients today. */
  receivedGrants(actor: Actor, page: PageRequest): Promise<Page<Grant>>
  /** The same actor as a visitor of the patient whom a grant is about; `NOT_FOUND` when there is no such grant for them. */
  visit(actor: Actor, grantId: string): Promise<Visitor>
  /** Opens a patient of the organisation for an hour, with a review to follow. */
  breakGlass(actor: Actor, input: BreakGlassInput): Promise<BreakGlass>
  /** Glass that is broken from now on in the organisation, for privacy officers; never ends by itself. */
  watchBrokenGlass(actor: Actor): Promise<AsyncIterable<BreakGlass>>
  breakGlassReviews(actor: Actor, dueOnly: boolean, page: PageRequest): Promise<Page<BreakGlass>>
  reviewBreakGlass(actor: Actor, input: ReviewInput): Promise<BreakGlass>
  /** Of the own organisation, also those that have ended. */
  members(actor: Actor, page: PageRequest): Promise<Page<Member>>
  /** `FORBIDDEN` for a role that is given by two persons. */
  addMember(actor: Actor, input: AddMemberInput): Promise<Member>
  /** The first half of giving such a role. */
  proposeMember(actor: Actor, input: AddMemberInput, reason: string): Promise<Proposal>
  /** Works on the next request of whoever held it. */
  endMembership(actor: Actor, id: string): Promise<Member>
  /** What waits for a second person, and what became of it; oldest first, of the kinds that the actor may take part in. */
  proposals(actor: Actor, openOnly: boolean, page: PageRequest): Promise<Page<Proposal>>
  /** Does what was proposed; `FORBIDDEN` for whoever proposed it, `CONFLICT` when it is not open any more. */
  confirmProposal(actor: Actor, id: string): Promise<Proposal>
  withdrawProposal(actor: Actor, id: string): Promise<Proposal>
  /** The first half of erasing a patient; `CONFLICT`, with a reason, where the law wants it kept. */
  requestErasure(actor: Actor, patientId: string, reason: string): Promise<Proposal>
  /** Newest first, also those that have ended. */
  legalHolds(actor: Actor, patientId: string): Promise<readonly LegalHold[]>
  placeLegalHold(actor: Actor, input: PlaceHoldInput): Promise<LegalHold>
  liftLegalHold(actor: Actor, id: string): Promise<LegalHold>
}

export type PlaceHoldInput = Pick<LegalHold, 'patientId' | 'reason' | 'until'>

export type RecordRelationInput = Pick<Relation, 'patientId' | 'kind' | 'actorId' | 'validTo'> &
  Partial<Pick<Relation, 'classes'>>

export type RecordConsentInput = Omit<Consent, 'id' | 'validFrom' | 'recordedAt' | 'revokedAt'>

export interface BreakGlassInput {
  readonly patientId: string
  readonly reason: BreakGlassReason
  readonly explanation: string
}

export interface ReviewInput {
  readonly id: string
  readonly outcome: ReviewOutcome
  readonly note?: string
}
