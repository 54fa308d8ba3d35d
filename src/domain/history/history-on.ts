import { DomainError } from '../errors.js'
import type { Knowledge } from '../knowledge.js'
import type { Measure, OptionKnowledge, PreferenceVocabulary } from '../option-knowledge.js'
import type { ClinicalHistory, Measurement } from './clinical-history.js'
import { creatinineClearance } from './creatinine-clearance.js'
import { dayRange } from './days.js'
import type { HistoryFact, PreferenceFact } from './history-fact.js'
import { isConsidered, noteMatch } from './named-drugs.js'
import type { PatientFacts, PatientHistory } from './patient-history.js'
import { readAllergies } from './read-allergies.js'
import { type ConditionMap, readConditions } from './read-conditions.js'
import { readMedicines } from './read-medicines.js'
import { readObservations } from './read-observations.js'
import { readAge, readLactation, readLists, readLiver, readPregnancy, readSex, readSmoking } from './read-person.js'
import { leaveOut, note, type ReadingNotes, usableFacts } from './usable-facts.js'
import { withinLimits } from './within-limits.js'

const NO_MAP: ConditionMap = new Map()

/**
 * What is known of a patient on a day, from everything that was recorded: corrections followed, dates and units read, each
 * fact either used or named with the reason why not. The order of the facts does not matter.
 */
export function historyOn(
  recorded: readonly HistoryFact[],
  asOf: string,
  knowledge: Knowledge,
  conditionMap: ConditionMap = knowledge.conditionMap ?? NO_MAP,
): PatientHistory {
  const options = knowledge.options
  if (options === undefined || dayRange(asOf) === undefined || asOf.length !== 10) {
    const what =
      options === undefined ? 'This release holds no knowledge of options' : 'The day of a question is a whole day'
    throw new DomainError('BAD_USER_INPUT', what, { field: 'asOf' })
  }
  const notes: ReadingNotes = { asOf, options, problems: [], notUsed: [] }
  const { facts: looked, isCut } = withinLimits(usableFacts(recorded, notes), notes)
  const sorted = sort(looked)
  const lists = readLists(sorted.LIST, isCut, notes)
  const age = readAge(sorted.BIRTH, notes)
  const sex = readSex(sorted.SEX, notes)
  const measurements = readObservations(sorted.OBSERVATION, notes)
  derive(measurements, options, age, sex)
  const facts = namedFacts(age, measurements, options)
  const medicines = readMedicines(sorted.MEDICATION, lists.MEDICINES, knowledge, notes)
  const clinical: Omit<ClinicalHistory, 'problems' | 'notUsed'> = {
    lists,
    conditions: readConditions(sorted.CONDITION, conditionMap, notes),
    allergies: readAllergies(sorted.ALLERGY, knowledge, notes),
    measurements,
    age,
    sex,
    pregnancy: readPregnancy(sorted.PREGNANCY, sex, notes),
    lactation: readLactation(sorted.LACTATION, notes),
    smoking: readSmoking(sorted.SMOKING, notes),
    liver: readLiver(sorted.LIVER_FUNCTION, notes),
    priorResponses: sorted.PRIOR_RESPONSE.filter(fact => {
      const known = isConsidered(fact.drug, knowledge)
      noteMatch(fact.drug, known, knowledge, fact, notes)
      return known
    }).toSorted(byId),
    preferences: sorted.PREFERENCE.filter(fact => isKnownPreference(fact, notes)).toSorted(byId),
    factIds: new Map(facts.map(({ name, factIds }) => [name, factIds])),
  }
  const problems = notes.problems.toSorted((a, b) => compare(`${a.factId} ${a.code}`, `${b.factId} ${b.code}`))
  const notUsed = notes.notUsed.toSorted((a, b) => compare(a.factId, b.factId))
  const named = Object.fromEntries(facts.map(({ name, value }) => [name, value])) satisfies PatientFacts
  return { asOf, medicines, facts: named, clinical: { ...clinical, problems, notUsed } }
}

type Sorted = { readonly [Kind in HistoryFact['kind']]: readonly Extract<HistoryFact, { readonly kind: Kind }>[] }

function sort(facts: readonly HistoryFact[]): Sorted {
  const of = <Kind extends HistoryFact['kind']>(kind: Kind) =>
    facts.filter((fact): fact is Extract<HistoryFact, { readonly kind: Kind }> => fact.kind === kind)
  return {
    MEDICATION: of('MEDICATION'),
    CONDITION: of('CONDITION'),
    ALLERGY: of('ALLERGY'),
    OBSERVATION: of('OBSERVATION'),
    BIRTH: of('BIRTH'),
    SEX: of('SEX'),
    PREGNANCY: of('PREGNANCY'),
    LACTATION: of('LACTATION'),
    SMOKING: of('SMOKING'),
    LIVER_FUNCTION: of('LIVER_FUNCTION'),
    PRIOR_RESPONSE: of('PRIOR_RESPONSE'),
    PREFERENCE: of('PREFERENCE'),
    LIST: of('LIST'),
  }
}

/** A measured value beats a computed one, unless it is in doubt and the computed one is not. */
function derive(
  measurements: Map<string, Measurement>,
  { measures }: OptionKnowledge,
  age: ClinicalHistory['age'],
  sex: ClinicalHistory['sex'],
): void {
  for (const measure of measures.values()) {
    if (measure.derivedBy === undefined) continue
    const measured = measurements.get(measure.code)
    const [creatinine, weight] = measure.derivedFrom.map(code => measurements.get(code))
    const derived = creatinineClearance(measure, creatinine, weight, age, sex)
    if (derived !== undefined && (measured === undefined || (measured.doubtful && !derived.doubtful)))
      measurements.set(measure.code, derived)
  }
}

interface NamedFact {
  readonly name: string
  readonly value: number
  readonly factIds: readonly string[]
}

/** Facts by the names that guidelines ask for. What is in doubt is not stated to them. */
function namedFacts(
  age: ClinicalHistory['age'],
  measurements: ReadonlyMap<string, Measurement>,
  { measures }: OptionKnowledge,
): readonly NamedFact[] {
  const ofAge =
    age !== undefined && age.least === age.most ? [{ name: 'ageYears', value: age.most, factIds: age.factIds }] : []
  const ofMeasures = [...measures.values()].flatMap(({ code, fact }: Measure) => {
    const measurement = measurements.get(code)
    if (fact === undefined || measurement === undefined || measurement.doubtful) return []
    return [{ name: fact, value: measurement.value, factIds: measurement.factIds }]
  })
  return [...ofAge, ...ofMeasures]
}

const VOCABULARY: Readonly<Record<PreferenceFact['about'], PreferenceVocabulary | undefined>> = {
  ROUTE: 'ROUTE',
  AVOID_EFFECT: 'AVOID_EFFECT',
  GOAL: 'GOAL',
  MOST_TIMES_PER_DAY: undefined,
}

function isKnownPreference(fact: PreferenceFact, notes: ReadingNotes): boolean {
  const vocabulary = VOCABULARY[fact.about]
  const known =
    vocabulary === undefined
      ? typeof fact.value === 'number' && fact.value > 0
      : Object.hasOwn(notes.options.preferences[vocabulary], fact.value)
  if (!known) {
    note(notes, 'UNKNOWN_PREFERENCE', fact, false, 'value')
    leaveOut(notes, fact, 'NOT_CONSIDERED')
  }
  return known
}

function byId(a: HistoryFact, b: HistoryFact): number {
  return compare(a.id, b.id)
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
