import type { OutsideCall } from './diplotype/gene-call.js'
import { normaliseOutsideCall, type OutsideCallProblem } from './diplotype/normalise-outside-call.js'
import { phenotypesOf } from './diplotype/outside-phenotype.js'
import type { Gene } from './knowledge.js'
import { outsidePhenotype } from './phenotype/diplotype-phenotype.js'

/** Why a result that somebody states cannot be meant. */
export interface StatedProblem {
  readonly reason: OutsideCallProblem | 'CONTRADICTORY_RESULT'
  /** The field that is wrong. */
  readonly field: 'diplotype' | 'phenotype' | 'activityScore'
  /** What the field takes, where that is a list one can read. */
  readonly accepted: readonly string[]
}

/** Longer lists of alleles are for the gene's own page. */
const MOST_ACCEPTED = 60

/**
 * Checks one stated result: alleles and words that the gene has, as many alleles as a person can have, and a phenotype or
 * score that its own diplotype predicts. A laboratory's outside call may contradict its diplotype, which is then noted;
 * a question that contradicts itself has no answer.
 */
export function statedProblem(stated: OutsideCall, gene: Gene): StatedProblem | undefined {
  const { call, diplotype, problem } = normaliseOutsideCall(stated, gene)
  if (problem !== undefined) return { reason: problem, field: FIELDS[problem], accepted: acceptedFor(problem, gene) }
  if (diplotype === undefined) return undefined
  const { predicted } = outsidePhenotype(gene, call, diplotype)
  if (predicted === undefined) return undefined
  const isPhenotype = call.phenotype !== undefined && !predicted.phenotypes.includes(call.phenotype)
  const field = isPhenotype ? 'phenotype' : 'activityScore'
  const accepted = isPhenotype ? predicted.phenotypes : [predicted.activityScore ?? []].flat()
  return { reason: 'CONTRADICTORY_RESULT', field, accepted }
}

const FIELDS = {
  UNKNOWN_ALLELE: 'diplotype',
  WRONG_NUMBER_OF_ALLELES: 'diplotype',
  UNKNOWN_PHENOTYPE: 'phenotype',
  NO_ACTIVITY_SCORE: 'activityScore',
} as const satisfies Record<OutsideCallProblem, StatedProblem['field']>

function acceptedFor(problem: OutsideCallProblem, gene: Gene): readonly string[] {
  if (problem === 'UNKNOWN_PHENOTYPE') return phenotypesOf(gene)
  if (problem !== 'UNKNOWN_ALLELE') return []
  const names = gene.alleles.filter(({ core }) => core === undefined).map(({ name }) => name)
  return names.length > MOST_ACCEPTED ? [] : names
}
