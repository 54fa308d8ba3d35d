import type { OptionKnowledge } from './option-knowledge.js'

/**
 * What facts look like once `knowledge/` has read and checked `data/`. Everything is frozen and plain;
 * nothing here knows which gene or drug it describes.
 */
export type Assembly = 'GRCh38' | 'GRCh37'

export const ASSEMBLIES: readonly Assembly[] = ['GRCh38', 'GRCh37']

/** How sure we are of a fact: read in a source, or from a curator's memory and found in no source yet. */
export interface Provenance {
  /** Id of an entry in `Knowledge.sources`. */
  readonly source: string
  readonly basis: 'source-row' | 'inferred' | 'curator-knowledge'
  /**
   * The row as it stands here was compared with its source field by field after it was written, by a script or by
   * reading. It says that nothing was lost on the way, no more: no clinician has signed any row of this release.
   */
  readonly reviewed: boolean
}

export interface KnowledgeSource {
  readonly id: string
  readonly title: string
  readonly publisher: string
  readonly release: string
  /** ISO date of the source's release or of its reading. */
  readonly date: string
  readonly licence: string
  readonly url?: string
  readonly attribution?: string
}

/** A place on one assembly, spelled as a VCF spells it: 1-based, padded for insertions and deletions, plus strand. */
export interface Locus {
  readonly position: number
  readonly ref: string
  readonly alts: readonly string[]
  /** `inferred`: the coordinate follows from the gene's constant offset, it was not read in a table. */
  readonly basis: 'source-row' | 'inferred'
}

/**
 * A position of interest. Bases in allele definitions are texts on the plus strand and hold for both assemblies;
 * where the assemblies differ in their reference base, only `ref` and `alts` of the loci are swapped.
 */
export interface Position {
  /** Column of this position in the gene's allele definitions. */
  readonly index: number
  readonly rsid?: string
  readonly hgvs?: string
  /** What the variant does to the protein, in the source's words ("C130R"). */
  readonly impact?: string
  readonly loci: { readonly GRCh38: Locus; readonly GRCh37?: Locus }
  /** `extra` positions are read and reported, but define no allele. */
  readonly role: 'defining' | 'extra'
  /** GRCh38 bases around an insertion or deletion, to recognise it when it is written differently. */
  readonly window?: { readonly start: number; readonly sequence: string }
}

export interface Allele {
  readonly name: string
  /** ClinPGx (PharmGKB) accession. */
  readonly id?: string
  readonly isReference: boolean
  /**
   * Position index → the bases this allele may carry there (several = wobble, the allele exists with and without).
   * A position that is absent here is not part of the definition. The reference allele has all cells.
   */
  readonly cells: ReadonlyMap<number, readonly string[]>
  /** False when the matcher cannot use it: structural, a core name with sub-alleles, or without defining variants. */
  readonly matchable: boolean
  /** The name to report, when this is a sub-allele used for matching only. */
  readonly core?: string
  /** Clinical function in the source's words, e.g. "No function". */
  readonly function?: string
  /** Its function before the release's last change of class, where that is known. */
  readonly formerFunction?: string
  /** Activity value as text ("0.25", "≥3.0", "n/a"): compared as text, never parsed for a lookup. */
  readonly activityValue?: string
  readonly structural?: {
    readonly type: string
    readonly base?: string
    readonly copies?: string
    readonly components?: readonly string[]
  }
  /** In the minimum set every clinical assay should include (Association for Molecular Pathology, tier 1). */
  readonly ampTier1: boolean
  readonly note?: string
  readonly provenance: Provenance
}

export type PhenotypeTable =
  | {
      readonly method: 'activity-score'
      /** Inclusive ranges of the summed score; a score in none of them is Indeterminate. */
      readonly ranges: readonly { readonly min: number; readonly max?: number; readonly phenotype: string }[]
      readonly indeterminate: string
      /** All score texts that occur, per phenotype: a stated phenotype is looked up by all of them. */
      readonly scoresByPhenotype: ReadonlyMap<string, readonly string[]>
      readonly provenance: Provenance
    }
  | {
      readonly method: 'function-combination'
      /** One function (haploid) or two in any order → phenotype. */
      readonly rules: readonly {
        readonly functions: readonly string[]
        readonly phenotype: string
        readonly reviewed: boolean
      }[]
      readonly provenance: Provenance
    }
  | {
      readonly method: 'allele-status'
      /** One lookup key per listed allele: `positive` when at least one copy is present. */
      readonly statuses: readonly { readonly allele: string; readonly positive: string; readonly negative: string }[]
      readonly provenance: Provenance
    }
  /** Called and shown, but no table says what it means. */
  | { readonly method: 'none'; readonly provenance: Provenance }

export interface MatchingRules {
  /** Position indices without which the gene is not called. */
  readonly required: readonly number[]
  /** Published preferences between unphased diplotypes: when all of `among` fit, `pick` is reported. */
  readonly unphasedPriorities: readonly { readonly among: readonly string[]; readonly pick: string }[]
  /** When no star allele fits, this one position decides the diplotype that guidelines are asked for. */
  readonly fallback?: { readonly position: number; readonly alleles: Readonly<Record<string, string>> }
  /** Two linked positions named as one allele, merged per strand (causal variant and its tag). */
  readonly linkedPair?: {
    readonly causal: number
    readonly tag: number
    readonly both: string
    readonly causalOnly: string
  }
  /** Alleles that never take part in combinations, by name. */
  readonly noCombination: readonly string[]
  /** Functions ranked worst first, for genes where only the worst allele per chromosome counts but no activity value exists. */
  readonly worstFunctions: readonly string[]
}

export interface Gene {
  readonly symbol: string
  /** Number of the HUGO Gene Nomenclature Committee, by which other systems name it. */
  readonly hgnc?: string
  /** LOINC code of an observation that states the phenotype of this gene and of no other. */
  readonly phenotypeLoinc?: string
  readonly name?: string
  /** `core` genes are always answered; `extended` genes are shown on request. */
  readonly tier: 'core' | 'extended'
  readonly chromosome: string
  /** ISO date of the allele definitions. */
  readonly definitionDate?: string
  readonly strand: '+' | '-'
  readonly region?: {
    readonly GRCh38?: { readonly start: number; readonly end: number }
    readonly GRCh37?: { readonly start: number; readonly end: number }
  }
  readonly ploidy: 'diploid' | 'x-linked' | 'mitochondrial'
  readonly callingRule: 'named-alleles' | 'lowest-function' | 'outside-call-only'
  /** Small variants alone cannot give the diplotype: deletions, duplications and hybrids are common. */
  readonly needsCopyNumber: boolean
  /** A base no definition lists is read as reference (and flagged), instead of leaving the gene uncalled. */
  readonly undocumentedAsReference: boolean
  /** `variant`: a heterozygote is labelled "X (heterozygous)", and two references "Reference/Reference". */
  readonly labelStyle: 'plain' | 'variant'
  readonly lookupMethod: 'phenotype' | 'activity-score' | 'allele-status' | 'diplotype' | 'none'
  /** Also speaks of disease risk: needs the RESTRICTED right. */
  readonly restricted: boolean
  readonly positions: readonly Position[]
  readonly alleles: readonly Allele[]
  readonly referenceAllele?: string
  readonly matching: MatchingRules
  readonly phenotypes: PhenotypeTable
  /** Phenotype → priority that CPIC gives it in an electronic record. */
  readonly ehrPriority: ReadonlyMap<string, string>
  /** Reference bases that differ between assemblies and the like, in our own words. */
  readonly notes: readonly string[]
  readonly provenance: Provenance
}

export interface Brand {
  readonly name: string
  /** The product holds other drugs besides. */
  readonly combination: boolean
  readonly provenance: Provenance
}

export interface DrugGenePair {
  readonly gene: string
  readonly cpicLevel?: string
  readonly cpicStatus?: string
  readonly clinpgxLevel?: string
  readonly fdaTesting?: string
  readonly url?: string
  readonly pmids: readonly string[]
}

export interface Drug {
  /** Generic name, lower case, unique. */
  readonly name: string
  readonly rxnorm?: string
  /** Anatomical Therapeutic Chemical codes (WHO; their own licence). */
  readonly atc: readonly string[]
  readonly clinpgxId?: string
  readonly drugbank?: string
  readonly brands: readonly Brand[]
  readonly synonyms: readonly string[]
  /** Names of single drugs, when this is a combination product. */
  readonly ingredients: readonly string[]
  /** CPIC's highest level of the drug's gene pairs. */
  readonly cpicLevel?: string
  readonly pairs: readonly DrugGenePair[]
  /** Term codes. */
  readonly notes: readonly string[]
  readonly provenance: Provenance
  /** Some RxNorm ids were written from memory and not checked. */
  readonly rxnormProvenance: Provenance
}

export type Source = 'CPIC' | 'DPWG' | 'FDA'

export const SOURCES: readonly Source[] = ['CPIC', 'DPWG', 'FDA']

/** Strictest first; `NO_RECOMMENDATION` is the source saying that it makes none. */
export const ACTIONS = [
  'CONTRAINDICATED',
  'AVOID',
  'ALTERNATIVE_DRUG',
  'CONSIDER_ALTERNATIVE',
  'DOSE_DECREASE',
  'DOSE_INCREASE',
  'TITRATE',
  'TEST_FIRST',
  'MONITOR',
  'CAUTION',
  'STANDARD_DOSING',
  'NO_RECOMMENDATION',
] as const

export type Action = (typeof ACTIONS)[number]

export type LookupKeyType = 'phenotype' | 'activity-score' | 'allele-status' | 'diplotype' | 'no-result'

export const DOSE_PHASES = ['INITIAL', 'MAINTENANCE', 'INITIAL_AND_MAXIMUM', 'MAXIMUM'] as const

export type DosePhase = (typeof DOSE_PHASES)[number]

/** A dose as a multiple of another: 1 = unchanged. Equal ends are one number, an absent end is open. */
export interface DoseChange {
  readonly min?: number
  readonly max?: number
  /** Less than `max`, not equal to it. */
  readonly strictlyLess?: boolean
  /** Term code of what it is a multiple of ("STANDARD_STARTING_DOSE"). */
  readonly of?: string
  readonly phase?: DosePhase
}

export const DOSE_KINDS = [
  'START',
  'TARGET',
  'MAXIMUM',
  'LOADING',
  'REGIMEN',
  'STEP',
  'TITRATE_TO',
  'EXPECTED_MAINTENANCE',
  'SCHEDULE',
] as const

export type DoseKind = (typeof DOSE_KINDS)[number]

/** An amount with its unit, exactly as the source states it: one `value`, a range, or `options` to choose from. */
export interface Dose {
  readonly kind: DoseKind
  readonly value?: number
  readonly min?: number
  readonly max?: number
  readonly options?: readonly number[]
  /** Options that the source reserves for few. */
  readonly rarely?: readonly number[]
  /** Consecutive amounts of a schedule. */
  readonly values?: readonly number[]
  readonly unit: string
  /** Time or occasion the amount holds for: "day", "week", "2 weeks", "single dose" … */
  readonly per?: string
  /** Less than the amount, not equal to it. */
  readonly strictlyLess?: boolean
  /** "once daily", "four times daily" … */
  readonly frequency?: string
  readonly timesPerDay?: number
  readonly timesPerWeek?: number
  readonly daysPerWeek?: number
  readonly divided?: boolean
  readonly dividedDoses?: number
  readonly durationWeeks?: number
  readonly fromDay?: number
  readonly afterDays?: number
  readonly afterWeeks?: number
  readonly stepDays?: number
  readonly targetDay?: number
  readonly infusionMinutes?: number
  readonly volumeMillilitres?: number
  /** Term code of the circumstances in which this amount holds. */
  readonly when?: string
  /** Term code of what the amount limits ("TOTAL_STARTING_DOSE"). */
  readonly appliesTo?: string
  /** Population code. */
  readonly population?: string
  /** A body other than the guideline that set the amount ("WHO"). */
  readonly statedBy?: string
  /** Term codes. */
  readonly notes?: readonly string[]
}

export interface Concentration {
  readonly analyte?: string
  readonly min: number
  readonly max: number
  readonly unit: string
}

export interface Alternative {
  /** Generic name (`drug`), or the term code of a group of drugs (`group`). */
  readonly kind: 'drug' | 'group'
  readonly name: string
  /** Term code of the circumstances in which it is an alternative. */
  readonly when?: string
}

/** Doses that people with this result took in studies: information, no instruction. */
export interface DoseObservation {
  readonly kind: 'TITRATED' | 'TOLERATED' | 'SEEN'
  readonly factors?: readonly number[]
  readonly drug?: string
  readonly genotype?: string
  readonly activityScore?: string
  readonly people?: number
  readonly share?: number
  readonly value?: number
  readonly unit?: string
  readonly per?: string
  readonly everyDays?: number
  readonly residualActivityPercent?: number
  /** Term codes. */
  readonly notes?: readonly string[]
}

/** What a row says to do; `conditions` of a row have the same shape and hold only under their condition. */
export interface Directive {
  readonly actions: readonly Action[]
  readonly doseChanges: readonly DoseChange[]
  readonly dosePhase?: DosePhase
  readonly doses: readonly Dose[]
  readonly timesPerWeek?: number
  readonly targetConcentration?: Concentration
  readonly alternatives: readonly Alternative[]
  /** Drugs that carry the same problem. */
  readonly avoidAlternatives: readonly string[]
  /** Term codes: what an alternative must be like. */
  readonly alternativeCriteria: readonly string[]
  /** Term codes. */
  readonly monitoring: readonly string[]
  /** Days after the start on which to monitor, from – to. */
  readonly monitoringDays?: readonly number[]
  /** Term codes: everything a source adds in words, one code per thought. */
  readonly tags: readonly string[]
  readonly observations: readonly DoseObservation[]
}

export interface Condition extends Directive {
  /** `exception`: the row does not hold then. `also`: holds together with the row, without a condition. */
  readonly kind: 'if' | 'exception' | 'phase' | 'also'
  /** Term code; absent for `also`. */
  readonly when?: string
  /** Steps in their order, where the source gives one. */
  readonly order?: number
  readonly afterDays?: number
}

export interface Implication {
  readonly gene: string
  readonly category: string
  readonly effect: string
}

/** What one gene must show for a row to be found. Texts are compared exactly. */
export interface RowKey {
  readonly type: LookupKeyType
  /** "Poor Metabolizer", "≥3.0", "*57:01 positive", "*1/*3", or "No Result". */
  readonly value: string
}

export const STRENGTHS = ['strong', 'moderate', 'optional', 'none'] as const

export type Strength = (typeof STRENGTHS)[number]

export interface GuidelineRow extends Directive {
  /** Ours: stable within a release. */
  readonly id: string
  /** "general", or the code of a population in `Knowledge.populations`. */
  readonly population: string
  /** The subgroup as the FDA's table names it; a label, no condition. */
  readonly subgroup?: string
  readonly genes: readonly string[]
  /** Each entry is aligned with `genes`; the row matches when one entry matches entirely. */
  readonly keys: readonly (readonly RowKey[])[]
  /** The source's ids, aligned with `keys`. */
  readonly sourceIds: readonly (string | undefined)[]
  /** As the source grades it; absent where it does not grade. */
  readonly strength?: Strength
  readonly conditions: readonly Condition[]
  readonly implications: readonly Implication[]
  /** Of several genes, those whose result decides this row. */
  readonly decidingGenes: readonly string[]
  /** Term codes of the standard dose this row presumes. */
  readonly presumes: readonly string[]
  readonly steadyStateWeeks?: { readonly min: number; readonly max: number }
  /** Measured change of exposure, percent above normal. */
  readonly exposureChange?: { readonly aucPercent?: number; readonly peakPercent?: number }
  /** The source's own marks; absent where the source sets none. */
  readonly flags?: {
    readonly dosingInformation: boolean
    readonly alternateDrugAvailable: boolean
    readonly otherPrescribingGuidance: boolean
  }
  readonly provenance: Provenance
}

export interface Guideline {
  /** ClinPGx accession, or ours. Shared by all drugs of one publication: unique only together with `drug`. */
  readonly id: string
  readonly source: Source
  readonly kind: 'guideline' | 'label' | 'association'
  readonly drug: string
  /** Genes by which its rows are found. */
  readonly genes: readonly string[]
  /** Genes it also speaks of, without rows. */
  readonly otherGenes: readonly string[]
  readonly url?: string
  /** The publisher's own pages. */
  readonly publisherUrls: readonly string[]
  readonly pmids: readonly string[]
  readonly year?: number
  /** Section 1–3 of the FDA's table of pharmacogenetic associations; 3 is pharmacokinetics only. */
  readonly tableSection?: number
  /** ISO date of the data the rows were read from. */
  readonly dataDate: string
  readonly licence: string
  /** Id of a dose algorithm; such a guideline computes instead of being looked up. */
  readonly algorithm?: string
  readonly rows: readonly GuidelineRow[]
  /** Term codes. */
  readonly notes: readonly string[]
  readonly provenance: Provenance
}

/** A code of the guidelines in words, for people who prescribe and in plain words for people who take. */
export interface Term {
  readonly code: string
  readonly clinician: string
  readonly plain: string
  /** Says nothing that changes what to do (an explanation, a remark on the source). */
  readonly informative: boolean
  /** When this is a circumstance: the facts that decide it, if facts we know can. */
  readonly test?: FactTest
  /** When this is a circumstance that results of genes decide. */
  readonly genes?: GeneTest
}

/** A fact about a person or a question, by name: "ageYears", "weightKg", "indication" … */
export type FactTest =
  | {
      readonly fact: string
      readonly atLeast?: number
      readonly atMost?: number
      readonly above?: number
      readonly below?: number
      readonly oneOf?: readonly (string | boolean)[]
      /** Codes too broad to decide it: whoever states one has not said enough. */
      readonly undecidedBy?: readonly string[]
    }
  | { readonly all: readonly FactTest[] }
  | { readonly any: readonly FactTest[] }
  | { readonly not: FactTest }

/** A fact that some circumstance, population or dose model asks for, in words. */
export interface FactDescription {
  readonly name: string
  readonly clinician: string
  readonly plain: string
  readonly unit?: string
  /** Its codes in words, where it has codes. */
  readonly codes: Readonly<Record<string, { readonly clinician: string; readonly plain: string }>>
  /** Follows from the medicines taken now: how strongly they act on this gene's product. */
  readonly medicines?: { readonly gene: string; readonly role: Interaction['role'] }
}

/** A phenotype that a source's guidelines read as another one where they do not list it. */
export interface PhenotypeAlias {
  readonly source: Source
  readonly gene: string
  readonly phenotype: string
  readonly readAs: string
  /** Where the rule comes from, in words. */
  readonly rule: string
  readonly provenance: Provenance
}

/** A group of people for whom a source writes its own rows. */
export interface Population {
  readonly code: string
  readonly clinician: string
  readonly plain: string
  /** Absent: no fact we know of decides it, a person must. */
  readonly test?: FactTest
}

/** An inhibitor or inducer of one gene's product. */
export interface Interaction {
  readonly gene: string
  /** What the source's table calls the protein, where that is not the gene ("OATP1B1"). */
  readonly target?: string
  readonly drug: string
  readonly rxnorm?: string
  /** All must be taken together, when the row is about a fixed combination. */
  readonly ingredients: readonly { readonly name: string; readonly rxnorm?: string }[]
  readonly role: 'inhibitor' | 'inducer'
  readonly strength?: InteractionStrength
  /** What the activity score is multiplied with; only where a guideline states it. */
  readonly factor?: number
  /** Days after the last dose for which it still acts, where a source says so. */
  readonly washoutDays?: number
  /** Drugs the row is about, when it is not about all that the gene's product handles. */
  readonly affects: readonly string[]
  readonly notAffected: readonly string[]
  /** What a label says of taking the two together. */
  readonly action?: Action
  readonly doseChange?: DoseChange
  /** Term codes. */
  readonly notes: readonly string[]
  readonly citations: readonly Citation[]
  readonly confidence: 'high' | 'medium' | 'low'
  readonly provenance: Provenance
  /** Some RxNorm ids were written from memory and not checked. */
  readonly rxnormProvenance: Provenance
}

export type InteractionStrength = 'strong' | 'moderate' | 'weak'

export interface Citation {
  readonly id: string
  readonly title: string
  readonly url?: string
}

/** How the inhibitors of a gene change its activity score, and for how long. */
export interface PhenoconversionRule {
  readonly gene: string
  readonly method: 'activity-score-factor'
  readonly factors: Readonly<Record<InteractionStrength, number>>
  /** Phenotypes by score without the gaps between the scores that alleles can add up to. */
  readonly ranges: readonly {
    readonly above?: number
    readonly atLeast?: number
    readonly below?: number
    readonly atMost?: number
    readonly phenotype: string
  }[]
  /** Days from the first dose until the effect is complete, and from the last dose until it is gone. */
  readonly onsetDays: number
  readonly washoutDays: number
  /** Where the factors come from; ranges and windows are a curator's. */
  readonly provenance: Provenance
  readonly windowProvenance: Provenance
}

/** How sure the steps and coefficients of an algorithm are; only what is confirmed computes anything. */
export type AlgorithmStatus = 'confirmed' | 'related-lineage' | 'single-source' | 'unresolved'

interface AlgorithmBase {
  readonly id: string
  readonly drug: string
  readonly title: string
  readonly status: AlgorithmStatus
  readonly citations: readonly Citation[]
  readonly provenance: Provenance
}

/** An input by the name of its fact. A medicine that decides it is looked for in the history. */
export interface AlgorithmInput {
  readonly name: string
  /** What absence means in the publication; without it the input must be stated. */
  readonly whenAbsent?: string | number | boolean
  readonly medicines: readonly string[]
}

/** One summand: a number, times something measured, per copy of an allele, or when something holds. */
export interface AlgorithmTerm {
  readonly id: string
  readonly value: number
  /** Multiplied with this fact, or with a quantity derived from facts (`ageDecades`, `bodySurface`). */
  readonly times?: string
  readonly perCopy?: { readonly gene: string; readonly allele: string }
  readonly diplotype?: { readonly gene: string; readonly alleles: readonly string[] }
  /** Counts when this gene has no result. */
  readonly withoutResult?: string
  readonly when?: FactTest
}

/** A dose as a sum of terms. */
export interface LinearDoseAlgorithm extends AlgorithmBase {
  readonly kind: 'linear'
  readonly output: { readonly transform: 'square' | 'exp'; readonly unit: string; readonly per: 'day' | 'week' }
  readonly inputs: readonly AlgorithmInput[]
  /** Outside of this nobody validated it. */
  readonly validFor?: FactTest
  /** Alleles the model knows, by gene; a diplotype with any other is not computed. */
  readonly alleles: Readonly<Record<string, readonly string[]>>
  readonly terms: readonly AlgorithmTerm[]
}

/** What a step of a dose flow may ask of a person's genes. */
export type GeneTest =
  | { readonly phenotype: { readonly gene: string; readonly oneOf: readonly string[] } }
  /** Exactly so many copies of these alleles together. */
  | { readonly copies: { readonly gene: string; readonly alleles: readonly string[]; readonly count: number } }
  /** At least one copy carries this base, by evidence or by the definition of a named allele. */
  | { readonly base: { readonly gene: string; readonly rsid: string; readonly base: string } }
  /** None of these alleles was left open by missing positions. */
  | { readonly excluded: { readonly gene: string; readonly alleles: readonly string[] } }
  | { readonly all: readonly GeneTest[] }
  | { readonly any: readonly GeneTest[] }
  | { readonly not: GeneTest }

export interface DoseFlowStep {
  readonly id: string
  /** Term code of the circumstances in words. */
  readonly when?: string
  readonly test?: GeneTest
  /** Algorithms to compute the dose with. */
  readonly calculate: readonly string[]
  readonly actions: readonly Action[]
  readonly doseChange?: DoseChange
  /** Term codes. */
  readonly tags: readonly string[]
  readonly strength?: Strength
  readonly strengthStatus?: AlgorithmStatus
  readonly status: AlgorithmStatus
}

/** A guideline that is a sequence of steps instead of a table. */
export interface DoseFlow extends AlgorithmBase {
  readonly kind: 'flow'
  /** People it is for; outside of them nothing is confirmed. */
  readonly validFor: FactTest
  /** Genes without which nothing is computed; others of the guideline refine it. */
  readonly needs: readonly string[]
  /** Alleles that enter a calculation as reference, because a step of their own speaks of them. */
  readonly readAsReference: Readonly<
    Record<string, { readonly alleles: readonly string[]; readonly reference: string }>
  >
  readonly branches: readonly {
    readonly id: string
    /** Term code of the people in words. */
    readonly people: string
    readonly test: FactTest
    readonly steps: readonly DoseFlowStep[]
  }[]
  /** Parts of the publication that are switched off, with the reason. */
  readonly switchedOff: readonly { readonly part: string; readonly status: AlgorithmStatus }[]
}

export type DoseAlgorithm = LinearDoseAlgorithm | DoseFlow

export interface Knowledge {
  /**
   * SNOMED CT concept → ICD-10-CM codes. No part of the release: whoever runs the service supplies it, because it is
   * licensed.
   */
  readonly conditionMap?: ReadonlyMap<string, readonly string[]>
  /** Content hash over all files of the release: same version, same answers. */
  readonly version: string
  /** Human name of the release, e.g. "2026-11". */
  readonly release: string
  /** ISO date from which the release counts. */
  readonly date: string
  readonly sources: ReadonlyMap<string, KnowledgeSource>
  readonly genes: ReadonlyMap<string, Gene>
  /** By generic name. */
  readonly drugs: ReadonlyMap<string, Drug>
  /** By generic drug name. */
  readonly guidelines: ReadonlyMap<string, readonly Guideline[]>
  /** By gene symbol. */
  readonly interactions: ReadonlyMap<string, readonly Interaction[]>
  /** By gene symbol: only genes whose guidelines state how inhibitors count. */
  readonly phenoconversion: ReadonlyMap<string, PhenoconversionRule>
  /** By code. */
  readonly terms: ReadonlyMap<string, Term>
  /** By code. */
  readonly populations: ReadonlyMap<string, Population>
  /** By name; absent in releases that do not describe them. */
  readonly facts?: ReadonlyMap<string, FactDescription>
  /** Absent in releases that state none. */
  readonly aliases?: readonly PhenotypeAlias[]
  /** By id. */
  readonly algorithms: ReadonlyMap<string, DoseAlgorithm>
  /** What choosing between medicines rests on; absent in releases that do not speak of it. */
  readonly options?: OptionKnowledge
}
