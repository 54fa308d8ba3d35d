import type { Sex } from '../option-knowledge.js'

/**
 * One statement about a patient as it was recorded. Nothing is ever changed: a correction is a new fact that supersedes
 * an older one, a retraction one that supersedes it and is itself entered in error. Dates are ISO, days or instants, and may
 * be partial ("2019", "2019-04") where nobody knows better.
 */
export interface FactHead {
  readonly id: string
  readonly source: FactSource
  readonly recordedOn: string
  /** Id of the fact that this one corrects. */
  readonly supersedes?: string
  readonly enteredInError?: boolean
  /** How the source coded the thing, kept beside what it was read as. */
  readonly original?: readonly OriginalCode[]
}

export const SOURCE_KINDS = ['PATIENT', 'CLINICIAN', 'LABORATORY', 'IMPORT'] as const

export interface FactSource {
  readonly kind: (typeof SOURCE_KINDS)[number]
  /** Who or which system, as the recorder names it. */
  readonly name?: string
  /** What it is there, as that system refers to it ("Condition/17"). */
  readonly reference?: string
}

/** A code as a source gave it; without a code only words. */
export interface OriginalCode {
  readonly system?: string
  readonly code?: string
  readonly text?: string
}

/** A drug as somebody names it; matched exactly, never guessed. */
export interface NamedDrug {
  readonly name: string
  readonly rxnorm?: string
}

export const MEDICATION_STATUSES = ['ACTIVE', 'STOPPED', 'PLANNED', 'NOT_TAKEN', 'UNKNOWN'] as const

export interface MedicationFact extends FactHead {
  readonly kind: 'MEDICATION'
  readonly drug: NamedDrug
  readonly status: (typeof MEDICATION_STATUSES)[number]
  readonly startedOn?: string
  readonly stoppedOn?: string
  readonly dose?: { readonly value: number; readonly unit?: string; readonly timesPerDay?: number }
}

/** `OTHER`: a code of a system that nothing here reads, or words alone; the condition is kept and nobody looks at it. */
export const CONDITION_SYSTEMS = ['ICD10CM', 'SNOMEDCT', 'OTHER'] as const

export const CONDITION_STATUSES = ['ACTIVE', 'RESOLVED', 'UNKNOWN'] as const

export interface ConditionFact extends FactHead {
  readonly kind: 'CONDITION'
  readonly code: { readonly system: (typeof CONDITION_SYSTEMS)[number]; readonly code: string; readonly text?: string }
  readonly status: (typeof CONDITION_STATUSES)[number]
  readonly verification: Verification
  readonly onset?: string
  readonly abated?: string
}

export const VERIFICATIONS = ['CONFIRMED', 'UNCONFIRMED', 'REFUTED'] as const

export type Verification = (typeof VERIFICATIONS)[number]

export const ALLERGY_TYPES = ['ALLERGY', 'INTOLERANCE'] as const

export const ALLERGY_STATUSES = ['ACTIVE', 'RESOLVED'] as const

export const CRITICALITIES = ['LOW', 'HIGH'] as const

export interface AllergyFact extends FactHead {
  readonly kind: 'ALLERGY'
  readonly type: (typeof ALLERGY_TYPES)[number]
  /** A drug, or a class by its code or a name of it. */
  readonly substance: NamedDrug
  readonly verification: Verification
  readonly status: (typeof ALLERGY_STATUSES)[number]
  readonly criticality?: (typeof CRITICALITIES)[number]
  readonly reaction?: string
}

/** A laboratory value or a vital sign. */
export interface ObservationFact extends FactHead {
  readonly kind: 'OBSERVATION'
  /** LOINC code, or a measure of the data by its own code. */
  readonly code: string
  readonly value: number
  /** UCUM. */
  readonly unit: string
  readonly takenOn: string
  /** Preliminary, not final. */
  readonly preliminary?: boolean
}

export interface BirthFact extends FactHead {
  readonly kind: 'BIRTH'
  readonly date: string
}

export interface SexFact extends FactHead {
  readonly kind: 'SEX'
  /** As it matters for treatment. */
  readonly sex: Sex
}

export interface PregnancyFact extends FactHead {
  readonly kind: 'PREGNANCY'
  readonly pregnant: boolean
  readonly on: string
  readonly dueOn?: string
}

export interface LactationFact extends FactHead {
  readonly kind: 'LACTATION'
  readonly lactating: boolean
  readonly on: string
}

export const SMOKING_STATES = ['CURRENT', 'FORMER', 'NEVER'] as const

export interface SmokingFact extends FactHead {
  readonly kind: 'SMOKING'
  readonly state: (typeof SMOKING_STATES)[number]
  readonly on: string
}

export const LIVER_CLASSES = ['NONE', 'A', 'B', 'C'] as const

export interface LiverFact extends FactHead {
  readonly kind: 'LIVER_FUNCTION'
  /** Absent impairment is a statement too. */
  readonly childPugh: (typeof LIVER_CLASSES)[number]
  readonly on: string
}

export const RESPONSES = ['EFFECTIVE', 'PARTIAL', 'INEFFECTIVE', 'ADVERSE_REACTION'] as const

export const SEVERITIES = ['MILD', 'MODERATE', 'SEVERE'] as const

export interface PriorResponseFact extends FactHead {
  readonly kind: 'PRIOR_RESPONSE'
  readonly drug: NamedDrug
  readonly response: (typeof RESPONSES)[number]
  readonly severity?: (typeof SEVERITIES)[number]
  readonly reaction?: string
}

export const PREFERENCE_SUBJECTS = ['ROUTE', 'AVOID_EFFECT', 'GOAL', 'MOST_TIMES_PER_DAY'] as const

/** What the patient wants. `value` is a code of the data: a route, an unwanted effect, a goal; a number for `MOST_TIMES_PER_DAY`. */
export interface PreferenceFact extends FactHead {
  readonly kind: 'PREFERENCE'
  readonly about: (typeof PREFERENCE_SUBJECTS)[number]
  readonly value: string | number
}

export const LISTS = ['MEDICINES', 'CONDITIONS', 'ALLERGIES'] as const

export type ListName = (typeof LISTS)[number]

/**
 * Somebody went through a list on a day and it is complete: what is not on it is not there. "No known allergies" is this
 * statement with an empty list; without it an empty list says nothing.
 */
export interface ListFact extends FactHead {
  readonly kind: 'LIST'
  readonly list: ListName
  readonly on: string
}

/** Every kind of fact there is. */
export const FACT_KINDS = [
  'MEDICATION',
  'CONDITION',
  'ALLERGY',
  'OBSERVATION',
  'BIRTH',
  'SEX',
  'PREGNANCY',
  'LACTATION',
  'SMOKING',
  'LIVER_FUNCTION',
  'PRIOR_RESPONSE',
  'PREFERENCE',
  'LIST',
] as const

export type FactKind = (typeof FACT_KINDS)[number]

export type HistoryFact =
  | MedicationFact
  | ConditionFact
  | AllergyFact
  | ObservationFact
  | BirthFact
  | SexFact
  | PregnancyFact
  | LactationFact
  | SmokingFact
  | LiverFact
  | PriorResponseFact
  | PreferenceFact
  | ListFact

type Stated<Fact> = Fact extends HistoryFact ? Omit<Fact, keyof FactHead> : never

/** What a fact says, without who says it and when. */
export type StatedFact = Stated<HistoryFact>
