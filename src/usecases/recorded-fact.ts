import type { HistoryFact } from '../domain/history/history-fact.js'

/** A fact of a patient's history with who wrote it down here and when. */
export type RecordedFact = HistoryFact & {
  readonly patientId: string
  /** Actor id. */
  readonly recordedBy: string
  readonly recordedAt: Date
  /** Specially protected: seen only by those who may see the class RESTRICTED of this patient. */
  readonly restricted: boolean
  /** Set when another system sent it. */
  readonly origin?: FactOrigin
}

/** What makes a thing that is sent again the same thing. */
export interface FactOrigin {
  /** Hash of what the sending system calls it. */
  readonly identity: string
  /** Hash of what was read of it: another one is a change. */
  readonly fingerprint: string
}
