import type { Gene, Knowledge } from '../domain/knowledge.js'
import type { GenePhenotype } from '../domain/phenotype/gene-phenotype.js'
import type { GeneResultUsed, MatchedRow, Outcome } from '../domain/recommendation/advice.js'
import { checkDrug } from '../domain/recommendation/check-drug.js'
import { drugsByGene } from '../domain/recommendation/recommendations-for.js'
import type { CalledCohort } from './call-run.js'
import { createMemory } from './memory.js'

/** One answer of one source about one drug, as `--json` prints it. */
export interface DrugResult {
  readonly drug: string
  readonly source: string
  /** Id of the guideline, label or association. */
  readonly guideline?: string
  readonly outcome: string
  readonly actions: readonly string[]
  readonly robust: boolean
  readonly strength?: string
  /** "general", or the group of people the rows are for. */
  readonly population?: string
  readonly genes: Readonly<
    Record<string, { readonly diplotypes: readonly string[]; readonly lookupKeys: readonly string[] }>
  >
  readonly text?: string
}

/**
 * Renames one outcome; never to nothing. Rows for different populations, none of them chosen, are one result each; a guideline
 * that computes a dose has no rows, its text says what it gives.
 */
export function toDrugResults(outcome: Outcome): readonly DrugResult[] {
  const base = {
    drug: outcome.drug,
    source: outcome.source,
    guideline: outcome.guideline?.id,
    outcome: outcome.type,
    robust: outcome.robust,
    genes: genesUsed(outcome.genes),
  }
  const text = outcome.text.clinician
  switch (outcome.type) {
    case 'Recommendation':
    case 'NoActionNeeded': {
      const population = [...new Set(outcome.rows.map(row => row.population))].join(', ') || undefined
      return [{ ...base, actions: outcome.actions, strength: outcome.strength, population, text }]
    }
    case 'PopulationUndetermined':
      if (outcome.rows.length === 0) return [{ ...base, actions: outcome.actions, text }]
      return outcome.rows.map(matched => ({
        ...base,
        actions: actionsOf(matched),
        strength: matched.row.strength,
        population: matched.population,
        text: matched.text.clinician,
      }))
    default:
      return [{ ...base, actions: [], text }]
  }
}

function actionsOf({ statedActions }: MatchedRow): string[] {
  return [...new Set(statedActions.map(({ action }) => action))]
}

function genesUsed(used: readonly GeneResultUsed[]): DrugResult['genes'] {
  const genes: Record<string, { diplotypes: string[]; lookupKeys: string[] }> = {}
  for (const { gene, result, lookupKeys } of used) {
    const entry = (genes[gene] ??= { diplotypes: [], lookupKeys: [] })
    if (result?.diplotype !== undefined && !entry.diplotypes.includes(result.diplotype.name))
      entry.diplotypes.push(result.diplotype.name)
    entry.lookupKeys.push(...lookupKeys.filter(key => !entry.lookupKeys.includes(key)))
  }
  return genes
}

/**
 * Renders what the sources say about every drug that the shown genes matter for, in the order of drug names. A drug
 * depends on the patterns of its own genes alone, so each combination of those is answered once.
 */
export function createDrugRenderer<Rendered>(
  cohort: CalledCohort,
  knowledge: Knowledge,
  render: (outcomes: readonly Outcome[]) => Rendered,
  sizeOf: (rendered: Rendered) => number,
): (sample: number) => readonly Rendered[] {
  const byGene = drugsByGene(knowledge)
  const indexOf = new Map(cohort.genes.map((gene, index) => [gene.symbol, index]))
  const shownGenes = cohort.shown.flatMap(index => cohort.genes[index] ?? [])
  const drugs = [...new Set(shownGenes.flatMap((gene: Gene) => byGene.get(gene.symbol) ?? []))]
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(drug => {
      const guidelines = knowledge.guidelines.get(drug.name) ?? []
      const symbols = new Set(guidelines.flatMap(({ genes, otherGenes }) => [...genes, ...otherGenes]))
      return { drug, genes: [...symbols].flatMap(symbol => indexOf.get(symbol) ?? []) }
    })
  const remember = createMemory<Rendered>(sizeOf)
  return sample => {
    const phenotypes = new Map<number, GenePhenotype>()
    const phenotype = (gene: number): GenePhenotype => {
      const known = phenotypes.get(gene) ?? cohort.phenotype(gene, sample)
      phenotypes.set(gene, known)
      return known
    }
    return drugs.map(({ drug, genes }, index) => {
      const key = `${index} ${genes.map(gene => cohort.pattern(gene, sample)).join(' ')}`
      return remember(key, () => render(checkDrug(drug, genes.map(phenotype), {}, knowledge).outcomes))
    })
  }
}
