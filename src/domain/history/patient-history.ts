import type { ClinicalHistory } from './clinical-history.js'

/**
 * What is known of a patient on a given day, as far as it can change what the genome predicts or which rows of a
 * guideline apply. Dates are ISO days; absent means that nobody said.
 */
export interface PatientHistory {
  /** The day for which the question is asked. */
  readonly asOf: string
  readonly medicines: readonly Medicine[]
  readonly facts: PatientFacts
  /** Everything else that options rest on; absent: nobody stated any of it. */
  readonly clinical?: ClinicalHistory
}

/** One medicine as somebody stated it. */
export interface Medicine {
  /** As stated: a name in any spelling, or what a prescription says. */
  readonly name: string
  readonly rxnorm?: string
  readonly startedOn?: string
  readonly stoppedOn?: string
  /** The fact of the history that states it. */
  readonly factId?: string
  /** Whether it is taken now is in doubt: its status is unknown, or nobody has confirmed it for long. */
  readonly uncertain?: boolean
}

/**
 * Facts that choose a population or decide a condition. Open by name, because data may ask for a fact that no code
 * knows; the names below are those that today's data use.
 */
export interface PatientFacts {
  readonly ageYears?: number
  readonly weightKg?: number
  readonly heightCm?: number
  /** A code of the guidelines: "ACUTE_CORONARY_SYNDROME", "STROKE", "HEPATITIS_C_GENOTYPE_1" … */
  readonly indication?: string
  readonly treatmentNaive?: boolean
  /** "NONE", or "OVER_3_MONTHS_WITHOUT_REACTION". */
  readonly priorUse?: string
  readonly alternativeAvailable?: boolean
  readonly [fact: string]: number | string | boolean | undefined
}

/** When a medicine was taken, seen from the day of the question. */
export type MedicineTiming =
  | { readonly state: 'current'; readonly daysSinceStart?: number }
  | { readonly state: 'stopped'; readonly daysSinceStop: number }
  | { readonly state: 'planned' }

const DAY_MILLISECONDS = 86_400_000

/** Decides by dates alone; a medicine without dates counts as taken. The day of the last dose still counts as taken. */
export function medicineTiming(medicine: Medicine, asOf: string): MedicineTiming {
  const { startedOn, stoppedOn } = medicine
  if (stoppedOn !== undefined && daysBetween(stoppedOn, asOf) > 0) {
    return { state: 'stopped', daysSinceStop: daysBetween(stoppedOn, asOf) }
  }
  if (startedOn === undefined) return { state: 'current' }
  const daysSinceStart = daysBetween(startedOn, asOf)
  return daysSinceStart < 0 ? { state: 'planned' } : { state: 'current', daysSinceStart }
}

/** Whole days from one ISO day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.floor(Date.parse(to) / DAY_MILLISECONDS) - Math.floor(Date.parse(from) / DAY_MILLISECONDS)
}
