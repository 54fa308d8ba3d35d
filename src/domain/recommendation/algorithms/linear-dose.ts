import type { AlgorithmTerm, Citation, LinearDoseAlgorithm } from '../../knowledge.js'
import type { PatientFacts } from '../../history/patient-history.js'
import { evaluateFacts } from '../evaluate-facts.js'
import { quantity } from './quantities.js'

/** A person's alleles per gene of a model; a gene without a result is absent. */
export type AllelesByGene = ReadonlyMap<string, readonly string[]>

export interface DoseEstimate {
  readonly kind: 'estimate'
  readonly algorithm: string
  readonly title: string
  /** Weekly maintenance dose. Both ends differ where the publication leaves a formula open. */
  readonly weekly: { readonly min: number; readonly max: number }
  readonly unit: string
  /** Inputs nobody stated, with what the publication takes for them. */
  readonly assumed: readonly { readonly name: string; readonly value: string | number | boolean }[]
  readonly alleles: readonly { readonly gene: string; readonly alleles: readonly string[] }[]
  readonly citations: readonly Citation[]
}

/** Why a model gives no dose: an answer, not an error. */
export interface NoEstimate {
  readonly kind: 'no-estimate'
  readonly algorithm: string
  readonly title: string
  readonly reason:
    | 'MISSING_INPUT'
    | 'NOT_VALID_HERE'
    | 'ALLELE_NOT_MODELLED'
    | 'GENE_WITHOUT_RESULT'
    | 'SWITCHED_OFF'
    | 'NO_POSITIVE_DOSE'
  /** Facts, genes or alleles the reason is about. */
  readonly about: readonly string[]
}

/**
 * Computes a published dose model from stated facts and alleles. Nothing is guessed: an input that the publication does not
 * fill in, an allele it did not model or a person it is not valid for gives no dose, with the reason.
 */
export function estimateDose(
  algorithm: LinearDoseAlgorithm,
  stated: PatientFacts,
  alleles: AllelesByGene,
): DoseEstimate | NoEstimate {
  const refuse = (reason: NoEstimate['reason'], about: readonly string[]): NoEstimate => ({
    kind: 'no-estimate',
    algorithm: algorithm.id,
    title: algorithm.title,
    reason,
    about,
  })
  if (algorithm.status !== 'confirmed') return refuse('SWITCHED_OFF', [])
  const assumed = algorithm.inputs.flatMap(({ name, whenAbsent }) =>
    stated[name] === undefined && whenAbsent !== undefined ? [{ name, value: whenAbsent }] : [],
  )
  const facts: PatientFacts = { ...stated, ...Object.fromEntries(assumed.map(({ name, value }) => [name, value])) }
  const missing = algorithm.inputs.filter(({ name }) => facts[name] === undefined).map(({ name }) => name)
  if (missing.length > 0) return refuse('MISSING_INPUT', missing)
  if (algorithm.validFor && evaluateFacts(algorithm.validFor, facts).verdict !== 'holds')
    return refuse('NOT_VALID_HERE', [])
  const genes = Object.keys(algorithm.alleles)
  const strangers = genes.flatMap(gene =>
    (alleles.get(gene) ?? []).filter(allele => algorithm.alleles[gene]?.includes(allele) !== true),
  )
  if (strangers.length > 0) return refuse('ALLELE_NOT_MODELLED', strangers)
  const unknown = genes.filter(gene => !alleles.has(gene) && !algorithm.terms.some(term => term.withoutResult === gene))
  if (unknown.length > 0) return refuse('GENE_WITHOUT_RESULT', unknown)

  const sums = algorithm.terms.map(term => summands(term, facts, alleles)).reduce(everySum, [0])
  if (sums.some(sum => Number.isNaN(sum)))
    return refuse(
      'MISSING_INPUT',
      algorithm.inputs.map(({ name }) => name),
    )
  // A square root that is zero or negative has no dose; squaring it would invent one.
  if (algorithm.output.transform === 'square' && sums.some(sum => sum <= 0)) return refuse('NO_POSITIVE_DOSE', [])
  const perWeek = algorithm.output.per === 'day' ? 7 : 1
  const doses = sums.map(sum => perWeek * (algorithm.output.transform === 'square' ? sum ** 2 : Math.exp(sum)))
  return {
    kind: 'estimate',
    algorithm: algorithm.id,
    title: algorithm.title,
    weekly: { min: Math.min(...doses), max: Math.max(...doses) },
    unit: algorithm.output.unit,
    assumed,
    alleles: genes.flatMap(gene => (alleles.has(gene) ? [{ gene, alleles: alleles.get(gene) ?? [] }] : [])),
    citations: algorithm.citations,
  }
}

/** What a term adds; several values where a quantity has several published formulas. */
function summands(term: AlgorithmTerm, facts: PatientFacts, alleles: AllelesByGene): readonly number[] {
  const { value, times, perCopy, diplotype, withoutResult, when } = term
  if (when && evaluateFacts(when, facts).verdict !== 'holds') return [0]
  if (withoutResult !== undefined) return [alleles.has(withoutResult) ? 0 : value]
  if (diplotype) {
    const carried = alleles.get(diplotype.gene)?.toSorted().join('\n')
    return [carried === diplotype.alleles.toSorted().join('\n') ? value : 0]
  }
  if (perCopy) return [value * (alleles.get(perCopy.gene) ?? []).filter(allele => allele === perCopy.allele).length]
  return times === undefined ? [value] : quantity(times, facts).map(amount => value * amount)
}

function everySum(sums: readonly number[], values: readonly number[]): readonly number[] {
  return sums.flatMap(sum => values.map(value => sum + value))
}
