import type { PatientFacts } from '../../history/patient-history.js'

/** Quantities that models compute from stated facts; several values where the publication leaves the formula open. */
const DERIVED: Readonly<Record<string, (facts: PatientFacts) => readonly number[]>> = {
  ageDecades: facts => [Math.floor(numberOf(facts, 'ageYears') / 10)],
  bodySurface: facts => {
    const [weight, height] = [numberOf(facts, 'weightKg'), numberOf(facts, 'heightCm')]
    // Du Bois and Mosteller, m²: sources of one model disagree on which it used; the doses differ by less than 1 %.
    return [0.007184 * weight ** 0.425 * height ** 0.725, Math.sqrt((height * weight) / 3600)]
  },
}

/** A stated number, or one derived from stated numbers; `NaN` when one of them is missing. */
export function quantity(name: string, facts: PatientFacts): readonly number[] {
  return DERIVED[name]?.(facts) ?? [numberOf(facts, name)]
}

function numberOf(facts: PatientFacts, name: string): number {
  const value = facts[name]
  return typeof value === 'number' ? value : Number.NaN
}
