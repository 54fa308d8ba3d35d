import { DomainError } from '../domain/errors.js'
import type { HistoryFact, NamedDrug, StatedFact } from '../domain/history/history-fact.js'
import { namesOf } from '../domain/history/named-drugs.js'
import type { Knowledge } from '../domain/knowledge.js'
import { requireDay } from './input.js'
import type { Facts } from './menu.js'
import type { StatedBackground } from './option-questions.js'
import { requireMedicines } from './stated-medicines.js'

const MOST_FACTS = 500
const LONGEST_TEXT = 500

/** Every id of a stated fact begins so; recorded facts have ids of their own. */
const STATED = 'stated-'

export function isStated(factId: string): boolean {
  return factId.startsWith(STATED)
}

/**
 * What was stated with a question as facts of the history, recorded today by whoever asks. What cannot be read in one of
 * them is told as a problem of that fact, as it is for recorded ones.
 */
export function statedFacts(
  { facts, medicines, history }: StatedBackground,
  today: string,
  knowledge: Knowledge,
): readonly HistoryFact[] {
  if (history.length > MOST_FACTS)
    throw new DomainError('BAD_USER_INPUT', `history may have ${MOST_FACTS} facts`, { field: 'history' })
  requireShortTexts(history)
  const taken = requireMedicines(medicines).map(({ name, rxnorm, startedOn, stoppedOn }, index): StatedFact => {
    const status = medicines[index]?.status ?? 'ACTIVE'
    return { kind: 'MEDICATION', drug: { name, rxnorm }, status, startedOn, stoppedOn }
  })
  return [...namedFacts(facts, today, knowledge), ...taken, ...history].map((fact, index) => ({
    ...fact,
    id: `${STATED}${index + 1}`,
    source: { kind: 'CLINICIAN', name: 'stated with the question' },
    recordedOn: today,
  }))
}

/** Facts by the names of guidelines that the history knows as well: an age, a weight, a height. */
function namedFacts(facts: Facts, today: string, { options }: Knowledge): readonly StatedFact[] {
  const age = facts['ageYears']
  const birth: StatedFact[] = typeof age === 'number' ? [{ kind: 'BIRTH', date: bornFor(age, today) }] : []
  const measures = [...(options?.measures.values() ?? [])].flatMap(({ code, unit, fact }): StatedFact[] => {
    const value = fact === undefined ? undefined : facts[fact]
    return typeof value === 'number' ? [{ kind: 'OBSERVATION', code, value, unit, takenOn: today }] : []
  })
  return [...birth, ...measures]
}

const DAYS_PER_YEAR = 365.25

/** A birthday on which somebody is that old today. */
function bornFor(age: number, today: string): string {
  const years = Math.floor(age)
  const day = new Date(`${today}T00:00:00Z`)
  day.setUTCFullYear(day.getUTCFullYear() - years)
  day.setUTCDate(day.getUTCDate() - Math.round((age - years) * DAYS_PER_YEAR))
  return day.toISOString().slice(0, 10)
}

function requireShortTexts(history: readonly StatedFact[]): void {
  for (const [index, fact] of history.entries()) {
    const field = `history[${index}]`
    const tooLong = textsIn(fact).some(text => text.length > LONGEST_TEXT || /\p{Cc}/u.test(text))
    if (tooLong)
      throw new DomainError('BAD_USER_INPUT', `${field} has a text that is too long or not printable`, { field })
    if (fact.kind === 'OBSERVATION') requireDay(`${field}.takenOn`, fact.takenOn.slice(0, 10))
  }
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

/** Recorded facts and stated ones together, and those recorded facts whose place a stated one takes for this question. */
export function withStated(
  recorded: readonly HistoryFact[],
  stated: readonly HistoryFact[],
  knowledge: Knowledge,
): { readonly facts: readonly HistoryFact[]; readonly replaced: readonly HistoryFact[] } {
  const subjects = stated.flatMap(fact => subjectsOf(fact, knowledge))
  if (recorded.length === 0 || subjects.length === 0) return { facts: [...recorded, ...stated], replaced: [] }
  const taken = new Set(subjects)
  const replaced = new Set(recorded.filter(fact => subjectsOf(fact, knowledge).some(subject => taken.has(subject))))
  // What a replaced fact corrects must not come back in its place.
  const byId = new Map(recorded.map(fact => [fact.id, fact]))
  for (const fact of replaced) {
    const corrected = byId.get(fact.supersedes ?? '')
    if (corrected !== undefined) replaced.add(corrected)
  }
  const kept = recorded.filter(fact => !replaced.has(fact))
  return { facts: [...kept, ...stated], replaced: [...replaced] }
}

/** What a fact is about: two facts that share a subject speak of the same thing. */
function subjectsOf(fact: HistoryFact, knowledge: Knowledge): readonly string[] {
  switch (fact.kind) {
    case 'MEDICATION':
    case 'PRIOR_RESPONSE':
      return drugSubjects(fact.kind, fact.drug, knowledge)
    case 'ALLERGY':
      return drugSubjects(fact.kind, fact.substance, knowledge)
    case 'CONDITION':
      return [`${fact.kind} ${fact.code.system} ${fact.code.code}`]
    case 'OBSERVATION':
      return [`${fact.kind} ${measureOf(fact.code, knowledge)}`]
    case 'PREFERENCE':
      return fact.about === 'ROUTE' || fact.about === 'MOST_TIMES_PER_DAY'
        ? [`${fact.kind} ${fact.about}`]
        : [`${fact.kind} ${fact.about} ${fact.value}`]
    case 'LIST':
      return [`${fact.kind} ${fact.list}`]
    case 'BIRTH':
    case 'SEX':
    case 'PREGNANCY':
    case 'LACTATION':
    case 'SMOKING':
    case 'LIVER_FUNCTION':
      return [fact.kind]
  }
}

function drugSubjects(kind: HistoryFact['kind'], drug: NamedDrug, knowledge: Knowledge): readonly string[] {
  return [...namesOf(drug, knowledge)].map(name => `${kind} ${name}`)
}

function measureOf(code: string, { options }: Knowledge): string {
  const measures = [...(options?.measures.values() ?? [])]
  return measures.find(measure => measure.code === code || measure.loinc.includes(code))?.code ?? code
}
