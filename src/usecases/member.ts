import type { Role } from './records.js'

/** That somebody has a role in an organisation, and how long. */
export interface Member {
  /** Of the membership; who holds several roles has several. */
  readonly id: string
  readonly actorId: string
  /** Who vouches for them, and under which name: what their tokens say. */
  readonly issuer: string
  readonly subject: string
  /** As this organisation calls them; absent where only others have said it. */
  readonly name?: string
  readonly role: Role
  readonly validFrom: Date
  readonly validTo?: Date
}

export interface AddMemberInput
  extends Pick<Member, 'issuer' | 'subject' | 'role' | 'validTo'>, Partial<Pick<Member, 'validFrom'>> {
  readonly name: string
}
