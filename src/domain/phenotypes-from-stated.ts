import { applyOutsideCalls } from './apply-outside-calls.js'
import type { NotCalledGene, OutsideCall } from './diplotype/gene-call.js'
import { DomainError } from './errors.js'
import type { Gene, Knowledge } from './knowledge.js'
import { phenotypeOfCall } from './phenotype/assign-phenotype.js'
import type { GenePhenotype } from './phenotype/gene-phenotype.js'

/**
 * Phenotypes of results that somebody states without a file: they take the way of outside calls, so that an allele or a
 * phrase that the field does not know is refused here as there, as a gene that is not called, with the reason. Several
 * results of one gene are alternatives. A gene without data is `UNKNOWN_GENE`.
 */
export function phenotypesFromStated(stated: readonly OutsideCall[], knowledge: Knowledge): readonly GenePhenotype[] {
  const byGene = new Map<string, OutsideCall[]>()
  for (const call of stated) byGene.set(call.gene, [...(byGene.get(call.gene) ?? []), call])
  return [...byGene].map(([symbol, calls]) => {
    const gene = knowledge.genes.get(symbol)
    if (!gene) throw new DomainError('UNKNOWN_GENE', `No data file describes the gene "${symbol}".`, { gene: symbol })
    return phenotypeOfCall(gene, applyOutsideCalls(gene, calls, nothingRead(gene)))
  })
}

/** A call that rests on no file. */
function nothingRead(gene: Gene): NotCalledGene {
  return {
    gene: gene.symbol,
    status: 'not-called',
    reason: 'NO_DATA',
    origin: 'outside',
    evidence: [],
    completeness: {
      positions: 0,
      assayed: 0,
      missing: [],
      assumedReference: 0,
      notExcluded: [],
      ampTier1NotExcluded: [],
    },
    phased: false,
    effectivelyPhased: true,
    notes: [],
    seen: [],
  }
}
