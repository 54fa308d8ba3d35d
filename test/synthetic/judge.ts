import type { GeneCall } from '../../src/domain/diplotype/gene-call.js'
import { compareNames } from '../../src/domain/diplotype/name-order.js'
import type { Gene } from '../../src/domain/knowledge.js'
import { phenotypeOfCall } from '../../src/domain/phenotype/assign-phenotype.js'

/**
 * `best`: the truth is among the best supported; `other`: among the others, and the call says that they differ where
 * they do; `said`: excluded by what is missing, and the call names it as not excluded; `not-called`: with a reason.
 */
export type Verdict = 'best' | 'other' | 'said' | 'not-called' | 'wrong'

export function judge(gene: Gene, call: GeneCall, truth: readonly string[]): Verdict {
  if (call.status === 'not-called') return 'not-called'
  const name = truth.toSorted(compareNames).join('/')
  if (call.diplotypes.some(diplotype => diplotype.name === name)) return 'best'
  if (call.otherDiplotypes.some(diplotype => diplotype.name === name))
    return saysThatItDiffers(gene, call, name) ? 'other' : 'wrong'
  return namesAsOpen(call, truth) ? 'said' : 'wrong'
}

function saysThatItDiffers(gene: Gene, call: GeneCall, truth: string): boolean {
  const { results, otherResults, robust } = phenotypeOfCall(gene, call)
  const keys = otherResults.find(({ diplotype }) => diplotype?.name === truth)?.lookupKeys.join()
  const differs = results.some(({ lookupKeys }) => lookupKeys.join() !== keys)
  return !differs || !robust
}

function namesAsOpen(call: Extract<GeneCall, { status: 'called' }>, truth: readonly string[]): boolean {
  const open = new Set(call.completeness.notExcluded)
  const listed = [...call.diplotypes, ...call.otherDiplotypes].flatMap(({ haplotypes }) => haplotypes)
  const named = new Set([...(call.alleles ?? []), ...listed.flatMap(({ alleles }) => alleles)])
  return truth.some(allele => open.has(allele)) && truth.every(allele => open.has(allele) || named.has(allele))
}
