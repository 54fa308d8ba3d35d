/** What is told outside of broken glass: that there is something to review, and nothing of the patient or of who did it. */
export interface GlassMessage {
  /** Of the emergency access; the same however often it is told, so that a receiver can drop doubles. */
  readonly id: string
  readonly organisationId: string
  readonly openedAt: Date
  readonly reviewDueAt: Date
  /** Of the organisation, today. With none nobody can review it. */
  readonly privacyOfficers: number
}

/** Resolves when the receiver has taken it; throws when it is not known that they did. */
export type SendGlassMessage = (message: GlassMessage) => Promise<void>
