import type { GeneCall } from './diplotype/gene-call.js'
import type { PatientHistory } from './history/patient-history.js'
import type { Knowledge } from './knowledge.js'
import { phenoconvert } from './phenoconversion/phenoconvert.js'
import { assignPhenotype } from './phenotype/assign-phenotype.js'
import type { Advice, Question } from './recommendation/advice.js'
import { recommend } from './recommendation/recommend.js'

/** What the sources say about the drugs in question, for one person on one day: the second half of the flow. */
export function advise(
  calls: readonly GeneCall[],
  history: PatientHistory,
  question: Question,
  knowledge: Knowledge,
): Advice {
  const predicted = calls.map(call => assignPhenotype(call, knowledge))
  const phenotypes = predicted.map(phenotype => phenoconvert(phenotype, history, knowledge))
  const recommendations = recommend(phenotypes, history, question, knowledge)
  return { phenotypes, recommendations, knowledgeVersion: knowledge.version }
}
