import type { ChildPughClass, Sex } from '../option-knowledge.js'
import type { AllergyFact, ConditionFact, ListName, PreferenceFact, PriorResponseFact } from './history-fact.js'

/** What is known of a patient on one day, besides the medicines, with the facts each thing rests on. */
export interface ClinicalHistory {
  readonly lists: Readonly<Record<ListName, ListState>>
  readonly conditions: readonly KnownCondition[]
  readonly allergies: readonly KnownAllergy[]
  /** Newest usable value by measure. */
  readonly measurements: ReadonlyMap<string, Measurement>
  readonly age?: Age
  readonly sex?: { readonly sex: Sex; readonly factIds: readonly string[] }
  readonly pregnancy?: Pregnancy
  readonly lactation?: Dated<boolean>
  readonly smoking?: Dated<boolean>
  readonly liver?: Dated<ChildPughClass | 'NONE'>
  readonly priorResponses: readonly PriorResponseFact[]
  readonly preferences: readonly PreferenceFact[]
  /** The facts behind an entry of `PatientFacts`, by its name. */
  readonly factIds: ReadonlyMap<string, readonly string[]>
  readonly problems: readonly HistoryProblem[]
  /** Facts that were kept and not used, each with its reason. */
  readonly notUsed: readonly NotUsed[]
}

/** Whether a list can say that something is absent. */
export interface ListState {
  readonly state: 'CURRENT' | 'STALE' | 'NEVER_STATED'
  readonly statedOn?: string
  readonly factIds: readonly string[]
}

export interface KnownCondition {
  readonly fact: ConditionFact
  /** ICD-10-CM codes without dots: the stated one, or those that the deployer's map gives for it; none: nobody can look at it. */
  readonly icd10cm: readonly string[]
  readonly resolved: boolean
  /** Not confirmed, or nobody knows whether it is still active. */
  readonly doubtful: boolean
}

export interface KnownAllergy {
  readonly fact: AllergyFact
  /** Generic names, synonyms and ids of the substance, lower case. */
  readonly names: ReadonlySet<string>
  /** Allergy classes that the substance names or belongs to. */
  readonly classes: readonly string[]
  /** The substance itself is such a class. */
  readonly statedClass: boolean
  readonly doubtful: boolean
  /** False: nothing in the data is so named, nobody looked at it. */
  readonly considered: boolean
}

export interface Measurement {
  readonly measure: string
  /** In the measure's own unit. */
  readonly value: number
  readonly unit: string
  readonly takenOn: string
  /** Too old to count as today's, or preliminary. */
  readonly doubtful: boolean
  readonly factIds: readonly string[]
  /** The formula, when it was computed. */
  readonly derivedBy?: string
}

/** Whole years; a partial birth date leaves a range. */
export interface Age {
  readonly least: number
  readonly most: number
  readonly factIds: readonly string[]
}

export interface Pregnancy {
  readonly state: 'PREGNANT' | 'NOT_PREGNANT'
  /** The statement is older than it can count for. */
  readonly stale: boolean
  readonly trimester?: 1 | 2 | 3
  readonly factIds: readonly string[]
}

export interface Dated<T> {
  readonly value: T
  readonly stale: boolean
  readonly factIds: readonly string[]
}

export const HISTORY_PROBLEMS = [
  'UNKNOWN_UNIT',
  'IMPOSSIBLE_VALUE',
  'IMPOSSIBLE_DATE',
  'FUTURE_DATE',
  'PREGNANCY_CONTRADICTS_SEX',
  'DOSE_WITHOUT_UNIT',
  'UNKNOWN_DRUG',
  /** The words of a product's name say which drug it is; no code did. */
  'DRUG_READ_FROM_TEXT',
  /** A drug is named among words that are not understood: it is not taken for it. */
  'DRUG_NOT_CERTAIN',
  'UNKNOWN_SUBSTANCE',
  'UNMAPPED_CONDITION',
  'MALFORMED_CODE',
  'UNKNOWN_PREFERENCE',
  'UNKNOWN_SUPERSEDED',
  'CIRCULAR_CORRECTION',
  /** Two facts that both stand say different things of what a person has once. */
  'CONTRADICTORY',
  /** More facts than one answer looks at: the oldest ones were not used. */
  'BEYOND_LIMIT',
] as const

/** Something wrong with a recorded fact. The fact is kept and shown; `used` says whether it still counts. */
export interface HistoryProblem {
  readonly code: (typeof HISTORY_PROBLEMS)[number]
  readonly factId: string
  readonly field?: string
  readonly used: boolean
}

export const NOT_USED_REASONS = [
  'ENTERED_IN_ERROR',
  'SUPERSEDED',
  'RECORDED_LATER',
  'LIES_IN_THE_FUTURE',
  'NOT_TAKEN',
  'REFUTED',
  'RESOLVED',
  'OLDER',
  'UNUSABLE',
  /** Nothing in the data speaks of it. */
  'NOT_CONSIDERED',
  'BEYOND_LIMIT',
] as const

export type NotUsedReason = (typeof NOT_USED_REASONS)[number]

export interface NotUsed {
  readonly factId: string
  readonly reason: NotUsedReason
}
