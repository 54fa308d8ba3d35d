import type { Observation } from 'fhir/r4.js'
import type { SmokingFact, StatedFact } from '../domain/history/history-fact.js'
import { codesIn, originalCodes, wordsOf } from './concepts.js'
import { isThere, type Json, jsonAt, listAt, numberAt, textAt } from './json.js'
import { issue, nothing, type Reading } from './read-entry.js'
import { lastUpdated, ruleOf, unitOf } from './read-medicines.js'
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

/** Genotype and haplotype display names: results of genes are no part of a history. */
const GENETIC = new Set(['84413-4', '84414-2', '69548-6', '82120-7'])

export function readObservation(resource: Json): Reading {
  const status = ruleOf(OBSERVATION_STATUS, textAt(resource, 'status'))
  if (status === undefined) return nothing('UNKNOWN_STATUS', 'status')
  if (status === 'STATUS_NOT_COUNTED' || status === 'ENTERED_IN_ERROR') return nothing(status, 'status')
  const concept = jsonAt(resource, 'code')
  const [loinc] = codesIn(concept, LOINC)
  const code = loinc ?? foreignCode(concept)
  if (code === undefined) return nothing('NO_CODE', 'code')
  if (GENETIC.has(code) || isGenetic(resource)) return nothing('GENETIC_RESULT', 'code')
  const period = jsonAt(resource, 'effectivePeriod')
  const issued = textAt(resource, 'issued')
  const taken = textAt(resource, 'effectiveDateTime') ?? textAt(resource, 'effectiveInstant')
  const on = taken ?? textAt(period, 'end') ?? textAt(period, 'start') ?? issued
  if (on === undefined) return nothing('NO_DATE', 'effective[x]')
  const fact = statementOf(resource, code, on, status === 'PRELIMINARY')
  if (fact === undefined) return nothing('NO_VALUE', 'value[x]')
  const recordedOn = issued ?? lastUpdated(resource)
  const head = recordedOn === undefined ? {} : { recordedOn }
  const issues = listAt(resource, 'component').length > 0 ? [issue('PART_NOT_READ', 'component')] : []
  return { facts: [{ slot: 'observation', fact, original: originalCodes(concept), ...head }], issues }
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

/** The category that HL7's genomics profiles demand. */
function isGenetic(resource: Json): boolean {
  return listAt(resource, 'category').some(category => codesIn(category, GENETICS_SECTION).includes('GE'))
}

const GENETICS_SECTION = 'http://terminology.hl7.org/CodeSystem/v2-0074'
