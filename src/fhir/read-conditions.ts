import type { ConditionFact, Verification } from '../domain/history/history-fact.js'
import { codesIn, originalCodes, wordsOf } from './concepts.js'
import { isThere, type Json, jsonAt, listAt, textAt } from './json.js'
import { issue, nothing, type Reading } from './read-entry.js'
import { lastUpdated, ruleOf } from './read-medicines.js'
import { ICD_10_CM, SNOMED_CT } from './systems.js'

/** A remission may end: whether it still matters is in doubt, as with what is merely not active. */
export const CLINICAL_STATUS: Readonly<Record<string, ConditionFact['status']>> = {
  active: 'ACTIVE',
  recurrence: 'ACTIVE',
  relapse: 'ACTIVE',
  inactive: 'UNKNOWN',
  remission: 'UNKNOWN',
  resolved: 'RESOLVED',
}

export const VERIFICATION_STATUS: Readonly<Record<string, Verification | 'ENTERED_IN_ERROR'>> = {
  confirmed: 'CONFIRMED',
  unconfirmed: 'UNCONFIRMED',
  provisional: 'UNCONFIRMED',
  differential: 'UNCONFIRMED',
  refuted: 'REFUTED',
  'entered-in-error': 'ENTERED_IN_ERROR',
}

export function readCondition(resource: Json): Reading {
  // Whoever writes a condition down without a word of doubt means it.
  const verification = statusOf(resource, 'verificationStatus', VERIFICATION_STATUS, 'CONFIRMED')
  if (verification === undefined) return nothing('UNKNOWN_STATUS', 'verificationStatus')
  if (verification === 'ENTERED_IN_ERROR') return nothing('ENTERED_IN_ERROR', 'verificationStatus')
  const status = statusOf(resource, 'clinicalStatus', CLINICAL_STATUS, 'UNKNOWN')
  if (status === undefined) return nothing('UNKNOWN_STATUS', 'clinicalStatus')
  const concept = jsonAt(resource, 'code')
  const code = codeOf(concept)
  if (code === undefined) return nothing('NO_CODE', 'code')
  const onset = textAt(resource, 'onsetDateTime') ?? textAt(jsonAt(resource, 'onsetPeriod'), 'start')
  const abated = textAt(resource, 'abatementDateTime') ?? textAt(jsonAt(resource, 'abatementPeriod'), 'end')
  const recordedOn = textAt(resource, 'recordedDate') ?? lastUpdated(resource)
  const fact = {
    kind: 'CONDITION' as const,
    code,
    status,
    verification,
    ...(onset === undefined ? {} : { onset }),
    ...(abated === undefined ? {} : { abated }),
  }
  const head = recordedOn === undefined ? {} : { recordedOn }
  return { facts: [{ slot: 'condition', fact, original: originalCodes(concept), ...head }], issues: unread(resource) }
}

/** The code of a status; the fallback when there is none; undefined for one that FHIR does not know. */
export function statusOf<Status>(
  resource: Json,
  name: string,
  rules: Readonly<Record<string, Status>>,
  fallback: Status,
): Status | undefined {
  if (!isThere(resource, name)) return fallback
  const codes = listAt(jsonAt(resource, name), 'coding').flatMap(coding => textAt(coding, 'code') ?? [])
  return codes.map(code => ruleOf(rules, code)).find(status => status !== undefined)
}

function codeOf(concept: Json | undefined): ConditionFact['code'] | undefined {
  const words = wordsOf(concept)
  const text = words === undefined ? {} : { text: words }
  const [icd] = codesIn(concept, ICD_10_CM)
  if (icd !== undefined) return { system: 'ICD10CM', code: icd, ...text }
  const [snomed] = codesIn(concept, SNOMED_CT)
  if (snomed !== undefined) return { system: 'SNOMEDCT', code: snomed, ...text }
  const other = listAt(concept, 'coding').flatMap(coding => textAt(coding, 'code') ?? [])[0] ?? words
  return other === undefined ? undefined : { system: 'OTHER', code: other, ...text }
}

/** Ages and words are no dates; a month is not made of them. */
function unread(resource: Json): Reading['issues'] {
  return ['onsetAge', 'onsetRange', 'onsetString', 'abatementAge', 'abatementRange', 'abatementString']
    .filter(name => isThere(resource, name))
    .map(name => issue('PART_NOT_READ', name))
}
