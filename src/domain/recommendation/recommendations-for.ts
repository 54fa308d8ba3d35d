import type { Drug, Knowledge } from '../knowledge.js'
import type { PatientFacts } from '../history/patient-history.js'
import { oncePer } from '../once-per.js'
import type { ConvertedPhenotype } from '../phenoconversion/converted-phenotype.js'
import type { GenePhenotype } from '../phenotype/gene-phenotype.js'
import { NOTHING_WITHHELD } from './advice.js'
import type { DrugAdvice, WithheldGenes } from './advice.js'
import { checkDrug, type InfluencesOf } from './check-drug.js'

/** Advice on every drug for which some guideline asks for one of these genes, by drug name. */
export function recommendationsFor(
  phenotypes: readonly (GenePhenotype | ConvertedPhenotype)[],
  facts: PatientFacts,
  knowledge: Knowledge,
  withheld: WithheldGenes = NOTHING_WITHHELD,
  influences?: InfluencesOf,
): readonly DrugAdvice[] {
  const byGene = drugsByGene(knowledge)
  const genes = [...phenotypes.map(({ gene }) => gene), ...withheld.keys()]
  const drugs = new Set(genes.flatMap(gene => byGene.get(gene) ?? []))
  return [...drugs]
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(drug => checkDrug(drug, phenotypes, facts, knowledge, withheld, influences))
}

/** Which drugs a gene matters for, by some guideline's rows or by its dose algorithm. */
export const drugsByGene = oncePer((knowledge: Knowledge): ReadonlyMap<string, readonly Drug[]> => {
  const drugs = new Map<string, Drug[]>()
  for (const [name, guidelines] of knowledge.guidelines) {
    const drug = knowledge.drugs.get(name)
    if (!drug) continue
    for (const gene of new Set(guidelines.flatMap(guideline => guideline.genes))) {
      drugs.set(gene, [...(drugs.get(gene) ?? []), drug])
    }
  }
  return drugs
})
