import { isThere, type Json, listAt, textAt } from './json.js'
import { issue, nothing, type ReadFact, type Reading } from './read-entry.js'
import { lastUpdated, ruleOf } from './read-medicines.js'
import { BIRTH_SEX } from './systems.js'

const SEXES: Readonly<Record<string, 'female' | 'male'>> = { F: 'female', M: 'male' }

/** Birth and sex at birth. The administrative gender is not taken for a sex. */
export function readPatient(resource: Json): Reading {
  const recordedOn = lastUpdated(resource)
  const head = recordedOn === undefined ? {} : { recordedOn }
  const date = textAt(resource, 'birthDate')
  const birthSex = listAt(resource, 'extension').find(({ url }) => url === BIRTH_SEX)
  const sex = ruleOf(SEXES, textAt(birthSex, 'valueCode'))
  const facts: readonly ReadFact[] = [
    ...(date === undefined ? [] : [{ slot: 'birth', fact: { kind: 'BIRTH', date } as const, original: [], ...head }]),
    ...(sex === undefined ? [] : [{ slot: 'sex', fact: { kind: 'SEX', sex } as const, original: [], ...head }]),
  ]
  const isGenderAlone = sex === undefined && isThere(resource, 'gender')
  if (isGenderAlone) return { facts, issues: [issue('GENDER_NOT_SEX', 'gender')] }
  return facts.length === 0 ? nothing('NOTHING_STATED') : { facts, issues: [] }
}
