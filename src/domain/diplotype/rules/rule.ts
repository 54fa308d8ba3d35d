import type { Assembly } from '../../knowledge.js'
import type { GeneGenotype } from '../../genotype/gene-genotype.js'
import type { AlleleTable } from '../allele-table.js'
import type { CallNote, CallOptions, Diplotype, NotCalledReason } from '../gene-call.js'

/** What a calling rule decides from: a gene's compiled definitions and what one sample carries there. */
export interface RuleInput {
  readonly table: AlleleTable
  readonly genotype: GeneGenotype
  readonly options: CallOptions
  readonly assembly: Assembly
}

export type RuleResult =
  | {
      readonly diplotypes: readonly Diplotype[]
      readonly otherDiplotypes: readonly Diplotype[]
      /** Unphased lowest-function genes: the alleles found, doubled when homozygous. */
      readonly alleles?: readonly string[]
      readonly notes: readonly CallNote[]
    }
  | { readonly reason: NotCalledReason; readonly notes: readonly CallNote[] }

/** A way to call a gene, named in its data (`callingRule`). */
export type CallingRule = (input: RuleInput) => RuleResult

export const notCalled = (reason: NotCalledReason, notes: readonly CallNote[] = []): RuleResult => ({ reason, notes })
