/** How often somebody may ask, and for how much; each throws `RATE_LIMITED` with the seconds to wait. */
export interface Rates {
  /** One request of somebody whose token is good. */
  countRequest(actorId: string): Promise<void>
  /** What an operation of theirs costs. */
  spendPoints(actorId: string, points: number): Promise<void>
  /** One request from an address, without a token that is good. */
  countAnonymous(address: string): Promise<void>
}
