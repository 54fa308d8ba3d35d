import type { Gene, Knowledge } from '../knowledge.js'
import type { ConvertedPhenotype, Influence } from '../phenoconversion/converted-phenotype.js'
import type { GenePhenotype } from '../phenotype/gene-phenotype.js'
import type { GeneOption } from './gene-options.js'

/** What would decide between several possible results: phasing, positions not read, a diplotype, or a medicine's effect. */
export function settlingFacts(
  options: ReadonlyMap<string, readonly GeneOption[]>,
  phenotypes: ReadonlyMap<string, GenePhenotype | ConvertedPhenotype>,
  knowledge: Knowledge,
): readonly string[] {
  return [...options].flatMap(([symbol, choices]) => {
    const phenotype = phenotypes.get(symbol)
    if (choices.length < 2 || !phenotype) return []
    const effects = settlingEffects(symbol, phenotype)
    // Nothing in the genes is open where they allow one result and only a medicine makes two of it.
    const isOneResult = phenotype.results.length + phenotype.otherResults.length === 1
    return effects.length > 0 && isOneResult ? effects : [...effects, ...settlingResults(symbol, phenotype, knowledge)]
  })
}

function settlingResults(symbol: string, { call }: GenePhenotype, knowledge: Knowledge): readonly string[] {
  if (call.origin === 'outside') return [`diplotype of ${symbol}`]
  const gene = knowledge.genes.get(symbol)
  const missing = call.completeness.missing.map(index => `position ${placeOf(gene, index)} of ${symbol}`)
  const phasing = call.phased || call.effectivelyPhased ? [] : [`phasing of ${symbol}`]
  return [...phasing, ...missing]
}

const OPEN_EFFECTS: Readonly<Record<Influence['timing'], ((medicine: string, symbol: string) => string) | undefined>> =
  {
    FULL: undefined,
    BUILDING_UP: (medicine, symbol) => `onset of the effect of ${medicine} on ${symbol}`,
    WEARING_OFF: (medicine, symbol) => `end of the effect of ${medicine} on ${symbol}`,
    UNCERTAIN: medicine => `whether ${medicine} is taken`,
  }

/** A medicine that begins, ends or may not be taken leaves both results open, whatever the genes say. */
function settlingEffects(symbol: string, phenotype: GenePhenotype | ConvertedPhenotype): readonly string[] {
  if (!('influences' in phenotype)) return []
  const open = phenotype.influences.map(({ medicine, timing }) => OPEN_EFFECTS[timing]?.(medicine.name, symbol))
  return [...new Set(open.filter(text => text !== undefined))]
}

function placeOf(gene: Gene | undefined, index: number): string {
  const locus = gene?.positions[index]?.loci.GRCh38
  return gene && locus ? `${gene.chromosome}:${locus.position}` : String(index)
}
