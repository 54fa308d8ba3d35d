import type { Diagnostic } from '../domain/diagnostics.js'
import type { OutsideCall } from '../domain/diplotype/gene-call.js'
import type { VariantTable } from '../domain/genotype/evidence.js'
import type { Gene, Knowledge } from '../domain/knowledge.js'
import { drugsByGene } from '../domain/recommendation/recommendations-for.js'
import { createCohort, type Cohort } from '../usecases/call-cohort.js'
import type { CallOptions } from './call-options.js'

/** Everything that printing needs, plain enough to be handed to a thread. */
export interface CallRun {
  readonly table: VariantTable
  readonly knowledge: Knowledge
  readonly outsideCalls: readonly OutsideCall[]
  /** Of the file and of the outside calls. */
  readonly diagnostics: readonly Diagnostic[]
  readonly options: CallOptions
}

/** Prints samples; what samples have in common is rendered once. */
export interface SampleFormat {
  /** Appends one sample; true when at least one of its genes was called. */
  append(sample: number, write: (bytes: Uint8Array) => void): boolean
}

export interface CalledCohort extends Cohort {
  /** Indices into `genes` of those that are shown. */
  readonly shown: readonly number[]
}

/** The genes that are shown, and those that a guideline asks for beside them. */
export function cohortOf(run: CallRun): CalledCohort {
  const { table, knowledge, outsideCalls, options } = run
  const all = [...knowledge.genes.values()]
  const isShown = (gene: Gene): boolean =>
    options.genes.length > 0 ? options.genes.includes(gene.symbol) : gene.tier === 'core' || options.allGenes
  const asked = drugsByGene(knowledge)
  const genes = all.filter(gene => isShown(gene) || (options.recommendations && asked.has(gene.symbol)))
  const cohort = createCohort(table, genes, outsideCalls, options)
  return { ...cohort, shown: genes.flatMap((gene, index) => (isShown(gene) ? [index] : [])) }
}
