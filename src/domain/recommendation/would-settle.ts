import type { Gene, Knowledge } from '../knowledge.js'
import type { GenePhenotype } from '../phenotype/gene-phenotype.js'
import type { GeneOption } from './gene-options.js'

/** What would decide between several possible results: phasing, the positions not read, or a measured score. */
export function settlingFacts(
  options: ReadonlyMap<string, readonly GeneOption[]>,
  phenotypes: ReadonlyMap<string, GenePhenotype>,
  knowledge: Knowledge,
): readonly string[] {
  return [...options].flatMap(([symbol, choices]) => {
    const call = phenotypes.get(symbol)?.call
    if (choices.length < 2 || !call) return []
    if (call.origin === 'outside') return [`diplotype of ${symbol}`]
    const gene = knowledge.genes.get(symbol)
    const missing = call.completeness.missing.map(index => `position ${placeOf(gene, index)} of ${symbol}`)
    const phasing = call.phased || call.effectivelyPhased ? [] : [`phasing of ${symbol}`]
    return [...phasing, ...missing]
  })
}

function placeOf(gene: Gene | undefined, index: number): string {
  const locus = gene?.positions[index]?.loci.GRCh38
  return gene && locus ? `${gene.chromosome}:${locus.position}` : String(index)
}
