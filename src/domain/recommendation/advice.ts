import type { Dose, DoseFactor, Action, Drug, Guideline, GuidelineRow, Source } from '../knowledge.js'
import type { DiplotypePhenotype, GenePhenotype } from '../phenotype/gene-phenotype.js'

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

/** The result of one gene that an answer rests on: one diplotype of possibly several. */
export interface GeneResultUsed {
  readonly gene: string
  readonly result?: DiplotypePhenotype
  readonly lookupKeys: readonly string[]
}

/** One row of a guideline that matched, with the combinations of gene results that led to it. */
export interface MatchedRow {
  readonly row: GuidelineRow
  /** The facts that chose its population, or would. */
  readonly population: string
  /** Every combination of gene results (from `diplotypes` and `otherDiplotypes`) for which this row holds. */
  readonly results: readonly (readonly GeneResultUsed[])[]
  /** True when it holds for a best supported diplotype, false when only for another one the data allow. */
  readonly bestSupported: boolean
  /** Rendered from the structure, so that sentence and structure cannot disagree. */
  readonly text: { readonly clinician: string; readonly plain: string }
}

interface OutcomeBase {
  readonly drug: string
  readonly source: Source
  readonly guideline?: Guideline
  /** The answer is the same for every diplotype the data allow. */
  readonly robust: boolean
  /** What would settle it, when it is not robust or not an answer: "phasing of CYP…", "position chr:pos", "test gene X". */
  readonly wouldSettle: readonly string[]
  /** What each gene of the guideline contributed. */
  readonly genes: readonly GeneResultUsed[]
  readonly text: { readonly clinician: string; readonly plain: string }
}

export interface RecommendationOutcome extends OutcomeBase {
  readonly type: 'Recommendation' | 'NoActionNeeded'
  readonly guideline: Guideline
  readonly rows: readonly MatchedRow[]
  /** Union of the rows' actions, strictest first. */
  readonly actions: readonly Action[]
}

export interface PopulationUndeterminedOutcome extends OutcomeBase {
  readonly type: 'PopulationUndetermined'
  readonly guideline: Guideline
  /** All rows, each with the population fact that would choose it. */
  readonly rows: readonly MatchedRow[]
  readonly actions: readonly Action[]
}

export interface NoAnswerOutcome extends OutcomeBase {
  readonly type: 'GuidelineWithoutRow' | 'NotTested' | 'NotCallable' | 'Indeterminate' | 'Withheld' | 'NoGuideline'
  /** Genes that stand in the way, each with its reason code. */
  readonly reasons: readonly { readonly gene: string; readonly reason: string }[]
}

export type Outcome = RecommendationOutcome | PopulationUndeterminedOutcome | NoAnswerOutcome

/** Everything the sources say about one drug for one person. Never an empty list (promise P2). */
export interface DrugAdvice {
  readonly drug: Drug
  /** At least one per source, in the order CPIC, DPWG, FDA. */
  readonly outcomes: readonly Outcome[]
  readonly agreement: { readonly verdict: Agreement; readonly detail: string }
  readonly robust: boolean
  readonly phenotypes: readonly GenePhenotype[]
  readonly knowledgeVersion: string
}

export type { Dose, DoseFactor }
