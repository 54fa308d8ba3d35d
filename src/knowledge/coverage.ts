import { type Knowledge, type Source, SOURCES } from '../domain/knowledge.js'

export interface SourceCoverage {
  readonly source: Source
  readonly drugs: number
  readonly rows: number
  /** Combinations of lookup keys that find a row. */
  readonly keys: number
}

/** How much a release knows, in numbers a curator can compare with those of the publishers. */
export interface Coverage {
  readonly coreGenes: number
  readonly extendedGenes: number
  readonly positions: number
  readonly alleles: number
  readonly allelesWithFunction: number
  readonly drugs: number
  readonly drugsWithoutId: readonly string[]
  readonly sources: readonly SourceCoverage[]
  readonly interactions: number
  readonly terms: number
  /** Rows of any kind that were not compared with their source again after they were written. */
  readonly unreviewedRows: number
}

export function coverage(knowledge: Knowledge): Coverage {
  const genes = [...knowledge.genes.values()]
  const drugs = [...knowledge.drugs.values()]
  const guidelines = [...knowledge.guidelines.values()].flat()
  const alleles = genes.flatMap(gene => gene.alleles)
  const interactions = [...knowledge.interactions.values()].flat()
  const rows = guidelines.flatMap(guideline => guideline.rows)
  return {
    coreGenes: genes.filter(gene => gene.tier === 'core').length,
    extendedGenes: genes.filter(gene => gene.tier === 'extended').length,
    positions: genes.reduce((sum, gene) => sum + gene.positions.length, 0),
    alleles: alleles.length,
    allelesWithFunction: alleles.filter(allele => allele.function !== undefined).length,
    drugs: drugs.length,
    drugsWithoutId: drugs
      .filter(drug => drug.provenance.basis === 'source-row')
      .filter(drug => !drug.rxnorm && !drug.clinpgxId && !drug.drugbank)
      .map(drug => drug.name),
    sources: SOURCES.map(source => {
      const own = guidelines.filter(guideline => guideline.source === source)
      const ownRows = own.flatMap(guideline => guideline.rows)
      return {
        source,
        drugs: new Set(own.map(guideline => guideline.drug)).size,
        rows: ownRows.length,
        keys: ownRows.reduce((sum, row) => sum + row.keys.length, 0),
      }
    }),
    interactions: interactions.length,
    terms: knowledge.terms.size,
    unreviewedRows: [...alleles, ...rows, ...interactions].filter(row => !row.provenance.reviewed).length,
  }
}

/** What a release must at least hold; less means that files were lost. */
const FLOORS = { coreGenes: 25, CPIC: 88, DPWG: 58, FDA: 160 } as const

/** Drugs that no source at hand gives any id for (data/README.md lists them). */
const DRUGS_WITHOUT_ID = 4

/** Sentences about what is missing; empty when the release holds all it must. */
export function shortfalls(counts: Coverage): readonly string[] {
  const wanting: string[] = []
  if (counts.coreGenes < FLOORS.coreGenes) wanting.push(`${counts.coreGenes} core genes, ${FLOORS.coreGenes} expected`)
  for (const { source, drugs } of counts.sources) {
    if (drugs < FLOORS[source]) wanting.push(`${drugs} drugs of ${source}, ${FLOORS[source]} expected`)
  }
  if (counts.drugsWithoutId.length > DRUGS_WITHOUT_ID) {
    wanting.push(
      `${counts.drugsWithoutId.length} drugs without any id, ${DRUGS_WITHOUT_ID} known: ${counts.drugsWithoutId.join(', ')}`,
    )
  }
  return wanting
}
