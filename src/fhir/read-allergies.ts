import type { AllergyFact, Verification } from '../domain/history/history-fact.js'
import { codesIn, drugOf, originalCodes, wordsOf } from './concepts.js'
import { type Json, jsonAt, listAt, textAt } from './json.js'
import { nothing, type Reading, type ReadingContext } from './read-entry.js'
import { statusOf } from './read-conditions.js'
import { lastUpdated, ruleOf } from './read-medicines.js'
import { SNOMED_CT } from './systems.js'

/** "No known allergy": the list was gone through and is empty. */
const NO_KNOWN_ALLERGY = '716186003'

export const ALLERGY_CLINICAL_STATUS: Readonly<Record<string, AllergyFact['status']>> = {
  active: 'ACTIVE',
  inactive: 'RESOLVED',
  resolved: 'RESOLVED',
}

export const ALLERGY_VERIFICATION_STATUS: Readonly<Record<string, Verification | 'ENTERED_IN_ERROR'>> = {
  confirmed: 'CONFIRMED',
  unconfirmed: 'UNCONFIRMED',
  presumed: 'UNCONFIRMED',
  refuted: 'REFUTED',
  'entered-in-error': 'ENTERED_IN_ERROR',
}

const TYPES: Readonly<Record<string, AllergyFact['type']>> = { allergy: 'ALLERGY', intolerance: 'INTOLERANCE' }
const CRITICALITY: Readonly<Record<string, NonNullable<AllergyFact['criticality']>>> = { low: 'LOW', high: 'HIGH' }

export function readAllergy(resource: Json, context: ReadingContext): Reading {
  const verification = statusOf(resource, 'verificationStatus', ALLERGY_VERIFICATION_STATUS, 'CONFIRMED')
  if (verification === undefined) return nothing('UNKNOWN_STATUS', 'verificationStatus')
  if (verification === 'ENTERED_IN_ERROR') return nothing('ENTERED_IN_ERROR', 'verificationStatus')
  const status = statusOf(resource, 'clinicalStatus', ALLERGY_CLINICAL_STATUS, 'ACTIVE')
  if (status === undefined) return nothing('UNKNOWN_STATUS', 'clinicalStatus')
  const recordedOn = textAt(resource, 'recordedDate') ?? lastUpdated(resource)
  const head = recordedOn === undefined ? {} : { recordedOn }
  const concept = jsonAt(resource, 'code')
  const original = originalCodes(concept)
  if (codesIn(concept, SNOMED_CT).includes(NO_KNOWN_ALLERGY)) {
    if (verification === 'REFUTED' || status === 'RESOLVED') return nothing('STATUS_NOT_COUNTED', 'clinicalStatus')
    if (recordedOn === undefined) return nothing('NO_DATE', 'recordedDate')
    const list = { kind: 'LIST' as const, list: 'ALLERGIES' as const, on: recordedOn }
    return { facts: [{ slot: 'list', fact: list, original, ...head }], issues: [] }
  }
  const reactions = listAt(resource, 'reaction')
  const substances = reactions.map(reaction => jsonAt(reaction, 'substance'))
  const named = [concept, ...substances].map(each => drugOf(each, context.drugs))
  const substance = named.find(drug => drug !== undefined)
  if (substance === undefined) return nothing('NO_CODE', 'code')
  const criticality = ruleOf(CRITICALITY, textAt(resource, 'criticality'))
  const reaction = reactions.flatMap(each => listAt(each, 'manifestation').flatMap(item => wordsOf(item) ?? []))
  const fact = {
    kind: 'ALLERGY' as const,
    type: ruleOf(TYPES, textAt(resource, 'type')) ?? 'ALLERGY',
    substance,
    verification,
    status,
    ...(criticality === undefined ? {} : { criticality }),
    ...(reaction.length === 0 ? {} : { reaction: reaction.join('; ') }),
  }
  return { facts: [{ slot: 'allergy', fact, original, ...head }], issues: [] }
}
