import type { NamedDrug, StatedFact } from '../../domain/history/history-fact.js'
import { DomainError } from '../../domain/errors.js'
import type { FactStatement } from '../../usecases/history-menu.js'
import { given } from '../given.js'
import type {
  HistoryFactContentType,
  HistoryFactInputType,
  MedicationInputType,
  NamedDrugInputType,
  PreferenceInputType,
} from './history.input.js'

/** What a client sent, as a statement. */
export function factStatement({ content, recordedOn, source, restricted }: HistoryFactInputType): FactStatement {
  return {
    fact: statedFact(content),
    ...given({ recordedOn, restricted }),
    ...(source === null || source === undefined ? {} : { source: given(source) }),
  }
}

/** What one thing that a client stated says. */
export function statedFact(content: HistoryFactContentType): StatedFact {
  const { medication, condition, allergy, observation, birth, sex, pregnancy, lactation, smoking } = content
  const { liverFunction, priorResponse, preference, list } = content
  if (medication) return { kind: 'MEDICATION', ...medicationOf(medication) }
  if (condition) {
    const { system, code, text, status, verification, onset, abated } = condition
    const coded = { system, code, ...given({ text }) }
    return { kind: 'CONDITION', code: coded, status, verification, ...given({ onset, abated }) }
  }
  if (allergy) {
    const { type, substance, verification, status, criticality, reaction } = allergy
    const known = { type, substance: namedDrug(substance), verification, status }
    return { kind: 'ALLERGY', ...known, ...given({ criticality, reaction }) }
  }
  if (observation) {
    const { code, value, unit, takenOn, preliminary } = observation
    return { kind: 'OBSERVATION', code, value, unit, takenOn, ...given({ preliminary }) }
  }
  if (birth) return { kind: 'BIRTH', date: birth.date }
  if (sex) return { kind: 'SEX', sex: sex.sex }
  if (pregnancy) {
    const { pregnant, on, dueOn } = pregnancy
    return { kind: 'PREGNANCY', pregnant, on, ...given({ dueOn }) }
  }
  if (lactation) return { kind: 'LACTATION', lactating: lactation.lactating, on: lactation.on }
  if (smoking) return { kind: 'SMOKING', state: smoking.state, on: smoking.on }
  if (liverFunction) return { kind: 'LIVER_FUNCTION', childPugh: liverFunction.childPugh, on: liverFunction.on }
  if (priorResponse) {
    const { drug, response, severity, reaction } = priorResponse
    return { kind: 'PRIOR_RESPONSE', drug: namedDrug(drug), response, ...given({ severity, reaction }) }
  }
  if (preference) return { kind: 'PREFERENCE', about: preference.about, value: wishOf(preference) }
  if (list) return { kind: 'LIST', list: list.list, on: list.on }
  throw new DomainError('BAD_USER_INPUT', 'A fact says exactly one thing', { field: 'content' })
}

function medicationOf({ drug, status, startedOn, stoppedOn, dose }: MedicationInputType) {
  const stated = dose === null || dose === undefined ? undefined : dose
  const { unit, timesPerDay } = stated ?? {}
  return {
    drug: namedDrug(drug),
    status,
    ...given({ startedOn, stoppedOn }),
    ...(stated === undefined ? {} : { dose: { value: stated.value, ...given({ unit, timesPerDay }) } }),
  }
}

/** An id alone is its own name. */
function namedDrug({ name, rxnorm }: NamedDrugInputType): NamedDrug {
  return { name: name ?? rxnorm ?? '', ...given({ rxnorm }) }
}

function wishOf({ code, number }: PreferenceInputType): string | number {
  return number ?? code ?? ''
}
