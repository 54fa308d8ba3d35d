import type { ChildPughClass, Sex } from '../option-knowledge.js'

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
}

export interface FactSource {
  readonly kind: 'PATIENT' | 'CLINICIAN' | 'LABORATORY' | 'IMPORT'
  /** Who or which system, as the recorder names it. */
  readonly name?: string
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

export interface ConditionFact extends FactHead {
  readonly kind: 'CONDITION'
  readonly code: { readonly system: 'ICD10CM' | 'SNOMEDCT'; readonly code: string; readonly text?: string }
  readonly status: 'ACTIVE' | 'RESOLVED' | 'UNKNOWN'
  readonly verification: Verification
  readonly onset?: string
  readonly abated?: string
}

export type Verification = 'CONFIRMED' | 'UNCONFIRMED' | 'REFUTED'

export interface AllergyFact extends FactHead {
  readonly kind: 'ALLERGY'
  readonly type: 'ALLERGY' | 'INTOLERANCE'
  /** A drug, or a class by its code or a name of it. */
  readonly substance: NamedDrug
  readonly verification: Verification
  readonly status: 'ACTIVE' | 'RESOLVED'
  readonly criticality?: 'LOW' | 'HIGH'
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

export interface SmokingFact extends FactHead {
  readonly kind: 'SMOKING'
  readonly state: 'CURRENT' | 'FORMER' | 'NEVER'
  readonly on: string
}

export interface LiverFact extends FactHead {
  readonly kind: 'LIVER_FUNCTION'
  /** Absent impairment is a statement too. */
  readonly childPugh: ChildPughClass | 'NONE'
  readonly on: string
}

export interface PriorResponseFact extends FactHead {
  readonly kind: 'PRIOR_RESPONSE'
  readonly drug: NamedDrug
  readonly response: 'EFFECTIVE' | 'PARTIAL' | 'INEFFECTIVE' | 'ADVERSE_REACTION'
  readonly severity?: 'MILD' | 'MODERATE' | 'SEVERE'
  readonly reaction?: string
}

/** What the patient wants. `value` is a code of the data: a route, an unwanted effect, a goal; a number for `MOST_TIMES_PER_DAY`. */
export interface PreferenceFact extends FactHead {
  readonly kind: 'PREFERENCE'
  readonly about: 'ROUTE' | 'AVOID_EFFECT' | 'GOAL' | 'MOST_TIMES_PER_DAY'
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
