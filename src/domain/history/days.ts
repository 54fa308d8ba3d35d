/** The days a date may mean: one day, or all of a month or year when only that is known. */
export interface DayRange {
  readonly earliest: string
  readonly latest: string
}

const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T.*)?)?)?$/

/** Undefined where no such day exists ("2026-02-30"). Of an instant only the day counts. */
export function dayRange(date: string): DayRange | undefined {
  const [, year, month, day] = DATE.exec(date) ?? []
  if (year === undefined) return undefined
  if (month === undefined) return { earliest: `${year}-01-01`, latest: `${year}-12-31` }
  const last = lastDayOf(Number(year), Number(month))
  if (last === undefined) return undefined
  if (day === undefined) return { earliest: `${year}-${month}-01`, latest: `${year}-${month}-${last}` }
  const isDay = Number(day) >= 1 && Number(day) <= last
  const whole = `${year}-${month}-${day}`
  return isDay ? { earliest: whole, latest: whole } : undefined
}

/** A text by which dates and instants sort in time; an instant as UTC. */
export function moment(date: string): string {
  const time = date.includes('T') ? Date.parse(date) : Number.NaN
  return Number.isNaN(time) ? date : new Date(time).toISOString()
}

/** Whole years between two days, as people count them. */
export function yearsBetween(from: string, to: string): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4))
  return to.slice(5) < from.slice(5) ? years - 1 : years
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

function lastDayOf(year: number, month: number): number | undefined {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && isLeap ? 29 : DAYS[month - 1]
}
