import type { Knowledge } from '../knowledge.js'
import { knownMedicine } from '../history/known-medicines.js'
import type { PatientHistory } from '../history/patient-history.js'
import type { ConvertedPhenotype, Influence } from '../phenoconversion/converted-phenotype.js'
import { influencesOn } from '../phenoconversion/phenoconvert.js'
import { NOTHING_WITHHELD } from './advice.js'
import type { Question, Recommendations } from './advice.js'
import { medicineFacts } from './algorithms/medicine-facts.js'
import { checkDrug, type InfluencesOf } from './check-drug.js'
import { derivedFacts } from './derived-facts.js'
import { recommendationsFor } from './recommendations-for.js'

/**
 * Advice on the drugs that the question names, or on every drug of the person's genes when it names none. Medicines that
 * no data describe are named as not considered, never dropped.
 */
export function recommend(
  phenotypes: readonly ConvertedPhenotype[],
  history: PatientHistory,
  question: Question,
  knowledge: Knowledge,
): Recommendations {
  const stated = { ...history.facts, ...question.facts }
  const facts = { ...medicineFacts(history, knowledge), ...derivedFacts(history, stated, knowledge), ...stated }
  const withheld = question.withheld ?? NOTHING_WITHHELD
  const influences = influencesUnder(history, knowledge)
  const drugs =
    question.drugs === undefined
      ? recommendationsFor(phenotypes, facts, knowledge, withheld, influences)
      : question.drugs.map(drug => checkDrug(drug, phenotypes, facts, knowledge, withheld, influences))
  const notConsidered = history.medicines.filter(medicine => !knownMedicine(medicine, knowledge).considered)
  return { drugs, notConsidered }
}

/** Several drugs ask for the same genes: what the medicines do to one is looked up once. */
function influencesUnder(history: PatientHistory, knowledge: Knowledge): InfluencesOf {
  const known = new Map<string, readonly Influence[]>()
  return gene => {
    const influences = known.get(gene) ?? influencesOn(gene, history, knowledge)
    known.set(gene, influences)
    return influences
  }
}
