import type { MedicationFact } from '../domain/history/history-fact.js'
import { codesOf } from './concepts.js'
import { isThere, type Json, jsonAt, listAt, numberAt, textAt } from './json.js'

type Dose = NonNullable<MedicationFact['dose']>

export interface ReadDosage {
  readonly dose?: Dose
  /** Whether something is said of the dose that the dose read here does not tell. */
  readonly isPartly: boolean
}

const HOURS_A_DAY = 24

/** Days of a unit of time; months and years are no fixed number of days. */
const DAYS: Readonly<Record<string, number>> = { d: 1, wk: 7, h: 1 / HOURS_A_DAY, min: 1 / HOURS_A_DAY / 60 }

/** HL7's codes of timings (v3-GTSAbbreviation) as times a day. */
const TIMES_PER_DAY: Readonly<Record<string, number>> = {
  QD: 1,
  AM: 1,
  PM: 1,
  BED: 1,
  BID: 2,
  TID: 3,
  QID: 4,
  QOD: 1 / 2,
  Q1H: 24,
  Q2H: 12,
  Q3H: 8,
  Q4H: 6,
  Q6H: 4,
  Q8H: 3,
}

/**
 * How much is taken, how often: one amount, and its times a day when they are plain. Several instructions are one dose when
 * all name the same amount and none follows another ("20 mg in the morning, 20 mg at night"); different amounts, ranges
 * and "when needed" are more than one dose can say.
 */
export function readDosage(dosages: readonly Json[]): ReadDosage {
  if (dosages.length === 0) return { isPartly: false }
  const read = dosages.map(readOne)
  const [first] = read
  const amounts = new Set(read.map(({ dose }) => (dose === undefined ? '' : `${dose.value} ${dose.unit ?? ''}`)))
  const isSequence = new Set(dosages.map(dosage => numberAt(dosage, 'sequence'))).size > 1
  const dose = first?.dose
  if (dose === undefined || amounts.size > 1 || (dosages.length > 1 && isSequence))
    return { isPartly: dosages.some(isSpoken) }
  const isPartly = read.some(each => each.isPartly)
  const times = read.map(each => each.dose?.timesPerDay)
  const timesPerDay = times.every(each => each !== undefined) ? times.reduce((sum, each) => sum + each, 0) : undefined
  const { timesPerDay: _own, ...amount } = dose
  return {
    dose: timesPerDay === undefined ? amount : { ...amount, timesPerDay: Number(timesPerDay.toFixed(4)) },
    isPartly: isPartly || (timesPerDay === undefined && dosages.length > 1),
  }
}

function readOne(dosage: Json): ReadDosage {
  const rates = listAt(dosage, 'doseAndRate')
  const [rate] = rates
  const quantity = jsonAt(rate, 'doseQuantity')
  const value = numberAt(quantity, 'value')
  if (rates.length > 1 || quantity === undefined || value === undefined || isThere(quantity, 'comparator'))
    return { isPartly: isSpoken(dosage) }
  const unit = unitOf(quantity)
  const amount = { value, ...(unit === undefined ? {} : { unit }) }
  const timing = jsonAt(dosage, 'timing')
  // How often something is taken when needed is at most, not how often it is taken.
  const isWhenNeeded = dosage['asNeededBoolean'] === true || isThere(dosage, 'asNeededCodeableConcept')
  const timesPerDay = isWhenNeeded ? undefined : timesPerDayOf(timing)
  const isPartly = timesPerDay === undefined && (isWhenNeeded || timing !== undefined)
  return { dose: timesPerDay === undefined ? amount : { ...amount, timesPerDay }, isPartly }
}

/** True where an instruction says more than that there is one. */
function isSpoken(dosage: Json): boolean {
  return ['text', 'doseAndRate', 'timing', 'asNeededBoolean', 'asNeededCodeableConcept'].some(name =>
    isThere(dosage, name),
  )
}

/** The coded unit; a unit in words is read as it stands and fits UCUM or does not. */
export function unitOf(quantity: Json): string | undefined {
  return textAt(quantity, 'code') ?? textAt(quantity, 'unit')
}

function timesPerDayOf(timing: Json | undefined): number | undefined {
  const repeat = jsonAt(timing, 'repeat')
  const coded = codesOf(jsonAt(timing, 'code')).map(code =>
    Object.hasOwn(TIMES_PER_DAY, code) ? TIMES_PER_DAY[code] : undefined,
  )
  if (repeat === undefined) return coded.find(times => times !== undefined)
  if (['frequencyMax', 'periodMax', 'dayOfWeek', 'countMax'].some(name => isThere(repeat, name))) return undefined
  const period = numberAt(repeat, 'period')
  const days = DAYS[textAt(repeat, 'periodUnit') ?? '']
  const perPeriod = numberAt(repeat, 'frequency') ?? momentsOf(repeat)
  if (period === undefined) {
    // Moments of a day without a period are moments of every day.
    return isThere(repeat, 'frequency') || isThere(repeat, 'periodUnit')
      ? undefined
      : (momentsOf(repeat) ?? coded.find(times => times !== undefined))
  }
  if (period <= 0 || days === undefined) return undefined
  return (perPeriod ?? 1) / (period * days)
}

/** "At 8 and at 20 h", "with breakfast and with dinner". */
function momentsOf(repeat: Json): number | undefined {
  const moments = ['timeOfDay', 'when'].map(name => repeat[name]).find(Array.isArray)
  return moments === undefined || moments.length === 0 ? undefined : moments.length
}
