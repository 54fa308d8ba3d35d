import type { ChildPughClass } from '../option-knowledge.js'
import type { Age, ClinicalHistory, Dated, ListState, Pregnancy } from './clinical-history.js'
import { dayRange, yearsBetween } from './days.js'
import type {
  BirthFact,
  HistoryFact,
  LactationFact,
  ListFact,
  ListName,
  LiverFact,
  PregnancyFact,
  SexFact,
  SmokingFact,
} from './history-fact.js'
import { daysBetween } from './patient-history.js'
import { leaveOut, newestFirst, note, type ReadingNotes } from './usable-facts.js'

const OLDEST_YEARS = 130
const GESTATION_DAYS = 280
/** Births happen after the expected day. */
const OVERDUE_DAYS = 14
const SECOND_TRIMESTER_DAY = 98
const THIRD_TRIMESTER_DAY = 196

export function readAge(facts: readonly BirthFact[], notes: ReadingNotes): Age | undefined {
  const [fact] = newest(facts, ({ recordedOn }) => recordedOn, notes)
  if (fact === undefined) return undefined
  const born = dayRange(fact.date)
  if (born === undefined || born.earliest > notes.asOf) {
    note(notes, born === undefined ? 'IMPOSSIBLE_DATE' : 'FUTURE_DATE', fact, false, 'date')
    leaveOut(notes, fact, 'UNUSABLE')
    return undefined
  }
  const age = {
    least: Math.max(0, yearsBetween(born.latest, notes.asOf)),
    most: yearsBetween(born.earliest, notes.asOf),
    factIds: [fact.id],
  }
  if (age.least <= OLDEST_YEARS) {
    const others = facts.filter(({ date }) => {
      const other = dayRange(date)
      return other !== undefined && (other.latest < born.earliest || other.earliest > born.latest)
    })
    noteContradiction(fact, others, 'date', notes)
    return age
  }
  note(notes, 'IMPOSSIBLE_DATE', fact, false, 'date')
  leaveOut(notes, fact, 'UNUSABLE')
  return undefined
}

export function readSex(facts: readonly SexFact[], notes: ReadingNotes): ClinicalHistory['sex'] {
  const [fact] = newest(facts, ({ recordedOn }) => recordedOn, notes)
  if (fact === undefined) return undefined
  noteContradiction(
    fact,
    facts.filter(({ sex }) => sex !== fact.sex),
    'sex',
    notes,
  )
  return { sex: fact.sex, factIds: [fact.id] }
}

/** The newest one counts; that an older one stands and says something else has to be seen. */
function noteContradiction(
  used: HistoryFact,
  others: readonly HistoryFact[],
  field: string,
  notes: ReadingNotes,
): void {
  if (others.length > 0) note(notes, 'CONTRADICTORY', used, true, field)
  for (const other of others) note(notes, 'CONTRADICTORY', other, false, field)
}

/** On one day the stated pregnancy counts against a statement of none; a stated pregnancy counts whatever the stated sex. */
export function readPregnancy(
  facts: readonly PregnancyFact[],
  sex: ClinicalHistory['sex'],
  notes: ReadingNotes,
): Pregnancy | undefined {
  const [fact] = newestStated(facts, ({ pregnant }) => Number(pregnant), notes)
  if (fact === undefined) return undefined
  if (!fact.pregnant) {
    return {
      state: 'NOT_PREGNANT',
      stale: isOlder(fact.on, notes.options.currency.notPregnant, notes),
      factIds: [fact.id],
    }
  }
  if (sex?.sex === 'male') note(notes, 'PREGNANCY_CONTRADICTS_SEX', fact, true)
  const due = fact.dueOn === undefined ? undefined : dayRange(fact.dueOn)?.latest
  if (fact.dueOn !== undefined && due === undefined) note(notes, 'IMPOSSIBLE_DATE', fact, true, 'dueOn')
  if (due === undefined) {
    return { state: 'PREGNANT', stale: isOlder(fact.on, notes.options.currency.pregnant, notes), factIds: [fact.id] }
  }
  const day = GESTATION_DAYS - daysBetween(notes.asOf, due)
  return {
    state: 'PREGNANT',
    stale: day > GESTATION_DAYS + OVERDUE_DAYS,
    trimester: day >= THIRD_TRIMESTER_DAY ? 3 : day >= SECOND_TRIMESTER_DAY ? 2 : 1,
    factIds: [fact.id],
  }
}

export function readLactation(facts: readonly LactationFact[], notes: ReadingNotes): Dated<boolean> | undefined {
  const [fact] = newestStated(facts, ({ lactating }) => Number(lactating), notes)
  return fact && { value: fact.lactating, ...ageOf(fact, notes.options.currency.lactation, notes) }
}

export function readSmoking(facts: readonly SmokingFact[], notes: ReadingNotes): Dated<boolean> | undefined {
  const [fact] = newestStated(facts, ({ state }) => Number(state === 'CURRENT'), notes)
  return fact && { value: fact.state === 'CURRENT', ...ageOf(fact, notes.options.currency.smoking, notes) }
}

const LIVER: readonly LiverFact['childPugh'][] = ['NONE', 'A', 'B', 'C']

export function readLiver(
  facts: readonly LiverFact[],
  notes: ReadingNotes,
): Dated<ChildPughClass | 'NONE'> | undefined {
  const [fact] = newestStated(facts, ({ childPugh }) => LIVER.indexOf(childPugh), notes)
  return fact && { value: fact.childPugh, ...ageOf(fact, notes.options.currency.childPugh, notes) }
}

/** When each list was last said to be complete. A stale list is said to be stale, a list nobody vouched for shows no absence. */
export function readLists(
  facts: readonly ListFact[],
  isCut: (list: ListName) => boolean,
  notes: ReadingNotes,
): Readonly<Record<ListName, ListState>> {
  const stateOf = (list: ListName): ListState => {
    const [fact] = newestStated(
      facts.filter(each => each.list === list),
      () => 0,
      notes,
    )
    if (fact === undefined) return { state: 'NEVER_STATED', factIds: [] }
    // A list of which a part was not looked at cannot show that something is absent.
    const stale = isCut(list) || isOlder(fact.on, notes.options.currency.lists[list], notes)
    return { state: stale ? 'STALE' : 'CURRENT', statedOn: dayRange(fact.on)?.earliest, factIds: [fact.id] }
  }
  return { MEDICINES: stateOf('MEDICINES'), CONDITIONS: stateOf('CONDITIONS'), ALLERGIES: stateOf('ALLERGIES') }
}

function ageOf(
  { id, on }: { readonly id: string; readonly on: string },
  validDays: number,
  notes: ReadingNotes,
): { readonly stale: boolean; readonly factIds: readonly string[] } {
  return { stale: isOlder(on, validDays, notes), factIds: [id] }
}

type Stated = HistoryFact & { readonly on: string }

/** The newest statement that has a possible day by now; of one day the one that weighs most. */
function newestStated<Fact extends Stated>(
  facts: readonly Fact[],
  weight: (fact: Fact) => number,
  notes: ReadingNotes,
): readonly Fact[] {
  const usable = facts.filter(fact => {
    const day = dayRange(fact.on)
    if (day === undefined) {
      note(notes, 'IMPOSSIBLE_DATE', fact, false, 'on')
      leaveOut(notes, fact, 'UNUSABLE')
    } else if (day.earliest > notes.asOf) leaveOut(notes, fact, 'LIES_IN_THE_FUTURE')
    return day !== undefined && day.earliest <= notes.asOf
  })
  const heaviest = usable.toSorted((a, b) => weight(b) - weight(a))
  return newest(heaviest, ({ on }) => dayRange(on)?.earliest ?? on, notes, weight)
}

function newest<Fact extends HistoryFact>(
  facts: readonly Fact[],
  dateOf: (fact: Fact) => string,
  notes: ReadingNotes,
  weight: (fact: Fact) => number = () => 0,
): readonly Fact[] {
  const [first] = newestFirst(facts, dateOf)
  if (first === undefined) return []
  const sameDay = facts.filter(fact => dateOf(fact) === dateOf(first))
  const most = Math.max(...sameDay.map(weight))
  const [chosen = first] = newestFirst(
    sameDay.filter(fact => weight(fact) === most),
    dateOf,
  )
  for (const fact of facts) if (fact !== chosen) leaveOut(notes, fact, 'OLDER')
  return [chosen]
}

function isOlder(day: string, validDays: number, { asOf }: ReadingNotes): boolean {
  return daysBetween(dayRange(day)?.earliest ?? day, asOf) > validDays
}
