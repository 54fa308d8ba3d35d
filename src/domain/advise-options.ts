import { advise } from './advise.js'
import type { GeneCall } from './diplotype/gene-call.js'
import type { PatientFacts, PatientHistory } from './history/patient-history.js'
import type { Drug, Knowledge } from './knowledge.js'
import { assessStopping } from './medication/assess-drug.js'
import { candidatesFor, type CandidatesQuestion, indicationNamed } from './medication/candidates.js'
import { type MedicationOptions, medicationOptions } from './medication/medication-options.js'
import { drugsTaken, type MedicationReview, medicationReview } from './medication/medication-review.js'
import { viewPatient } from './medication/patient-view.js'
import { NOTHING_WITHHELD } from './recommendation/advice.js'
import type { WithheldGenes } from './recommendation/advice.js'
import {
  changedHistory,
  difference,
  type DrugDifference,
  type MedicationChange,
  type Moment,
} from './medication/what-if.js'

/** What may be given to this person for an indication, of a class, or among some drugs. */
export function adviseOptions(
  calls: readonly GeneCall[],
  history: PatientHistory,
  question: CandidatesQuestion,
  facts: PatientFacts,
  knowledge: Knowledge,
  withheld: WithheldGenes = NOTHING_WITHHELD,
): MedicationOptions {
  const candidates = candidatesFor(question, knowledge)
  const indication = 'indication' in question ? indicationNamed(question.indication, knowledge) : undefined
  const known = { ...indication?.facts, ...facts }
  const asked = { drugs: candidates.map(({ drug }) => drug), facts: known, withheld }
  const { recommendations } = advise(calls, history, asked, knowledge)
  return medicationOptions(recommendations, history, { candidates, facts: known, indication }, knowledge)
}

/** What there is to say of every medicine this person takes. */
export function reviewMedicines(
  calls: readonly GeneCall[],
  history: PatientHistory,
  facts: PatientFacts,
  knowledge: Knowledge,
  withheld: WithheldGenes = NOTHING_WITHHELD,
): MedicationReview {
  const question = { drugs: drugsTaken(history, knowledge), facts, withheld }
  const { recommendations } = advise(calls, history, question, knowledge)
  return medicationReview(recommendations, history, facts, knowledge)
}

/** What starting and stopping medicines would change, among the medicines taken and the options asked for. */
export interface WhatIf {
  readonly moment: Moment
  readonly medicines: readonly DrugDifference[]
  readonly options: readonly DrugDifference[]
}

/** Answers twice, since a stopped medicine acts on for a while: on the day of the change, and when all has settled. */
export function whatIf(
  calls: readonly GeneCall[],
  history: PatientHistory,
  change: MedicationChange,
  question: CandidatesQuestion | undefined,
  facts: PatientFacts,
  knowledge: Knowledge,
  withheld: WithheldGenes = NOTHING_WITHHELD,
): readonly WhatIf[] {
  const look = (on: PatientHistory) => ({
    medicines: reviewMedicines(calls, on, facts, knowledge, withheld).medicines.flatMap(({ drugs }) => drugs),
    options: question === undefined ? [] : adviseOptions(calls, on, question, facts, knowledge, withheld).options,
  })
  const before = look(history)
  const patient = viewPatient(history, facts, knowledge)
  const stopping = (drug: Drug) => assessStopping(drug, patient)
  return (['AT_ONCE', 'SETTLED'] as const).map(moment => {
    const after = look(changedHistory(history, change, moment, knowledge))
    return {
      moment,
      medicines: difference(before.medicines, after.medicines, moment === 'AT_ONCE' ? stopping : undefined),
      options: difference(before.options, after.options),
    }
  })
}
