import { haplotypeNamed, diplotypeOf } from '../diplotype/diplotype.js'
import type { CalledGene, Diplotype, GeneCall } from '../diplotype/gene-call.js'
import { DomainError } from '../errors.js'
import type { Gene, Knowledge } from '../knowledge.js'
import { oncePerTwo } from '../once-per.js'
import { diplotypePhenotype, outsidePhenotype } from './diplotype-phenotype.js'
import type { DiplotypePhenotype, GenePhenotype } from './gene-phenotype.js'

/** Predicted once for a call and a gene of a release: a call follows into every answer about its sample. */
const predictOnce = oncePerTwo(phenotypeOfCall)

/** Predicts the phenotype of a gene from its call, for every diplotype that the data allow. */
export function assignPhenotype(call: GeneCall, knowledge: Knowledge): GenePhenotype {
  const gene = knowledge.genes.get(call.gene)
  if (gene === undefined) throw new DomainError('UNKNOWN_GENE', `No data file describes ${call.gene}.`)
  return predictOnce(gene, call)
}

/** The same for a gene at hand. */
export function phenotypeOfCall(gene: Gene, call: GeneCall): GenePhenotype {
  if (call.status === 'not-called') {
    const results = call.fallback === undefined ? [] : [{ ...diplotypePhenotype(gene, call.fallback), inferred: true }]
    return { gene: call.gene, call, results, otherResults: [], robust: results.length > 0 }
  }
  const results = call.origin === 'outside' ? outsideResults(gene, call) : ofDiplotypes(gene, call, call.diplotypes)
  const otherResults = ofDiplotypes(gene, call, call.otherDiplotypes)
  return { gene: call.gene, call, results, otherResults, robust: agree([...results, ...otherResults]) }
}

/** Unphased lists are pairings of worst alleles by construction; more than two listed alleles make the pair inferred. */
function ofDiplotypes(gene: Gene, call: CalledGene, diplotypes: readonly Diplotype[]): readonly DiplotypePhenotype[] {
  const listed = call.alleles?.length ?? 0
  return diplotypes.map(diplotype => {
    const result = diplotypePhenotype(gene, diplotype)
    return listed > 2 ? { ...result, inferred: true } : result
  })
}

function outsideResults(gene: Gene, call: CalledGene): readonly DiplotypePhenotype[] {
  return (call.outside ?? []).map(outside => {
    const diplotype =
      outside.diplotype === undefined
        ? undefined
        : (call.diplotypes.find(({ name }) => name === outside.diplotype) ?? diplotypeNamed(gene, outside.diplotype))
    return outsidePhenotype(gene, outside, diplotype)
  })
}

function diplotypeNamed(gene: Gene, name: string): Diplotype {
  return diplotypeOf(
    name.split('/').map(part => haplotypeNamed(part, gene)),
    0,
  )
}

/** All results ask guidelines the same; genes without lookup keys agree when they name the same diplotype. */
function agree(results: readonly DiplotypePhenotype[]): boolean {
  const asked = results.map(({ lookupKeys, phenotypes, lookupDiplotype }) =>
    lookupKeys.length > 0 ? lookupKeys.join('\n') : [...phenotypes, lookupDiplotype?.name ?? ''].join('\n'),
  )
  return results.length > 0 && new Set(asked).size === 1
}
