import { DomainError } from '../domain/errors.js'
import type { Medicine } from '../domain/history/patient-history.js'
import { optionalText, requireDay } from './input.js'
import type { StatedMedicine } from './menu.js'

const MOST_MEDICINES = 100

/** Checks medicines stated with a question: each named somehow, with days that exist and follow each other. */
export function requireMedicines(stated: readonly StatedMedicine[]): readonly Medicine[] {
  if (stated.length > MOST_MEDICINES)
    throw new DomainError('BAD_USER_INPUT', `medicines may have ${MOST_MEDICINES} entries`, { field: 'medicines' })
  return stated.map((medicine, index) => {
    const field = `medicines[${index}]`
    const name = optionalText(`${field}.name`, medicine.name, 200)
    const rxnorm = optionalText(`${field}.rxnorm`, medicine.rxnorm, 20)
    if (name === undefined && rxnorm === undefined)
      throw new DomainError('BAD_USER_INPUT', `${field} needs a name or an RxNorm id`, { field })
    const startedOn = optionalDay(`${field}.startedOn`, medicine.startedOn)
    const stoppedOn = optionalDay(`${field}.stoppedOn`, medicine.stoppedOn)
    if (startedOn !== undefined && stoppedOn !== undefined && stoppedOn < startedOn)
      throw new DomainError('BAD_USER_INPUT', `${field} was stopped before it was started`, { field })
    return { name: name ?? '', rxnorm, startedOn, stoppedOn }
  })
}

function optionalDay(field: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : requireDay(field, text)
}
