/** Why the law wants a patient's data kept, as far as it may be said to whoever asks for erasure. */
export const HOLD_REASONS = ['RETENTION_PERIOD', 'LEGAL_CLAIM', 'AUTHORITY'] as const

export type HoldReason = (typeof HOLD_REASONS)[number]

/** That a patient's data may not be erased (S57). */
export interface LegalHold {
  readonly id: string
  readonly patientId: string
  readonly reason: HoldReason
  /** It ends then by itself; absent: when it is lifted. */
  readonly until?: Date
  readonly placedAt: Date
  readonly liftedAt?: Date
}

export function isOpen({ until, liftedAt }: LegalHold, now: Date): boolean {
  return liftedAt === undefined && (until === undefined || until > now)
}
