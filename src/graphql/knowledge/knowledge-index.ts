import { SOURCES } from '../../domain/knowledge.js'
import type { Allele, Gene, Guideline, GuidelineRow, Knowledge, Provenance, Source } from '../../domain/knowledge.js'
import { oncePer } from '../../domain/once-per.js'

export interface SourceCounts {
  readonly genes: number
  readonly alleles: number
  readonly drugs: number
  readonly guidelines: number
  readonly rows: number
  readonly interactions: number
}

/** What one publisher of advice says in a release. */
export interface Coverage {
  readonly source: Source
  readonly drugs: number
  readonly genes: number
  readonly guidelines: number
  readonly rows: number
  readonly unsourcedRows: number
}

/** Ways through one release that its facts do not have by themselves: from a part to its whole, and sums. */
export interface KnowledgeIndex {
  readonly geneOfAllele: ReadonlyMap<Allele, Gene>
  readonly guidelineOfRow: ReadonlyMap<GuidelineRow, Guideline>
  /** By source id. */
  readonly counts: ReadonlyMap<string, SourceCounts>
  readonly coverage: readonly Coverage[]
}

/** The index of a release, made when it is first asked for. */
export const knowledgeIndex = oncePer(buildIndex)

function buildIndex(knowledge: Knowledge): KnowledgeIndex {
  const genes = [...knowledge.genes.values()]
  const guidelines = [...knowledge.guidelines.values()].flat()
  return {
    geneOfAllele: new Map(genes.flatMap(gene => gene.alleles.map(allele => [allele, gene] as const))),
    guidelineOfRow: new Map(guidelines.flatMap(guideline => guideline.rows.map(row => [row, guideline] as const))),
    counts: countBySource(knowledge, genes, guidelines),
    coverage: SOURCES.map(source =>
      coverageOf(
        source,
        guidelines.filter(guideline => guideline.source === source),
      ),
    ),
  }
}

function coverageOf(source: Source, guidelines: readonly Guideline[]): Coverage {
  const rows = guidelines.flatMap(guideline => guideline.rows)
  return {
    source,
    drugs: new Set(guidelines.map(({ drug }) => drug)).size,
    genes: new Set(guidelines.flatMap(({ genes }) => genes)).size,
    guidelines: guidelines.length,
    rows: rows.length,
    unsourcedRows: rows.filter(({ provenance }) => provenance.basis === 'curator-knowledge' && !provenance.reviewed)
      .length,
  }
}

function countBySource(
  knowledge: Knowledge,
  genes: readonly Gene[],
  guidelines: readonly Guideline[],
): ReadonlyMap<string, SourceCounts> {
  const alleles = genes.flatMap(gene => gene.alleles)
  const drugs = [...knowledge.drugs.values()]
  const rows = guidelines.flatMap(guideline => guideline.rows)
  const interactions = [...knowledge.interactions.values()].flat()
  return new Map(
    [...knowledge.sources.keys()].map(source => [
      source,
      {
        genes: countOf(source, genes),
        alleles: countOf(source, alleles),
        drugs: countOf(source, drugs),
        guidelines: countOf(source, guidelines),
        rows: countOf(source, rows),
        interactions: countOf(source, interactions),
      },
    ]),
  )
}

function countOf(source: string, facts: readonly { readonly provenance: Provenance }[]): number {
  return facts.filter(({ provenance }) => provenance.source === source).length
}
