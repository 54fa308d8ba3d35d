import type { CallNote, Diplotype } from '../domain/diplotype/gene-call.js'
import type { Assembly, Gene } from '../domain/knowledge.js'
import type { DiplotypePhenotype, GenePhenotype } from '../domain/phenotype/gene-phenotype.js'

/** One gene of one sample as the command line prints it; the field names are the contract of `--json`. */
export interface GeneResult {
  readonly status: 'called' | 'not-called'
  readonly reason?: string
  readonly diplotypes: readonly string[]
  readonly otherDiplotypes: readonly string[]
  readonly alleles?: readonly string[]
  /** Parallel to `diplotypes`; for a result without one (an outside phenotype, a deciding position) it stands alone. */
  readonly phenotypes: readonly string[]
  /** Parallel to `phenotypes`; null for genes without scores. */
  readonly activityScores: readonly string[] | null
  readonly robust: boolean
  readonly assumedReference: number
  readonly phased: boolean
  readonly missing: readonly string[]
  readonly notes: readonly string[]
}

export interface GeneResultOptions {
  readonly assembly: Assembly
  /** Every diplotype that the data allow stands in `diplotypes`, best supported first. */
  readonly allCandidates: boolean
}

/** Renames what the domain decided; decides nothing. */
export function toGeneResult(predicted: GenePhenotype, gene: Gene, options: GeneResultOptions): GeneResult {
  const { call } = predicted
  const called = call.status === 'called'
  const others = called ? call.otherDiplotypes : []
  const best = called ? call.diplotypes : []
  const results = options.allCandidates ? [...predicted.results, ...predicted.otherResults] : predicted.results
  return {
    status: call.status,
    reason: called ? undefined : call.reason,
    diplotypes: names(options.allCandidates ? [...best, ...others] : best),
    otherDiplotypes: options.allCandidates ? [] : names(others),
    alleles: called ? call.alleles : undefined,
    phenotypes: results.map(phenotypeText),
    activityScores: gene.phenotypes.method === 'activity-score' ? results.map(scoreText) : null,
    robust: predicted.robust,
    assumedReference: call.completeness.assumedReference,
    phased: call.phased,
    missing: call.completeness.missing.map(index => positionLabel(gene, index, options.assembly)),
    notes: call.notes.map(noteText),
  }
}

function names(diplotypes: readonly Diplotype[]): string[] {
  return diplotypes.map(({ name }) => name)
}

/** Genes with a status per allele have several phrases at once. */
function phenotypeText({ phenotypes }: DiplotypePhenotype): string {
  return phenotypes.length === 0 ? 'n/a' : phenotypes.join('; ')
}

function scoreText({ activityScore }: DiplotypePhenotype): string {
  return activityScore ?? 'n/a'
}

function noteText({ code, facts }: CallNote): string {
  return facts.length === 0 ? code : `${code}: ${facts.join(', ')}`
}

/** `chr1:1234` on the file's assembly; a position that has no place there keeps its GRCh38 one, and says so. */
function positionLabel(gene: Gene, index: number, assembly: Assembly): string {
  const loci = gene.positions[index]?.loci
  if (loci === undefined) throw new RangeError(`no position ${index}`)
  const locus = loci[assembly]
  const place = `${gene.chromosome}:${(locus ?? loci.GRCh38).position}`
  return locus === undefined ? `${place} (GRCh38)` : place
}
