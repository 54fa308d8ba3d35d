import { byScoreThenName, diplotypeLabel } from '../../src/domain/diplotype/diplotype.js'
import type { Diplotype, GeneCall } from '../../src/domain/diplotype/gene-call.js'
import { compareDiplotypesByFunction } from '../../src/domain/diplotype/lowest-function.js'
import type { Gene } from '../../src/domain/knowledge.js'
import type { DiplotypePhenotype, GenePhenotype } from '../../src/domain/phenotype/gene-phenotype.js'
import type { SampleRun } from './run-sample.js'

/** One gene of a run, in the terms of the suite: matcher result, source diplotypes, recommendation diplotypes. */
export interface GeneAnswer {
  readonly gene: Gene
  readonly call: GeneCall
  readonly phenotype: GenePhenotype
  /** What the matcher returned, in its order; with all candidates those of lower score follow. */
  readonly matched: readonly Diplotype[]
  /** The source diplotypes as labelled. */
  readonly labels: readonly string[]
  /** What is printed for the gene: its labels, or the bases of the position that stands in for them. */
  readonly displayed: readonly string[]
  readonly names: readonly string[]
  readonly source: readonly DiplotypePhenotype[]
  /** What guidelines are asked for. */
  readonly looked: readonly DiplotypePhenotype[]
  readonly run: SampleRun
}

export function geneAnswer(run: SampleRun, symbol: string, topOnly: boolean): GeneAnswer | undefined {
  const gene = run.knowledge.genes.get(symbol)
  const call = run.calls.get(symbol)
  const phenotype = run.phenotypes.get(symbol)
  if (gene === undefined || call === undefined || phenotype === undefined) return undefined
  const described = describe(gene, call, phenotype, topOnly)
  return { gene, call, phenotype, ...described, displayed: displayed(gene, call, described.labels), run }
}

function describe(
  gene: Gene,
  call: GeneCall,
  phenotype: GenePhenotype,
  topOnly: boolean,
): Pick<GeneAnswer, 'matched' | 'labels' | 'names' | 'source' | 'looked'> {
  const results = topOnly ? phenotype.results : [...phenotype.results, ...phenotype.otherResults]
  const looked = lookedUp(gene, results)
  if (call.status === 'not-called') return { matched: [], labels: [], names: [], source: [], looked }
  if (call.alleles !== undefined) {
    // Unphased: the tool lists alleles and no diplotype; the pairings we add are its lookup and its alternatives.
    const listed = [...new Set(call.alleles)]
    return { matched: [], labels: listed, names: listed, source: results, looked }
  }
  const matched =
    call.origin === 'outside'
      ? []
      : topOnly
        ? call.diplotypes
        : [...call.diplotypes, ...call.otherDiplotypes].toSorted(byScoreThenName)
  const labels = results.map(result => resultLabel(gene, result))
  const names = results.flatMap(({ diplotype }) => diplotype?.name ?? [])
  return { matched, labels, names, source: results, looked }
}

function displayed(gene: Gene, call: GeneCall, labels: readonly string[]): readonly string[] {
  if (call.status === 'called' || call.fallback === undefined) return labels
  const position = gene.positions.find(({ index }) => index === gene.matching.fallback?.position)
  const bases = position === undefined ? [] : (call.evidence[position.index]?.slots ?? [])
  return [
    bases
      .map(base => `${position?.rsid} ${base}`)
      .toSorted()
      .join('/'),
  ]
}

export function resultLabel(gene: Gene, { diplotype, phenotypes, activityScore }: DiplotypePhenotype): string {
  if (diplotype !== undefined) return diplotypeLabel(gene, diplotype)
  const [phenotype] = phenotypes
  if (phenotype === undefined) return activityScore ?? ''
  return activityScore === undefined || activityScore === 'n/a' ? phenotype : `${phenotype} (${activityScore})`
}

/**
 * Of a lowest-function gene the tool looks up one diplotype: the one of lowest function among those that phase sets
 * leave open. We answer for each of them; the comparison takes the one that it would take.
 */
function lookedUp(gene: Gene, results: readonly DiplotypePhenotype[]): readonly DiplotypePhenotype[] {
  if (gene.callingRule !== 'lowest-function') return results
  const [lowest] = results.toSorted((a, b) =>
    a.lookupDiplotype === undefined || b.lookupDiplotype === undefined
      ? 0
      : compareDiplotypesByFunction(gene, a.lookupDiplotype, b.lookupDiplotype),
  )
  return lowest === undefined ? [] : [lowest]
}
