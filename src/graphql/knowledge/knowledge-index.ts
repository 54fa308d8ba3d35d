import type { Allele, Gene, Guideline, GuidelineRow, Knowledge, Provenance } from '../../domain/knowledge.js'

export interface SourceCounts {
  readonly genes: number
  readonly alleles: number
  readonly drugs: number
  readonly guidelines: number
  readonly rows: number
  readonly interactions: number
}

/** Ways through one release that its facts do not have by themselves: from a part to its whole, and sums. */
export interface KnowledgeIndex {
  readonly geneOfAllele: ReadonlyMap<Allele, Gene>
  readonly guidelineOfRow: ReadonlyMap<GuidelineRow, Guideline>
  /** By source id. */
  readonly counts: ReadonlyMap<string, SourceCounts>
}

const indexes = new WeakMap<Knowledge, KnowledgeIndex>()

/** The index of a release, made when it is first asked for. */
export function knowledgeIndex(knowledge: Knowledge): KnowledgeIndex {
  const known = indexes.get(knowledge)
  if (known !== undefined) return known
  const index = buildIndex(knowledge)
  indexes.set(knowledge, index)
  return index
}

function buildIndex(knowledge: Knowledge): KnowledgeIndex {
  const genes = [...knowledge.genes.values()]
  const guidelines = [...knowledge.guidelines.values()].flat()
  return {
    geneOfAllele: new Map(genes.flatMap(gene => gene.alleles.map(allele => [allele, gene] as const))),
    guidelineOfRow: new Map(guidelines.flatMap(guideline => guideline.rows.map(row => [row, guideline] as const))),
    counts: countBySource(knowledge, genes, guidelines),
  }
}

function countBySource(
  knowledge: Knowledge,
  genes: readonly Gene[],
  guidelines: readonly Guideline[],
): ReadonlyMap<string, SourceCounts> {
  const tables: Record<keyof SourceCounts, readonly { readonly provenance: Provenance }[]> = {
    genes,
    alleles: genes.flatMap(gene => gene.alleles),
    drugs: [...knowledge.drugs.values()],
    guidelines,
    rows: guidelines.flatMap(guideline => guideline.rows),
    interactions: [...knowledge.interactions.values()].flat(),
  }
  const none = { genes: 0, alleles: 0, drugs: 0, guidelines: 0, rows: 0, interactions: 0 }
  const counts = new Map([...knowledge.sources.keys()].map(id => [id, { ...none }]))
  for (const table of Object.keys(tables) as (keyof SourceCounts)[])
    for (const { provenance } of tables[table]) {
      const count = counts.get(provenance.source)
      if (count !== undefined) count[table] += 1
    }
  return counts
}
