import { dayRange } from '../domain/history/days.js'
import type { FactSource, HistoryFact } from '../domain/history/history-fact.js'
import { requireText } from './input.js'
import type { EntryProblem, FactStatement } from './history-menu.js'
import { DomainError } from '../domain/errors.js'
import type { Actor } from './records.js'

const LONGEST_TEXT = 300
const MOST_CODES = 20
/** An instant with its fraction and its zone is shorter. */
const LONGEST_DATE = 40

/** What a fact that cannot be meant is refused with; nothing of its content. */
export class UnstatableFact extends Error {
  constructor(readonly problem: EntryProblem) {
    super(problem.code)
  }
}

export interface FactIdentity {
  readonly id: string
  readonly supersedes?: string
}

/** A statement as a fact of the history: texts of a possible length, a source, a day on which it was recorded. */
export function prepareFact(statement: FactStatement, identity: FactIdentity, actor: Actor, now: Date): HistoryFact {
  requireStatable(statement.fact)
  return {
    ...statement.fact,
    ...identity,
    source: sourceOf(statement, actor),
    recordedOn: recordedOnOf(statement.recordedOn, now),
  }
}

/** Nobody but a patient: what they write is theirs, and they put right only what is theirs. */
export function isPatientAlone({ roles }: Actor): boolean {
  return roles.every(role => role === 'PATIENT')
}

/** What patients write is theirs; a laboratory's is the laboratory's. */
function sourceOf({ source }: FactStatement, actor: Actor): FactSource {
  const { roles } = actor
  const name = source?.name === undefined ? {} : { name: orUnstatable('source.name', source.name) }
  if (isPatientAlone(actor)) return { kind: 'PATIENT', ...name }
  const isLaboratory = roles.every(role => role === 'LABORATORY_TECHNICIAN' || role === 'LABORATORY_DIRECTOR')
  return { kind: source?.kind ?? (isLaboratory ? 'LABORATORY' : 'CLINICIAN'), ...name }
}

/** The day of recording as it was stated; a day that has not come, or does not exist, is refused. */
export function recordedOnOf(stated: string | undefined, now: Date): string {
  if (stated === undefined) return now.toISOString()
  const day = stated.length > LONGEST_DATE ? undefined : dayRange(stated)
  if (day === undefined) throw new UnstatableFact({ code: 'IMPOSSIBLE_DATE', field: 'recordedOn', used: false })
  if (day.earliest > now.toISOString().slice(0, 10))
    throw new UnstatableFact({ code: 'FUTURE_DATE', field: 'recordedOn', used: false })
  return stated
}

/** Every text is printable and of a possible length, every number is one. */
export function requireStatable(fact: object): void {
  for (const [name, value] of Object.entries(fact)) requireValue(value, name)
}

function requireValue(value: unknown, field: string): void {
  if (typeof value === 'string') orUnstatable(field, value)
  else if (typeof value === 'number' && !Number.isFinite(value)) throw unstatable(field)
  else if (Array.isArray(value)) {
    if (value.length > MOST_CODES) throw unstatable(field)
    value.forEach((item: unknown, index) => requireValue(item, `${field}[${index}]`))
  } else if (typeof value === 'object' && value !== null)
    for (const [name, item] of Object.entries(value)) requireValue(item, `${field}.${name}`)
}

function orUnstatable(field: string, text: string): string {
  try {
    // Half a character can be sent in JSON, and stored nowhere.
    if (!text.isWellFormed()) throw unstatable(field)
    return requireText(field, text, LONGEST_TEXT)
  } catch (error) {
    throw error instanceof DomainError ? unstatable(field) : error
  }
}

function unstatable(field: string): UnstatableFact {
  return new UnstatableFact({ code: 'BAD_INPUT', field, used: false })
}
