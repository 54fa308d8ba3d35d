import type { Measurement } from './clinical-history.js'
import type { Age, ClinicalHistory } from './clinical-history.js'

const FORMULA = 'Cockcroft and Gault 1976, actual body weight'
const ADULT = 18
const FEMALE_FACTOR = 0.85

/**
 * Creatinine clearance in mL/min from creatinine (mg/dL), age, weight (kg) and sex of an adult (Cockcroft and Gault 1976).
 * Undefined when any of them is missing; doubtful when any of them is.
 */
export function creatinineClearance(
  measure: { readonly code: string; readonly unit: string },
  creatinine: Measurement | undefined,
  weight: Measurement | undefined,
  age: Age | undefined,
  sex: ClinicalHistory['sex'],
): Measurement | undefined {
  if (creatinine === undefined || weight === undefined || age === undefined || sex === undefined) return undefined
  if (age.least < ADULT || creatinine.value <= 0) return undefined
  const male = ((140 - age.most) * weight.value) / (72 * creatinine.value)
  const value = sex.sex === 'female' ? male * FEMALE_FACTOR : male
  return {
    measure: measure.code,
    value: Math.max(0, Math.round(value * 10) / 10),
    unit: measure.unit,
    takenOn: creatinine.takenOn,
    doubtful: creatinine.doubtful || weight.doubtful,
    factIds: [...creatinine.factIds, ...weight.factIds, ...age.factIds, ...sex.factIds],
    derivedBy: FORMULA,
  }
}
