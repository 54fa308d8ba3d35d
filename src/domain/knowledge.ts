/**
 * What facts look like once `knowledge/` has read and checked `data/`. Everything is frozen and plain;
 * nothing here knows which gene or drug it describes.
 */
export type Assembly = 'GRCh38' | 'GRCh37'

export const ASSEMBLIES: readonly Assembly[] = ['GRCh38', 'GRCh37']

/** How sure we are of a fact: read in a source, or from a curator's memory and not yet checked by a second person. */
export interface Provenance {
  /** Id of an entry in `Knowledge.sources`. */
  readonly source: string
  readonly basis: 'source-row' | 'inferred' | 'curator-knowledge'
  /** False until a person has compared the row with its source. */
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
  /** Activity value as text ("0.25", "≥3.0", "n/a"): compared as text, never parsed for a lookup. */
  readonly activityValue?: string
  readonly structural?: { readonly type: string; readonly base?: string; readonly copies?: string; readonly components?: readonly string[] }
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
      readonly rules: readonly { readonly functions: readonly string[]; readonly phenotype: string; readonly reviewed: boolean }[]
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
  readonly linkedPair?: { readonly causal: number; readonly tag: number; readonly both: string; readonly causalOnly: string }
  /** Alleles that never take part in combinations, by name. */
  readonly noCombination: readonly string[]
  /** Functions ranked worst first, for genes where only the worst allele per chromosome counts but no activity value exists. */
  readonly worstFunctions: readonly string[]
}

export interface Gene {
  readonly symbol: string
  readonly name?: string
  /** `core` genes are always answered; `extended` genes are shown on request. */
  readonly tier: 'core' | 'extended'
  readonly chromosome: string
  readonly strand: '+' | '-'
  readonly region?: { readonly GRCh38?: { readonly start: number; readonly end: number }; readonly GRCh37?: { readonly start: number; readonly end: number } }
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
  /** Reference bases that differ between assemblies and the like, in our own words. */
  readonly notes: readonly string[]
  readonly provenance: Provenance
}

export interface Brand {
  readonly name: string
  readonly provenance: Provenance
}

export interface DrugGenePair {
  readonly gene: string
  readonly cpicLevel?: string
  readonly cpicStatus?: string
  readonly clinpgxLevel?: string
  readonly fdaTesting?: string
}

export interface Drug {
  /** Generic name, lower case, unique. */
  readonly name: string
  readonly rxnorm?: string
  readonly atc: readonly string[]
  readonly clinpgxId?: string
  readonly brands: readonly Brand[]
  readonly synonyms: readonly string[]
  /** Names of single drugs, when this is a combination product. */
  readonly ingredients: readonly string[]
  readonly pairs: readonly DrugGenePair[]
  readonly provenance: Provenance
}

export type Source = 'CPIC' | 'DPWG' | 'FDA'

export const SOURCES: readonly Source[] = ['CPIC', 'DPWG', 'FDA']

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

/** An amount with its unit, exactly as the source states it. */
export interface Dose {
  readonly value?: number
  readonly min?: number
  readonly max?: number
  readonly unit: string
  readonly per?: string
  /** Anything the numbers alone do not carry, as short coded text (e.g. "from day 5"). */
  readonly qualifier?: string
}

export interface DoseFactor {
  /** 1 = standard dose. */
  readonly min?: number
  readonly max?: number
  readonly of?: string
}

/** What a row says to do; `condition` parts of a row have the same shape and hold only under their condition. */
export interface Directive {
  readonly actions: readonly Action[]
  readonly doseFactor?: DoseFactor
  readonly dosePhase?: string
  readonly startDose?: Dose
  readonly targetDose?: Dose
  readonly maxDose: readonly Dose[]
  readonly alternatives: readonly string[]
  readonly avoidAlternatives: readonly string[]
  readonly monitoring: readonly string[]
  readonly tags: readonly string[]
}

export interface Condition extends Directive {
  readonly kind: 'if' | 'exception'
  readonly when: string
}

export interface Implication {
  readonly gene: string
  readonly category: string
  readonly effect: string
}

export interface GuidelineRow extends Directive {
  /** Ours: stable within a release. */
  readonly id: string
  /** "general", or the population the source names. */
  readonly population: string
  readonly genes: readonly string[]
  /** Aligned with `genes`. */
  readonly keyTypes: readonly LookupKeyType[]
  /** Each entry is aligned with `genes`; the row matches when one entry matches entirely. */
  readonly keys: readonly (readonly string[])[]
  /** The source's ids, aligned with `keys`. */
  readonly sourceIds: readonly (string | undefined)[]
  readonly strength?: 'strong' | 'moderate' | 'optional' | 'none'
  readonly conditions: readonly Condition[]
  readonly implications: readonly Implication[]
  readonly provenance: Provenance
}

export interface Guideline {
  /** ClinPGx accession, or ours. */
  readonly id: string
  readonly source: Source
  readonly kind: 'guideline' | 'label' | 'association'
  readonly drug: string
  readonly genes: readonly string[]
  readonly url?: string
  readonly pmids: readonly string[]
  readonly year?: number
  /** ISO date of the data the rows were read from. */
  readonly dataDate: string
  readonly licence: string
  /** Name of a dose algorithm; such a guideline computes instead of being looked up. */
  readonly algorithm?: string
  readonly rows: readonly GuidelineRow[]
}

/** An inhibitor or inducer of one gene's product. */
export interface Interaction {
  readonly gene: string
  readonly drug: string
  readonly rxnorm?: string
  readonly role: 'inhibitor' | 'inducer'
  readonly strength?: 'strong' | 'moderate' | 'weak'
  /** What the activity score is multiplied with; only where a guideline states it. */
  readonly factor?: number
  readonly provenance: Provenance
}

export interface Knowledge {
  /** Content hash over all files of the release: same version, same answers. */
  readonly version: string
  /** Human name of the release, e.g. "2026-11". */
  readonly release: string
  readonly sources: ReadonlyMap<string, KnowledgeSource>
  readonly genes: ReadonlyMap<string, Gene>
  /** By generic name. */
  readonly drugs: ReadonlyMap<string, Drug>
  /** By generic drug name. */
  readonly guidelines: ReadonlyMap<string, readonly Guideline[]>
  /** By gene symbol. */
  readonly interactions: ReadonlyMap<string, readonly Interaction[]>
}
