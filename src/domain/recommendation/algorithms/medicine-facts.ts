import type { Knowledge } from '../../knowledge.js'
import { knownMedicine } from '../../history/known-medicines.js'
import { medicineTiming, type PatientFacts, type PatientHistory } from '../../history/patient-history.js'

/**
 * Inputs of dose models that a list of medicines decides: taken or not taken today. An empty list decides nothing, since
 * nobody may have asked.
 */
export function medicineFacts(history: PatientHistory, knowledge: Knowledge): PatientFacts {
  if (history.medicines.length === 0) return {}
  const current = history.medicines.filter(medicine => medicineTiming(medicine, history.asOf).state === 'current')
  const taken = new Set(current.flatMap(medicine => [...knownMedicine(medicine, knowledge).names]))
  const inputs = [...knowledge.algorithms.values()].flatMap(algorithm =>
    algorithm.kind === 'linear' ? algorithm.inputs : [],
  )
  return Object.fromEntries(
    inputs
      .filter(({ medicines }) => medicines.length > 0)
      .map(({ name, medicines }) => [name, medicines.some(medicine => taken.has(medicine))]),
  )
}
