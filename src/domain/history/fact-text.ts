import type { OptionKnowledge, OptionTexts } from '../option-knowledge.js'
import type { HistoryFact, NamedDrug } from './history-fact.js'

/** A fact of the history in a few words, so that whoever reads a reason sees what it rests on. */
export function factText(fact: HistoryFact, options: OptionKnowledge | undefined): OptionTexts {
  return { clinician: written(fact, options, 'clinician'), plain: written(fact, options, 'plain') }
}

type Audience = keyof OptionTexts

function written(fact: HistoryFact, options: OptionKnowledge | undefined, audience: Audience): string {
  switch (fact.kind) {
    case 'MEDICATION':
      return joined([nameOf(fact.drug), MEDICATION[fact.status], since(fact.startedOn), until(fact.stoppedOn)])
    case 'CONDITION':
      return joined([conditionName(fact, options, audience), STATUS[fact.status], VERIFIED[fact.verification]])
    case 'ALLERGY':
      return joined([
        `${fact.type === 'ALLERGY' ? 'allergy' : 'intolerance'} to ${nameOf(fact.substance)}`,
        fact.reaction ?? '',
        fact.status === 'RESOLVED' ? 'resolved' : '',
        VERIFIED[fact.verification],
      ])
    case 'OBSERVATION':
      return joined([
        measured(fact, options, audience),
        `on ${fact.takenOn}`,
        fact.preliminary === true ? 'preliminary' : '',
      ])
    case 'BIRTH':
      return `born ${fact.date}`
    case 'SEX':
      return `sex ${fact.sex}`
    case 'PREGNANCY':
      return joined([
        fact.pregnant ? 'pregnant' : 'not pregnant',
        `on ${fact.on}`,
        fact.dueOn === undefined ? '' : `due ${fact.dueOn}`,
      ])
    case 'LACTATION':
      return `${fact.lactating ? 'breast-feeding' : 'not breast-feeding'}, on ${fact.on}`
    case 'SMOKING':
      return `${SMOKING[fact.state]}, on ${fact.on}`
    case 'LIVER_FUNCTION':
      return `${fact.childPugh === 'NONE' ? 'no impairment of the liver' : `Child-Pugh class ${fact.childPugh}`}, on ${fact.on}`
    case 'PRIOR_RESPONSE':
      return joined([`${nameOf(fact.drug)} before`, responseText(fact), fact.reaction ?? ''])
    case 'PREFERENCE':
      return `wish: ${wish(fact.about, fact.value, options, audience)}`
    case 'LIST':
      return `list of ${fact.list.toLowerCase()} gone through on ${fact.on}`
  }
}

const MEDICATION = {
  ACTIVE: 'taken',
  STOPPED: 'stopped',
  PLANNED: 'planned',
  NOT_TAKEN: 'not taken',
  UNKNOWN: 'perhaps taken',
} as const

const STATUS = { ACTIVE: '', RESOLVED: 'resolved', UNKNOWN: 'perhaps resolved' } as const

const VERIFIED = { CONFIRMED: '', UNCONFIRMED: 'not confirmed', REFUTED: 'refuted' } as const

const SMOKING = { CURRENT: 'smokes', FORMER: 'smoked in the past', NEVER: 'never smoked' } as const

const RESPONSE = {
  EFFECTIVE: 'worked',
  PARTIAL: 'worked in part',
  INEFFECTIVE: 'did not work',
  ADVERSE_REACTION: 'adverse reaction',
} as const

/** In the recorder's words, or by the closest group of conditions that the code belongs to. */
function conditionName(
  { code: { system, code, text } }: Extract<HistoryFact, { readonly kind: 'CONDITION' }>,
  options: OptionKnowledge | undefined,
  audience: Audience,
): string {
  if (text !== undefined) return text
  const plain = code.replaceAll('.', '')
  const [closest] = [...(options?.conditions.values() ?? [])]
    .flatMap(({ icd10cm, texts }) => icd10cm.map(prefix => ({ prefix, texts })))
    .filter(({ prefix }) => system === 'ICD10CM' && plain.startsWith(prefix))
    .toSorted((a, b) => b.prefix.length - a.prefix.length)
  return closest === undefined ? `condition ${code}` : `${closest.texts[audience]} (${code})`
}

function nameOf({ name, rxnorm }: NamedDrug): string {
  return name.trim() === '' ? `RxNorm ${rxnorm ?? ''}` : name
}

function since(day: string | undefined): string {
  return day === undefined ? '' : `since ${day}`
}

function until(day: string | undefined): string {
  return day === undefined ? '' : `until ${day}`
}

function measured(
  { code, value, unit }: Extract<HistoryFact, { readonly kind: 'OBSERVATION' }>,
  options: OptionKnowledge | undefined,
  audience: Audience,
): string {
  const known = [...(options?.measures.values() ?? [])].find(
    measure => measure.code === code || measure.loinc.includes(code),
  )
  if (known === undefined) return `${code} ${value} ${unit}`
  return `${known.texts[audience]} ${value} ${unit === known.unit ? known.unitText : unit}`
}

function wish(
  about: 'ROUTE' | 'AVOID_EFFECT' | 'GOAL' | 'MOST_TIMES_PER_DAY',
  value: string | number,
  options: OptionKnowledge | undefined,
  audience: Audience,
): string {
  if (about === 'MOST_TIMES_PER_DAY') return `at most ${timesText(value)} a day`
  return options?.preferences[about][value]?.[audience] ?? String(value)
}

/** "once", "twice", "3 times" */
export function timesText(times: string | number): string {
  if (times === 1) return 'once'
  return times === 2 ? 'twice' : `${times} times`
}

function responseText({ response, severity }: Extract<HistoryFact, { readonly kind: 'PRIOR_RESPONSE' }>): string {
  return severity === undefined ? RESPONSE[response] : `${severity.toLowerCase()} ${RESPONSE[response]}`
}

function joined(parts: readonly string[]): string {
  return parts.filter(part => part !== '').join(', ')
}
