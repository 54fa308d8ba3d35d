import type { GeneCall, OutsideCall } from '../domain/diplotype/gene-call.js'
import { DomainError } from '../domain/errors.js'
import type { Knowledge } from '../domain/knowledge.js'
import { phenotypesFromStated } from '../domain/phenotypes-from-stated.js'
import { type StatedProblem, statedProblem } from '../domain/stated-problem.js'
import { requireOutsideCalls } from './input.js'

const MESSAGES = {
  UNKNOWN_ALLELE: 'names an allele that the gene does not have',
  WRONG_NUMBER_OF_ALLELES: 'has not as many alleles as a person has copies of the gene',
  UNKNOWN_PHENOTYPE: 'is none of the words that the gene has for its phenotypes',
  NO_ACTIVITY_SCORE: 'is no activity score of this gene',
  CONTRADICTORY_RESULT: 'contradicts what the stated diplotype predicts',
} as const satisfies Record<StatedProblem['reason'], string>

/**
 * Calls of results that are stated with a question. Only the genes that were stated: of all others there is no result,
 * which is another answer than a failed call. What cannot be meant is refused with the field, the reason and the words that
 * are accepted there.
 */
export function requireStatedCalls(results: readonly OutsideCall[], knowledge: Knowledge): readonly GeneCall[] {
  const stated = requireOutsideCalls(results, knowledge)
  const seen = new Set<string>()
  for (const [index, result] of stated.entries()) {
    const { gene } = result
    if (seen.has(gene)) {
      const details = { field: `stated[${index}]`, gene, reason: 'GENE_STATED_TWICE' }
      throw new DomainError('BAD_USER_INPUT', 'A gene may be stated once', details)
    }
    seen.add(gene)
    const known = knowledge.genes.get(gene)
    const problem = known && statedProblem(result, known)
    if (problem !== undefined) {
      const { reason, accepted } = problem
      const field = `stated[${index}].${problem.field}`
      throw new DomainError('BAD_USER_INPUT', `${field} ${MESSAGES[reason]}`, { field, gene, reason, accepted })
    }
  }
  return phenotypesFromStated(stated, knowledge).map(({ call }) => call)
}
