import type { Observation } from 'fhir/r4.js'
import type { SmokingFact, StatedFact } from '../domain/history/history-fact.js'
import { codesIn, originalCodes, wordsOf } from './concepts.js'
import { isThere, type Json, jsonAt, listAt, numberAt, textAt } from './json.js'
import { issue, nothing, type Reading } from './read-entry.js'
import { unitOf } from './read-dosage.js'
import { isGenetic, readGenetics } from './read-genetics.js'
import { lastUpdated, ruleOf } from './read-medicines.js'
import { LOINC, SNOMED_CT } from './systems.js'

type StatusRule = 'FINAL' | 'PRELIMINARY' | 'STATUS_NOT_COUNTED' | 'ENTERED_IN_ERROR'

export const OBSERVATION_STATUS: Readonly<Record<Observation['status'], StatusRule>> = {
  final: 'FINAL',
  amended: 'FINAL',
  corrected: 'FINAL',
  preliminary: 'PRELIMINARY',
  registered: 'STATUS_NOT_COUNTED',
  cancelled: 'STATUS_NOT_COUNTED',
  unknown: 'STATUS_NOT_COUNTED',
  'entered-in-error': 'ENTERED_IN_ERROR',
}

const PREGNANCY_STATUS = '82810-3'
const TOBACCO_STATUS = '72166-2'

const PREGNANT: Readonly<Record<string, boolean>> = { '77386006': true, '60001007': false }

/** HL7's International Patient Summary, and the parent of its codes for smokers. */
const SMOKING: Readonly<Record<string, SmokingFact['state']>> = {
  '449868002': 'CURRENT',
  '428041000124106': 'CURRENT',
  '77176002': 'CURRENT',
  '8517006': 'FORMER',
  '266919005': 'NEVER',
}

export function readObservation(resource: Json): Reading {
  const status = ruleOf(OBSERVATION_STATUS, textAt(resource, 'status'))
  if (status === undefined) return nothing('UNKNOWN_STATUS', 'status')
  if (status === 'STATUS_NOT_COUNTED' || status === 'ENTERED_IN_ERROR')
    return { ...nothing(status, 'status'), ...(isGenetic(resource) ? { takesBack: true } : {}) }
  const concept = jsonAt(resource, 'code')
  const [loinc] = codesIn(concept, LOINC)
  const code = loinc ?? foreignCode(concept)
  if (code === undefined) return nothing('NO_CODE', 'code')
  const period = jsonAt(resource, 'effectivePeriod')
  const issued = textAt(resource, 'issued')
  const taken = textAt(resource, 'effectiveDateTime') ?? textAt(resource, 'effectiveInstant')
  const on = taken ?? textAt(period, 'end') ?? textAt(period, 'start') ?? issued
  if (on === undefined) return nothing('NO_DATE', 'effective[x]')
  const preliminary = status === 'PRELIMINARY'
  if (isGenetic(resource)) return readGenetics(resource, on, preliminary)
  const recordedOn = issued ?? lastUpdated(resource)
  const head = recordedOn === undefined ? {} : { recordedOn }
  const fact = statementOf(resource, code, on, preliminary)
  const own = fact === undefined ? [] : [{ slot: 'observation', fact, original: originalCodes(concept), ...head }]
  const parts = readComponents(resource, on, preliminary)
  const facts = [...own, ...parts.facts.map(part => ({ ...part, ...head }))]
  if (facts.length === 0) return parts.issues.length > 0 ? parts : nothing('NO_VALUE', 'value[x]')
  const isUnread = fact === undefined && VALUES.some(name => isThere(resource, name))
  return { facts, issues: isUnread ? [issue('NO_VALUE', 'value[x]'), ...parts.issues] : parts.issues }
}

const VALUES = [
  'valueQuantity',
  'valueCodeableConcept',
  'valueString',
  'valueBoolean',
  'valueInteger',
  'valueRange',
  'valueRatio',
  'valueSampledData',
  'valueTime',
  'valueDateTime',
  'valuePeriod',
] as const

/** A code that can be part of the name of a fact; a longer one is known by its place. */
const SHORT_CODE = /^[\w-]{1,10}$/

/**
 * The parts of a panel ("blood pressure"): each is a value of its own, under its own code, taken when the panel was. A code that
 * comes twice is two values, in the order they were sent.
 */
function readComponents(resource: Json, on: string, preliminary: boolean): Reading {
  const times = new Map<string, number>()
  const read = listAt(resource, 'component').map((component, index): Reading => {
    const concept = jsonAt(component, 'code')
    const code = codesIn(concept, LOINC)[0] ?? foreignCode(concept)
    const fact = code === undefined ? undefined : statementOf(component, code, on, preliminary)
    if (code === undefined || fact === undefined) {
      const isUnread = code === undefined || VALUES.some(name => isThere(component, name))
      return nothing(isUnread ? 'PART_NOT_READ' : 'NO_VALUE', `component[${index}]`)
    }
    const time = (times.get(code) ?? 0) + 1
    times.set(code, time)
    const name = SHORT_CODE.test(code) ? code : `at-${index}`
    const slot = time === 1 ? `part-${name}` : `part-${name}-${time}`
    return { facts: [{ slot, fact, original: originalCodes(concept) }], issues: [] }
  })
  return { facts: read.flatMap(({ facts }) => facts), issues: read.flatMap(({ issues }) => issues) }
}

function statementOf(resource: Json, code: string, on: string, preliminary: boolean): StatedFact | undefined {
  const [answer] = codesIn(jsonAt(resource, 'valueCodeableConcept'), SNOMED_CT)
  if (code === PREGNANCY_STATUS) {
    const pregnant = ruleOf(PREGNANT, answer)
    return pregnant === undefined ? undefined : { kind: 'PREGNANCY', pregnant, on }
  }
  if (code === TOBACCO_STATUS) {
    const state = ruleOf(SMOKING, answer)
    return state === undefined ? undefined : { kind: 'SMOKING', state, on }
  }
  const quantity = jsonAt(resource, 'valueQuantity')
  const value = numberAt(quantity, 'value')
  // "Less than" is no number.
  if (quantity === undefined || value === undefined || isThere(quantity, 'comparator')) return undefined
  // Without a unit it is kept, and no unit fits it.
  const known = { kind: 'OBSERVATION' as const, code, value, unit: unitOf(quantity) ?? '1', takenOn: on }
  return preliminary ? { ...known, preliminary } : known
}

/** Kept under its own words, where no table asks for it. */
function foreignCode(concept: Json | undefined): string | undefined {
  const [coding] = listAt(concept, 'coding')
  return textAt(coding, 'code') ?? wordsOf(concept)
}
