import { compileGeneCaller, DEFAULT_CALL_OPTIONS, type GeneCaller } from './diplotype/call-gene.js'
import type { CallOptions } from './diplotype/gene-call.js'
import type { Gene } from './knowledge.js'
import { settlePartialGenotypes } from './settle-partial-genotypes.js'

/**
 * Compiles one gene for any number of samples. The function it returns is pure and depends on the evidence at the
 * gene's positions alone: a cohort may call each distinct pattern of evidence once.
 */
export function createGeneCaller(gene: Gene, options: CallOptions = DEFAULT_CALL_OPTIONS): GeneCaller {
  const call = compileGeneCaller(gene, options)
  const mustSettle = gene.callingRule === 'lowest-function' && !options.combinations
  return mustSettle ? settlePartialGenotypes(gene, call) : call
}
