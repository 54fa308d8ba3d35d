import type {
  Action,
  AlgorithmStatus,
  Drug,
  Guideline,
  GuidelineRow,
  PhenotypeAlias,
  Source,
  Strength,
} from '../knowledge.js'
import type { Medicine, PatientFacts } from '../history/patient-history.js'
import type { CautionReason, ConvertedPhenotype, Influence } from '../phenoconversion/converted-phenotype.js'
import type { DiplotypePhenotype, GenePhenotype } from '../phenotype/gene-phenotype.js'
import type { FollowedBranch } from './algorithms/dose-flow.js'
import type { ConversionEffect } from './conversion-effects.js'

/** The typed outcomes of promise P2. The same words are printed by the command line and name the GraphQL types. */
export const OUTCOMES = [
  'Recommendation',
  'NoActionNeeded',
  'GuidelineWithoutRow',
  'NotTested',
  'NotCallable',
  'Indeterminate',
  'PopulationUndetermined',
  'Withheld',
  'NoGuideline',
] as const

export type OutcomeType = (typeof OUTCOMES)[number]

export type Agreement = 'SAME' | 'STRICTER' | 'CONFLICTING' | 'ONLY_ONE' | 'NONE'

/** A source that has a guideline on the drug but cannot vote: it waits for a fact or a gene's result, or its answer may not be shown. */
export interface UndecidedSource {
  readonly source: Source
  /** Id of the guideline that waits; a source with several may vote by another. */
  readonly guideline: string
  readonly type: 'PopulationUndetermined' | 'NotTested' | 'NotCallable' | 'Indeterminate' | 'Withheld'
  /** Names of the facts, or symbols of the genes. */
  readonly waitsFor: readonly string[]
  /** The strictest action possible there; absent where the guideline computes instead. */
  readonly strictest?: Action
  /** That action is stricter than every vote. */
  readonly mayGoFurther: boolean
}

/** The result of one gene that an answer rests on: one diplotype of possibly several. */
export interface GeneResultUsed {
  readonly gene: string
  /** Predicted from the genome; absent when the gene has no result. */
  readonly result?: DiplotypePhenotype
  /** What guidelines were asked for: the effective result where medicines change it. */
  readonly lookupKeys: readonly string[]
  /** Present when the guideline does not list the phenotype and was asked for the one that its source means by it. */
  readonly readAs?: PhenotypeAlias
  /** Present when medicines changed the predicted result (promise P7). */
  readonly effective?: DiplotypePhenotype
  /** Further results of the same gene for which the answer is the same. */
  readonly sameFor: readonly DiplotypePhenotype[]
}

/** One action and the circumstances (term codes) under which it holds; none: it holds as it stands. */
export interface StatedAction {
  readonly action: Action
  readonly when: readonly string[]
  /** Decided by the stated facts and the results; absent when they do not decide. */
  readonly holds?: boolean
  /** Names of the facts, or symbols of the genes, that would decide; empty when a person must. */
  readonly waitsFor: readonly string[]
}

/** A circumstance (term code) that a row names, and whether it is the person's. */
export interface Circumstance {
  readonly code: string
  /** Decided by the stated facts and the results; absent when they do not decide. */
  readonly holds?: boolean
  /** Names of the facts, or symbols of the genes, that would decide; empty when a person must. */
  readonly waitsFor: readonly string[]
}

/** A fact that is missing and what it could change. */
export interface MissingFact {
  readonly kind: 'GENE' | 'AMBIGUITY' | 'POPULATION' | 'CIRCUMSTANCE' | 'MEASUREMENT'
  /** Gene symbol, or the name of the fact ("ageYears"). */
  readonly name: string
  /** Safe to show: what to find out. */
  readonly text: string
  /** Actions that could follow, strictest first. */
  readonly couldLeadTo: readonly Action[]
}

/** One row of a guideline that matched, with the combinations of gene results that led to it. */
export interface MatchedRow {
  readonly row: GuidelineRow
  /** The facts that chose its population, or would. */
  readonly population: string
  /** Every combination of gene results (from `diplotypes` and `otherDiplotypes`) for which this row holds. */
  readonly results: readonly (readonly GeneResultUsed[])[]
  readonly statedActions: readonly StatedAction[]
  /** Every circumstance that the row names: of actions, of amounts and of alternatives. */
  readonly circumstances: readonly Circumstance[]
  /** True when it holds for a best supported diplotype, false when only for another one the data allow. */
  readonly bestSupported: boolean
  /** Rendered from the structure, so that sentence and structure cannot disagree. */
  readonly text: { readonly clinician: string; readonly plain: string }
}

interface OutcomeBase {
  readonly drug: string
  readonly source: Source
  readonly guideline?: Guideline
  /** The answer is the same for every diplotype the data allow; a gene without a result may have any. */
  readonly robust: boolean
  /** What would settle it, when it is not robust or not an answer: "phasing of CYP…", "position chr:pos", "test gene X". */
  readonly wouldSettle: readonly string[]
  /** What each gene of the guideline contributed. */
  readonly genes: readonly GeneResultUsed[]
  readonly text: { readonly clinician: string; readonly plain: string }
}

/** What a guideline that computes instead of being looked up gives for one combination of gene results. */
export interface DoseCalculation {
  /** Id of the flow in `Knowledge.algorithms`. */
  readonly flow: string
  readonly title: string
  readonly results: readonly GeneResultUsed[]
  readonly bestSupported: boolean
  /** One; several while the fact that chooses between them is not stated. */
  readonly branches: readonly FollowedBranch[]
  /** Parts of the publication that nobody could confirm: they compute nothing. */
  readonly switchedOff: readonly { readonly part: string; readonly status: AlgorithmStatus }[]
}

export interface RecommendationOutcome extends OutcomeBase {
  readonly type: 'Recommendation' | 'NoActionNeeded'
  /** The answer is the same for every diplotype that was found, genes without a result left aside. */
  readonly sameForKnown: boolean
  readonly guideline: Guideline
  readonly rows: readonly MatchedRow[]
  /** Union of the actions of the rows that hold for a best supported diplotype, strictest first. */
  readonly actions: readonly Action[]
  /** The strongest grade among those rows, where the source grades. */
  readonly strength?: Strength
  /** Instead of rows, where the guideline computes a dose. */
  readonly calculations?: readonly DoseCalculation[]
}

export interface PopulationUndeterminedOutcome extends OutcomeBase {
  readonly type: 'PopulationUndetermined'
  /** The answer is the same for every diplotype that was found, genes without a result left aside. */
  readonly sameForKnown: boolean
  readonly guideline: Guideline
  /** All rows, each with the population fact that would choose it. */
  readonly rows: readonly MatchedRow[]
  readonly actions: readonly Action[]
  readonly calculations?: readonly DoseCalculation[]
}

export interface NoAnswerOutcome extends OutcomeBase {
  readonly type: 'GuidelineWithoutRow' | 'NotTested' | 'NotCallable' | 'Indeterminate' | 'Withheld' | 'NoGuideline'
  /** Genes that stand in the way, each with its reason code. */
  readonly reasons: readonly { readonly gene: string; readonly reason: string }[]
}

export type Outcome = RecommendationOutcome | PopulationUndeterminedOutcome | NoAnswerOutcome

/** What a medicine may do to a gene of this drug without changing a row: no guideline states how much (promise P7). */
export interface MedicineCaution {
  readonly gene: string
  readonly reason: CautionReason
  readonly influence: Influence
  readonly text: { readonly clinician: string; readonly plain: string }
}

/** Everything the sources say about one drug for one person. Never an empty list (promise P2). */
export interface DrugAdvice {
  readonly drug: Drug
  /** At least one per source, in the order CPIC, DPWG, FDA. */
  readonly outcomes: readonly Outcome[]
  readonly agreement: {
    readonly verdict: Agreement
    /** The source that goes furthest, when the verdict is STRICTER. */
    readonly strictest?: Source
    /** What each source that has an answer says. */
    readonly votes: ReadonlyMap<Source, readonly Action[]>
    /** Who waits for a fact or a result and therefore has no vote, or not with all of its guidelines. */
    readonly undecided: readonly UndecidedSource[]
    /** In words, with what the undecided ones wait for. */
    readonly detail: string
    readonly plain: string
  }
  readonly robust: boolean
  /** Of the medicines taken now, for the genes that guidelines of this drug ask for. */
  readonly cautions: readonly MedicineCaution[]
  /** The same medicines gene by gene: predicted and effective result, and whether the advice changed. */
  readonly phenoconversion: readonly ConversionEffect[]
  /** Missing facts and their possible effect; empty when nothing known could change the answer. */
  readonly whatWouldChange: readonly MissingFact[]
  readonly phenotypes: readonly (GenePhenotype | ConvertedPhenotype)[]
  /** Genes of its guidelines whose results the reader may not see: nobody looked at them here, whatever they are. */
  readonly withheld: readonly WithheldGene[]
  readonly knowledgeVersion: string
}

export interface WithheldGene {
  readonly gene: string
  /** A code, as general as it may be said. */
  readonly reason: string
}

/** Genes whose results the reader of an answer may not see, each with the code of the reason. */
export type WithheldGenes = ReadonlyMap<string, string>

export const NOTHING_WITHHELD: WithheldGenes = new Map()

/** What is asked: some drugs, or all that the person's genes matter for; facts that hold for this question only. */
export interface Question {
  readonly drugs?: readonly Drug[]
  readonly facts: PatientFacts
  /** Not an answer that is missing, but one that may not be shown: never read as "not tested". */
  readonly withheld?: WithheldGenes
}

export interface Recommendations {
  readonly drugs: readonly DrugAdvice[]
  /** Medicines of the history that no data file describes: nobody looked at them. */
  readonly notConsidered: readonly Medicine[]
}

export interface Advice {
  readonly phenotypes: readonly ConvertedPhenotype[]
  readonly recommendations: Recommendations
  readonly knowledgeVersion: string
}
