import type { AdviceChange, AlertCause, RememberedLook } from '../domain/medication/advice-changes.js'

/** That advice on medicines which a patient takes is other than it was, with what caused it and why. */
export interface AdviceAlert {
  readonly id: string
  readonly patientId: string
  readonly at: Date
  /** Several, where they were written before anybody looked. */
  readonly causes: readonly AlertCause[]
  readonly changes: readonly AdviceChange[]
  /** Release that the new advice follows from. */
  readonly knowledgeVersion: string
}

/** What the last look at a patient's medicines saw. */
export interface AdviceState {
  readonly patientId: string
  readonly knowledgeVersion: string
  /** ISO day from which that release counts. */
  readonly knowledgeDate: string
  readonly looks: readonly RememberedLook[]
  readonly at: Date
}
