import { drugsToCheck } from '../recommendation/find-drugs.js'
import type { Recommendations } from '../recommendation/advice.js'
import { knownMedicine } from '../history/known-medicines.js'
import { type Medicine, medicineTiming, type PatientFacts, type PatientHistory } from '../history/patient-history.js'
import type { Drug, Knowledge } from '../knowledge.js'
import { assessDrug } from './assess-drug.js'
import type { Assessment } from './finding.js'
import { backgroundOf, type HistoryBackground } from './medication-options.js'
import { viewPatient } from './patient-view.js'
import { type OpenFact, whatWouldChange } from './what-would-change.js'

/** A current medicine and what is known for and against each drug in it. */
export interface ReviewedMedicine {
  readonly medicine: Medicine
  readonly drugs: readonly Assessment[]
}

export interface MedicationReview {
  readonly asOf: string
  readonly medicines: readonly ReviewedMedicine[]
  readonly whatWouldChange: readonly OpenFact[]
  readonly background: HistoryBackground
  readonly knowledgeVersion: string
}

/** Drugs in the medicines taken on the day, planned ones included: those that a review asks the sources about. */
export function drugsTaken(history: PatientHistory, knowledge: Knowledge): readonly Drug[] {
  return [...new Set(takenMedicines(history).flatMap(medicine => drugsIn(medicine, knowledge)))]
}

/** Every medicine taken or planned, looked at in the same way as an option. */
export function medicationReview(
  recommendations: Recommendations,
  history: PatientHistory,
  facts: PatientFacts,
  knowledge: Knowledge,
): MedicationReview {
  const patient = viewPatient(history, facts, knowledge)
  const byDrug = new Map(recommendations.drugs.map(advice => [advice.drug.name, assessDrug(advice, patient)]))
  const medicines = takenMedicines(history).map(medicine => ({
    medicine,
    drugs: drugsIn(medicine, knowledge).flatMap(({ name }) => byDrug.get(name) ?? []),
  }))
  return {
    asOf: history.asOf,
    medicines,
    whatWouldChange: whatWouldChange([...byDrug.values()]),
    background: backgroundOf(recommendations, patient.clinical),
    knowledgeVersion: knowledge.version,
  }
}

function takenMedicines({ medicines, asOf }: PatientHistory): readonly Medicine[] {
  return medicines.filter(medicine => medicineTiming(medicine, asOf).state !== 'stopped')
}

/** The drugs that a stated medicine names; a product counts by what the sources or its ingredients' files describe. */
function drugsIn(medicine: Medicine, knowledge: Knowledge): readonly Drug[] {
  const { drugs } = knownMedicine(medicine, knowledge)
  const ingredients = new Set(drugs.flatMap(drug => drug.ingredients))
  const named = drugs.filter(drug => !ingredients.has(drug.name))
  return [...new Set(named.flatMap(drug => drugsToCheck(drug, knowledge)))]
}
