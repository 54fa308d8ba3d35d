import { DomainError } from '../domain/errors.js'
import type { PatientFacts } from '../domain/history/patient-history.js'
import type { Facts } from './menu.js'
import type { SeenPatient } from './records.js'

const TYPES: Readonly<Record<string, 'number' | 'string' | 'boolean'>> = {
  ageYears: 'number',
  weightKg: 'number',
  heightCm: 'number',
  indication: 'string',
  treatmentNaive: 'boolean',
  priorUse: 'string',
  alternativeAvailable: 'boolean',
}

/** What was stated with the question, and the age that follows from a birth date when none was stated. */
export function patientFacts(stated: Facts, patient: SeenPatient | undefined, today: Date): PatientFacts {
  for (const [name, value] of Object.entries(stated)) {
    const type = TYPES[name]
    const isPossible = typeof value !== 'number' || (Number.isFinite(value) && value >= 0)
    if ((type !== undefined && typeof value !== type) || !isPossible)
      throw new DomainError('BAD_USER_INPUT', 'A stated fact has an impossible value', { fact: name.slice(0, 64) })
  }
  const age = patient?.birthDate === undefined ? {} : { ageYears: ageInYears(patient.birthDate, today) }
  return { ...age, ...stated }
}

/** Whole years, as people count them. */
function ageInYears(birthDate: string, today: Date): number {
  const day = today.toISOString().slice(0, 10)
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years
}
