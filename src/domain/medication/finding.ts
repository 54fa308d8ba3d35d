import type { Provenance } from '../knowledge.js'
import type { CautionStrength, Effect, FindingKind, OptionTexts } from '../option-knowledge.js'
import type { DrugAdvice, GeneResultUsed } from '../recommendation/advice.js'
import type { Verdict } from './verdicts.js'

/** Where a finding can be looked up. A curator's row names the document it rests on and says that nobody has compared it. */
export interface FindingCitation {
  /** Id of an entry in `Knowledge.sources`. */
  readonly source: string
  readonly title: string
  readonly section?: string
  readonly year?: number
  readonly url?: string
  readonly basis: Provenance['basis']
  readonly reviewed: boolean
}

/** One reason for or against a drug for this patient. */
export interface Finding {
  readonly kind: FindingKind
  readonly effect: Effect
  /** Orders options of the same verdict; says nothing where the effect decides none. */
  readonly strength: CautionStrength
  readonly statement: OptionTexts
  readonly citations: readonly FindingCitation[]
  /** Facts of the history that it rests on. */
  readonly factIds: readonly string[]
  /** It also rests on the indication that is asked for. */
  readonly restsOnIndication?: boolean
  readonly genes: readonly GeneResultUsed[]
  /** `DOUBTFUL`: rests on a fact that is unconfirmed, old, or nearly the one that is needed; the effect is one step milder. */
  readonly certainty: 'CONFIRMED' | 'DOUBTFUL'
  /** What the finding would do were it certain; the same as `effect` when it is. */
  readonly ifConfirmed: Effect
  /** Present on genetic findings where the sources differ. */
  readonly sourcesDiffer?: OptionTexts
}

export type UnknownKind =
  | 'GENE'
  | 'AMBIGUITY'
  | 'POPULATION'
  | 'CIRCUMSTANCE'
  | 'MEASUREMENT'
  | 'AGE'
  | 'SEX'
  | 'PREGNANCY'
  | 'LACTATION'
  | 'SMOKING'
  | 'LIVER_FUNCTION'
  | 'CONDITION'
  | 'CONDITIONS'
  | 'ALLERGY'
  | 'ALLERGIES'
  | 'MEDICINE'
  | 'MEDICINES'
  /** Nobody has looked at this kind of finding for this drug. */
  | 'KNOWLEDGE'

/** A fact that is missing, and the worst it could do to the verdict. */
export interface UnknownFact {
  readonly kind: UnknownKind
  /** Gene, measure, fact, term, medicine or finding kind, depending on `kind`. */
  readonly name: string
  readonly why: 'MISSING' | 'STALE' | 'UNCONFIRMED' | 'NOT_LOOKED_AT' | 'WITHHELD'
  readonly about: FindingKind
  readonly couldLeadTo: Effect
  readonly text: OptionTexts
  readonly factIds: readonly string[]
}

/** What one part of the looking found. */
export interface Looked {
  readonly findings: readonly Finding[]
  readonly unknowns: readonly UnknownFact[]
}

/** Everything known about one drug for one patient. */
export interface Assessment {
  readonly advice: DrugAdvice
  readonly verdict: Verdict
  /** Some unknown fact could worsen the verdict. */
  readonly couldBeStricter: boolean
  /** Excluding first, then by what they do. */
  readonly findings: readonly Finding[]
  readonly unknowns: readonly UnknownFact[]
  /** The patient takes it already. */
  readonly alreadyTaken: boolean
  /** What to watch while it is taken, in words. */
  readonly monitoring: readonly OptionTexts[]
  readonly leftOut: readonly string[]
}
