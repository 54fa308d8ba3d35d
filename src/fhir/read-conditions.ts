import type { ConditionFact, Verification } from '../domain/history/history-fact.js'
import { codesIn, originalCodes, wordsOf } from './concepts.js'
import { isThere, type Json, jsonAt, listAt, numberAt, textAt } from './json.js'
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
  const words = keptWords(resource)
  const original = [...originalCodes(concept), ...words.map(({ name, text }) => ({ code: name, text }))]
  const kept = words.map(({ name }) => name)
  const said = kept.map(name => issue('KEPT_AS_WORDS', name))
  return { facts: [{ slot: 'condition', fact, original, ...head }], issues: [...said, ...unread(resource, kept)] }
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

const YEARS: Readonly<Record<string, string>> = { a: 'years', mo: 'months', wk: 'weeks', d: 'days', h: 'hours' }

/** Ages and words are no dates, and none is made of them: they are kept with the codes, as they were said. */
function keptWords(resource: Json): readonly { readonly name: string; readonly text: string }[] {
  return ['onset', 'abatement'].flatMap(moment => {
    const age = ageText(jsonAt(resource, `${moment}Age`))
    const range = jsonAt(resource, `${moment}Range`)
    const ends = [ageText(jsonAt(range, 'low')), ageText(jsonAt(range, 'high'))]
    const period = jsonAt(resource, `${moment}Period`)
    const [start, end] = [textAt(period, 'start'), textAt(period, 'end')]
    // One end of it is read as a date.
    const isRead = moment === 'onset' ? end === undefined : start === undefined
    return [
      { name: `${moment}Age`, text: age },
      {
        name: `${moment}Range`,
        text: ends.some(each => each !== undefined) ? ends.map(each => each ?? '?').join(' – ') : undefined,
      },
      { name: `${moment}Period`, text: isRead ? undefined : `${start ?? '?'} – ${end ?? '?'}` },
      { name: `${moment}String`, text: textAt(resource, `${moment}String`) },
    ].flatMap(({ name, text }) => (text === undefined ? [] : [{ name, text }]))
  })
}

function ageText(age: Json | undefined): string | undefined {
  const value = numberAt(age, 'value')
  if (age === undefined || value === undefined) return undefined
  const unit = textAt(age, 'code') ?? ''
  const words = Object.hasOwn(YEARS, unit) ? YEARS[unit] : (textAt(age, 'unit') ?? unit)
  return [textAt(age, 'comparator'), value, words].filter(part => part !== undefined && part !== '').join(' ')
}

/** What stands there in no shape that could be kept. */
function unread(resource: Json, kept: readonly string[]): Reading['issues'] {
  return ['Age', 'Range', 'String']
    .flatMap(shape => [`onset${shape}`, `abatement${shape}`])
    .filter(name => isThere(resource, name) && !kept.includes(name))
    .map(name => issue('PART_NOT_READ', name))
}
