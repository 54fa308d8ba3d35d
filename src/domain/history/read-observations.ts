import type { Measure } from '../option-knowledge.js'
import type { Measurement } from './clinical-history.js'
import { dayRange } from './days.js'
import type { ObservationFact } from './history-fact.js'
import { daysBetween } from './patient-history.js'
import { leaveOut, newestFirst, note, type ReadingNotes } from './usable-facts.js'

/**
 * The newest usable value of each measure. A unit that the data do not convert is never guessed: the value is kept, not used,
 * and an older one that stands in for it is in doubt.
 */
export function readObservations(facts: readonly ObservationFact[], notes: ReadingNotes): Map<string, Measurement> {
  const byCode = measureCodes(notes.options.measures)
  const found = new Map<string, Measurement>()
  const passedOver = new Set<string>()
  for (const fact of newestFirst(facts, ({ takenOn }) => takenOn)) {
    const measure = byCode.get(fact.code)
    if (measure === undefined) {
      leaveOut(notes, fact, 'NOT_CONSIDERED')
      continue
    }
    const day = usableDay(fact, notes)
    if (day === undefined) {
      passedOver.add(measure.code)
      continue
    }
    if (found.has(measure.code)) {
      leaveOut(notes, fact, 'OLDER')
      continue
    }
    const value = convert(fact, measure, notes)
    if (value === undefined) {
      passedOver.add(measure.code)
      continue
    }
    found.set(measure.code, {
      measure: measure.code,
      value,
      unit: measure.unit,
      takenOn: day,
      doubtful:
        fact.preliminary === true || passedOver.has(measure.code) || daysBetween(day, notes.asOf) > measure.validDays,
      factIds: [fact.id],
    })
  }
  return found
}

function measureCodes(measures: ReadonlyMap<string, Measure>): ReadonlyMap<string, Measure> {
  return new Map(
    [...measures.values()].flatMap(measure => [measure.code, ...measure.loinc].map(code => [code, measure])),
  )
}

function usableDay(fact: ObservationFact, notes: ReadingNotes): string | undefined {
  const day = dayRange(fact.takenOn)
  const recorded = dayRange(fact.recordedOn)
  if (day === undefined) note(notes, 'IMPOSSIBLE_DATE', fact, false, 'takenOn')
  else if (recorded !== undefined && day.earliest > recorded.latest) note(notes, 'FUTURE_DATE', fact, false, 'takenOn')
  else if (day.earliest > notes.asOf) {
    leaveOut(notes, fact, 'LIES_IN_THE_FUTURE')
    return undefined
  } else return day.earliest
  leaveOut(notes, fact, 'UNUSABLE')
  return undefined
}

function convert(fact: ObservationFact, measure: Measure, notes: ReadingNotes): number | undefined {
  const factor = Object.hasOwn(measure.units, fact.unit) ? measure.units[fact.unit] : undefined
  const value = factor === undefined ? undefined : fact.value * factor
  if (value === undefined) note(notes, 'UNKNOWN_UNIT', fact, false, 'unit')
  else if (!(value >= measure.possible.min && value <= measure.possible.max))
    note(notes, 'IMPOSSIBLE_VALUE', fact, false, 'value')
  else return value
  leaveOut(notes, fact, 'UNUSABLE')
  return undefined
}
