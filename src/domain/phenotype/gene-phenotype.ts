import type { Diplotype, GeneCall } from '../diplotype/gene-call.js'

/** What one diplotype predicts, and by which phrases guidelines find it. */
export interface DiplotypePhenotype {
  readonly diplotype?: Diplotype
  /** What is looked up; differs from `diplotype` where only the worst allele per chromosome counts. */
  readonly lookupDiplotype?: Diplotype
  /** The looked-up diplotype was inferred, not called. */
  readonly inferred: boolean
  /** Function of each allele of the looked-up diplotype, in the source's words. */
  readonly functions: readonly string[]
  readonly activityValues?: readonly string[]
  /** Text such as "1.25", "≥3.0" or "n/a"; absent for genes without scores. */
  readonly activityScore?: string
  /** "Intermediate Metabolizer" …; several for allele-status genes ("*57:01 positive", "*58:01 negative"). */
  readonly phenotypes: readonly string[]
  /** Phrases by which guidelines are asked: phenotypes, scores or allele statuses, by the gene's lookup method. */
  readonly lookupKeys: readonly string[]
  /** An outside call stated something else than its own diplotype predicts: what the diplotype would have given. */
  readonly predicted?: { readonly phenotypes: readonly string[]; readonly activityScore?: string }
}

/** A gene's phenotype as predicted from its call. One entry per diplotype of the call, in the same order. */
export interface GenePhenotype {
  readonly gene: string
  readonly call: GeneCall
  /** For `call.diplotypes` (or what stands for them: an outside phenotype, a fallback position). Empty when not called. */
  readonly results: readonly DiplotypePhenotype[]
  /** For `call.otherDiplotypes`. */
  readonly otherResults: readonly DiplotypePhenotype[]
  /** All of both lists lead to the same lookup keys. */
  readonly robust: boolean
}
