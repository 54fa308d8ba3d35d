import type { Action, Provenance, Strength } from './knowledge.js'

/**
 * What facts about choosing between medicines look like once `knowledge/` has read and checked them: indications with their
 * candidates, what is known of each drug apart from its genes, and the tables by which facts become effects.
 */
export const FINDING_KINDS = [
  'PHARMACOGENOMIC',
  'DRUG_INTERACTION',
  'ALLERGY',
  'CONTRAINDICATION',
  'PREGNANCY',
  'LACTATION',
  'RENAL',
  'HEPATIC',
  'AGE',
  'DUPLICATE_THERAPY',
  'PRIOR_RESPONSE',
  'PREFERENCE',
  'DISCONTINUATION',
] as const

export type FindingKind = (typeof FINDING_KINDS)[number]

/**
 * Kinds of which a drug's file must say whether it looked at them. Genes are looked at by the guidelines; who has looked at
 * stopping says what it brings.
 */
export type LookedKind = Exclude<FindingKind, 'PHARMACOGENOMIC' | 'DISCONTINUATION'>

export const LOOKED_KINDS: readonly LookedKind[] = FINDING_KINDS.filter(
  kind => kind !== 'PHARMACOGENOMIC' && kind !== 'DISCONTINUATION',
)

/** Kinds that a drug's file answers by rules over the patient's facts. */
export const RULED_KINDS = ['CONTRAINDICATION', 'PREGNANCY', 'LACTATION', 'RENAL', 'HEPATIC', 'AGE'] as const

export type RuledKind = (typeof RULED_KINDS)[number]

/** What a finding does to a verdict, the one that decides first. `FAVOURS` and `INFORMS` decide none. */
export const EFFECTS = ['EXCLUDES', 'ADJUSTS', 'CAUTIONS', 'FAVOURS', 'INFORMS'] as const

export type Effect = (typeof EFFECTS)[number]

export const CAUTION_STRENGTHS = ['strong', 'moderate', 'weak'] as const

export type CautionStrength = (typeof CAUTION_STRENGTHS)[number]

export const RISK_LEVELS = ['HIGH', 'MODERATE', 'LOW'] as const

export type RiskLevel = (typeof RISK_LEVELS)[number]

/** Where a row can be looked up: a document by its code, and the part of it. */
export interface StatedIn {
  readonly document: string
  readonly section?: string
}

/** A document that rows rest on. Nothing that identifies it beyond title, publisher and year is written from memory. */
export interface SourceDocument {
  readonly code: string
  readonly title: string
  readonly publisher?: string
  readonly year?: number
}

export interface OptionTexts {
  readonly clinician: string
  readonly plain: string
}

/** A circumstance of a patient. Evaluated with four outcomes: a fact that is missing or in doubt never passes for absent. */
export type PatientTest =
  | { readonly condition: string }
  | {
      readonly measure: string
      readonly below?: number
      readonly atMost?: number
      readonly above?: number
      readonly atLeast?: number
    }
  /** Whole years. */
  | { readonly age: { readonly below?: number; readonly atLeast?: number } }
  | { readonly sex: Sex }
  | { readonly pregnant: true; readonly trimesters?: readonly number[] }
  | { readonly lactating: true }
  | { readonly smoking: true }
  | { readonly childPugh: readonly ChildPughClass[] }
  | { readonly atLeast: number; readonly of: readonly PatientTest[] }

export type Sex = 'female' | 'male'

export type ChildPughClass = 'A' | 'B' | 'C'

/** How a dose changes: an amount with its unit, or a factor of the usual dose. */
export interface RuleDose {
  readonly kind: 'MAXIMUM' | 'START' | 'TARGET' | 'FACTOR'
  readonly value: number
  /** UCUM; absent for a factor. */
  readonly unit?: string
  readonly per?: string
}

/** One thing a drug's file says about a circumstance of the patient. */
export interface OptionRule {
  readonly effect: Effect
  readonly strength: CautionStrength
  readonly when: PatientTest
  /** Term code: the reason, or what to do. */
  readonly why?: string
  readonly dose?: RuleDose
  readonly statedIn: StatedIn
}

/** Another drug, any drug of a class, or any that acts on a gene's product with that strength. */
export type TogetherPartner =
  | { readonly drug: string }
  | { readonly class: string }
  | {
      readonly acting: 'inhibitor' | 'inducer'
      readonly on: string
      readonly strength: 'strong' | 'moderate' | 'weak'
    }

/** What a drug's file says of taking it together with others. */
export interface TogetherRule {
  readonly with: TogetherPartner
  readonly effect: Effect
  readonly strength: CautionStrength
  readonly why?: string
  readonly dose?: RuleDose
  /** Which of the two is the one to be begun while the other is taken; absent: it holds whichever comes first. */
  readonly begins?: 'THIS' | 'OTHER'
  /** Days after the last dose of the other drug for which it still holds. */
  readonly afterStopDays?: number
  /** Days after the last dose of this drug for which it still holds for the other; absent: as many as the other way round. */
  readonly washoutDays?: number
  readonly statedIn: StatedIn
}

/**
 * `TAPER`: never stop suddenly. `TAPER_USUALLY`: a taper spares complaints. `NOT_EARLY`: what it protects from may come at
 * once. `WATCH_AFTER`: something may flare up. `AT_ONCE`: no taper is needed, and there is something to know.
 */
export const STOPPING = ['TAPER', 'TAPER_USUALLY', 'NOT_EARLY', 'WATCH_AFTER', 'AT_ONCE'] as const

/** What stopping a drug brings; which medicines must wait afterwards follows from the rules about both. */
export interface Discontinuation {
  readonly how: (typeof STOPPING)[number]
  /** Term code: what happens otherwise. */
  readonly why: string
  readonly statedIn: StatedIn
}

/**
 * How the drug depends on a gene's product: made active by it, cleared mainly by it, or partly. It decides how much an
 * inhibitor or inducer matters, whatever the patient's own result.
 */
export interface Dependence {
  readonly gene: string
  readonly part: 'ACTIVATION' | 'MAIN' | 'SECONDARY'
}

export interface DrugFeatures {
  readonly routes: readonly string[]
  readonly timesPerDay?: number
  /** Unwanted effect by code, for preferences; `NONE` was looked at and does not matter. */
  readonly effects: Readonly<Record<string, RiskLevel | 'NONE'>>
  /** Goals it serves besides its indication, by code. */
  readonly helps: readonly string[]
}

/** All that is known of a drug apart from its genes. A kind that is not in `looked` is an unknown, never an absence. */
export interface DrugFacts {
  readonly drug: string
  readonly looked: ReadonlySet<LookedKind>
  /** What the curator left out within a kind, in words. */
  readonly leftOut: readonly string[]
  /** Pharmacological classes by code: duplicates, class interactions and class responses rest on them. */
  readonly classes: readonly string[]
  readonly dependsOn: readonly Dependence[]
  /** Mechanism → how strongly the drug adds to it. */
  readonly risks: Readonly<Record<string, RiskLevel>>
  readonly rules: Readonly<Record<RuledKind, readonly OptionRule[]>>
  readonly together: readonly TogetherRule[]
  /** Absent: nobody has looked at what stopping it brings. */
  readonly discontinuation?: Discontinuation
  readonly features: DrugFeatures
  /** Term codes. */
  readonly monitoring: readonly string[]
  readonly provenance: Provenance
}

export interface Candidate {
  readonly drug: string
  /** Line of therapy, 1 first. */
  readonly line: number
  /** Class by code. */
  readonly class: string
  /** Term code. */
  readonly note?: string
}

export interface Indication {
  readonly id: string
  readonly name: OptionTexts
  /** ICD-10-CM prefixes, without dots. */
  readonly icd10cm: readonly string[]
  /** Facts that hold for a question about this indication ("indication": a guideline's code). */
  readonly facts: Readonly<Record<string, string>>
  readonly candidates: readonly Candidate[]
  readonly statedIn: readonly StatedIn[]
  /** What belongs to the indication and is not among the candidates, in words. */
  readonly leftOut: readonly string[]
  readonly provenance: Provenance
}

/** A pharmacological class; members by name also hold drugs that no file describes. */
export interface DrugClass {
  readonly code: string
  readonly texts: OptionTexts
  /** Taking two of them: what that does. Absent where two of a class are usual. */
  readonly duplicate?: { readonly effect: Effect; readonly strength: CautionStrength }
  /** Further members by generic name, lower case. */
  readonly members: readonly string[]
  /** What every member adds to. */
  readonly risks: Readonly<Record<string, RiskLevel>>
}

/** A group of substances to which one allergy may extend. */
export interface AllergyClass {
  readonly code: string
  readonly texts: OptionTexts
  /** What people write for it, lower case. */
  readonly names: readonly string[]
  /** Generic names, lower case. */
  readonly members: readonly string[]
  /** How an allergy to one member speaks about another. */
  readonly within: { readonly effect: Effect; readonly strength: CautionStrength }
  /** Other classes it may extend to. */
  readonly cross: readonly { readonly class: string; readonly effect: Effect; readonly strength: CautionStrength }[]
  readonly statedIn: StatedIn
}

export interface ConditionGroup {
  readonly code: string
  readonly texts: OptionTexts
  /** ICD-10-CM prefixes, without dots. */
  readonly icd10cm: readonly string[]
  /** A resolved condition still counts ("history of angioedema"). */
  readonly evenResolved: boolean
}

/** Something measured, by our code, with the units that may be converted and the codes under which laboratories send it. */
export interface Measure {
  readonly code: string
  readonly texts: OptionTexts
  /** UCUM unit of thresholds. */
  readonly unit: string
  /** The unit as people write it. */
  readonly unitText: string
  readonly loinc: readonly string[]
  /** UCUM unit → factor to `unit`. */
  readonly units: Readonly<Record<string, number>>
  /** Values outside are impossible, not merely abnormal. */
  readonly possible: { readonly min: number; readonly max: number }
  /** Days for which a value counts as current. */
  readonly validDays: number
  /** Name of the fact in `PatientFacts` that it gives. */
  readonly fact?: string
  /** A rule of the code that computes it where it was not measured. */
  readonly derivedBy?: 'cockcroft-gault'
  /** Measures that the rule takes, in its order: creatinine and weight. */
  readonly derivedFrom: readonly string[]
  /** Measures that answer a similar question in other terms: they raise doubt, they decide nothing. */
  readonly hintedBy: readonly string[]
}

/** A way in which effects of several drugs add up. */
export interface Mechanism {
  readonly code: string
  readonly texts: OptionTexts
  /** Levels in any order. */
  readonly pairs: readonly {
    readonly levels: readonly [RiskLevel, RiskLevel]
    readonly effect: Effect
    readonly strength: CautionStrength
  }[]
  readonly statedIn: StatedIn
}

/** The tables by which facts become effects. */
export interface EffectTables {
  readonly statedIn: StatedIn
  readonly actions: Readonly<Record<Action, Effect>>
  /** Where the source grades the row optional. */
  readonly optional: Readonly<Partial<Record<Effect, Effect>>>
  readonly strengths: Readonly<Record<Strength | 'ungraded', CautionStrength>>
  readonly inhibition: readonly {
    readonly role: 'inhibitor' | 'inducer'
    readonly part: Dependence['part']
    /** Absent: where the source gives no strength. */
    readonly acting?: 'strong' | 'moderate' | 'weak'
    readonly effect: Effect
    readonly strength: CautionStrength
  }[]
  readonly allergy: { readonly sameDrug: Effect; readonly intolerance: Effect; readonly intoleranceHighRisk: Effect }
  readonly priorResponse: {
    readonly sameDrug: Readonly<Record<ResponseCode, Effect>>
    readonly sameClass: Readonly<Record<ResponseCode, Effect>>
  }
}

export const RESPONSE_CODES = [
  'EFFECTIVE',
  'PARTIAL',
  'INEFFECTIVE',
  'ADVERSE_MILD',
  'ADVERSE_MODERATE',
  'ADVERSE_SEVERE',
  'ADVERSE_UNGRADED',
] as const

export type ResponseCode = (typeof RESPONSE_CODES)[number]

export const PREFERENCE_VOCABULARIES = ['ROUTE', 'AVOID_EFFECT', 'GOAL'] as const

export type PreferenceVocabulary = (typeof PREFERENCE_VOCABULARIES)[number]

/** For how long statements count, in days, and who can be pregnant. */
export interface Currency {
  readonly lists: Readonly<Record<'MEDICINES' | 'CONDITIONS' | 'ALLERGIES', number>>
  readonly pregnant: number
  readonly notPregnant: number
  readonly lactation: number
  readonly smoking: number
  readonly childPugh: number
  readonly childbearing: { readonly from: number; readonly to: number }
  /** Condition group of people who cannot be pregnant. */
  readonly notFertile: string
  /** Condition group without which the liver counts as healthy. */
  readonly liverDisease: string
  /** Name under which the tables of inducers know tobacco smoke. */
  readonly tobacco: string
}

export interface OptionKnowledge {
  readonly indications: ReadonlyMap<string, Indication>
  /** By generic drug name. */
  readonly drugFacts: ReadonlyMap<string, DrugFacts>
  readonly classes: ReadonlyMap<string, DrugClass>
  readonly allergyClasses: ReadonlyMap<string, AllergyClass>
  readonly conditions: ReadonlyMap<string, ConditionGroup>
  readonly measures: ReadonlyMap<string, Measure>
  readonly mechanisms: ReadonlyMap<string, Mechanism>
  readonly documents: ReadonlyMap<string, SourceDocument>
  /** Reasons, checks, preferences and the like, by code. */
  readonly terms: ReadonlyMap<string, OptionTexts>
  /** What a patient may wish, by code. */
  readonly preferences: Readonly<Record<PreferenceVocabulary, Readonly<Record<string, OptionTexts>>>>
  readonly effects: EffectTables
  readonly currency: Currency
  readonly provenance: Provenance
}
