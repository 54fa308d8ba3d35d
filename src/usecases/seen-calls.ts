import type { GeneCall } from '../domain/diplotype/gene-call.js'
import type { Knowledge } from '../domain/knowledge.js'
import type { GenePhenotype } from '../domain/phenotype/gene-phenotype.js'
import type { DrugAdvice } from '../domain/recommendation/advice.js'
import type { Sight, WithheldReason } from './decide.js'
import type { Sample } from './records.js'

/** A result that its reader may not see. It has no results, and says why: it is not a gene that nobody tested. */
export interface WithheldResult {
  readonly gene: string
  readonly withheld: WithheldReason
  readonly results: readonly []
  readonly otherResults: readonly []
  readonly robust: false
}

export type SeenResult = GenePhenotype | WithheldResult

export function withheldResult(gene: string, withheld: WithheldReason): WithheldResult {
  return { gene, withheld, results: [], otherResults: [], robust: false }
}

const NONE: ReadonlyMap<string, WithheldReason> = new Map()

/**
 * Genes of a sample whose results the actor may not see: all of them where summaries are withheld, those that also speak of
 * the risk of a disease where that is, and those that the laboratory has not released (C5). Without a sample the first two
 * hold all the same, so that their absence tells nothing.
 */
export function withheldGenes(
  { withheld, partly }: Sight,
  sample: Sample | undefined,
  knowledge: Knowledge,
): ReadonlyMap<string, WithheldReason> {
  const summary = withheld.get('GENOMIC_SUMMARY')
  const restricted = withheld.get('RESTRICTED')
  const onlyReleased = partly.get('GENOMIC_SUMMARY') === 'RELEASED' && sample !== undefined
  if (summary === undefined && restricted === undefined && !onlyReleased) return NONE
  const held = new Set(onlyReleased ? sample.heldGenes.map(({ gene }) => gene) : [])
  const isUnreleased = onlyReleased && sample.releasedAt === undefined
  return new Map(
    [...knowledge.genes.values()].flatMap(gene => {
      const reason =
        summary ??
        (gene.restricted ? restricted : undefined) ??
        (isUnreleased || held.has(gene.symbol) ? 'NOT_RELEASED' : undefined)
      return reason === undefined ? [] : [[gene.symbol, reason] as const]
    }),
  )
}

/** Why the actor may not see what stands in the file of a sample; undefined when they may. */
export function withheldEvidence({ withheld, partly }: Sight, sample: Sample | undefined): WithheldReason | undefined {
  const isUnreleased = partly.get('GENOMIC_RAW') === 'RELEASED' && sample?.releasedAt === undefined
  return withheld.get('GENOMIC_RAW') ?? (isUnreleased ? 'NOT_RELEASED' : undefined)
}

/** The call as it may leave: without what stands in the file, and saying so. */
export function withoutEvidence<T extends { readonly call: GeneCall }>(of: T, reason: WithheldReason | undefined): T {
  return reason === undefined ? of : { ...of, call: { ...of.call, evidence: [], withheldEvidence: reason } }
}

/** The advice as it may leave: it rests on what stands in the file, but does not show it. */
export function seenAdvice(advice: DrugAdvice, reason: WithheldReason | undefined): DrugAdvice {
  if (reason === undefined) return advice
  return { ...advice, phenotypes: advice.phenotypes.map(phenotype => withoutEvidence(phenotype, reason)) }
}

/** The sample that advice rests on: the newest; for whoever sees released results only, the newest of those. */
export function sampleForAdvice({ partly }: Sight, newestFirst: readonly Sample[]): Sample | undefined {
  const released = newestFirst.find(({ releasedAt }) => releasedAt !== undefined)
  return partly.get('GENOMIC_SUMMARY') === 'RELEASED' ? (released ?? newestFirst[0]) : newestFirst[0]
}
