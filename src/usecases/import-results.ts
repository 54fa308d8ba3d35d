import { DomainError } from '../domain/errors.js'
import { dayRange } from '../domain/history/days.js'
import { readStatedResult } from '../domain/read-stated-result.js'
import { nameOf, type RecordedCall } from '../domain/standing-calls.js'
import { type OpenedPatient, openPatientForWrite } from './access.js'
import { chooseResults, isSame, type SentThing, type StandingThings, standingThings } from './choose-results.js'
import { thingOf } from './import-entry.js'
import { requireText } from './input.js'
import type { ImportedResult, ImportResult, ResultRefusal, Usecases } from './menu.js'
import type { Ports, UnitOfWork } from './ports.js'
import type { Actor } from './records.js'
import { callWithOutsideCalls } from './record-outside-call.js'
import { sampleForAdvice } from './seen-calls.js'

/** A refusal that concerns the results alone: what else came with them is recorded all the same. */
const REFUSALS = ['FORBIDDEN', 'CONSENT_REQUIRED'] as const

/**
 * Records what another system found out about genes as outside calls of the sample that advice for this patient rests on.
 * Sent again it adds nothing; a newer result of the same system takes the place of its older one, and what a thing stated
 * before and does not state any more is taken back, of whichever sample it was recorded.
 */
export function importResults(ports: Ports): Usecases['importResults'] {
  const { transactions, knowledge, clock } = ports
  return async (actor, { patientId, source: sender, results }) => {
    if (results.length === 0) return []
    const source = requireText('source', sender, 200)
    const now = clock.now()
    const today = now.toISOString().slice(0, 10)
    const sent = results.map(result => readOne(result, source, today, knowledge))
    return await transactions.run(actor.organisationId, unit => importAll(unit, actor, patientId, sent, ports, now))
  }
}

async function importAll(
  unit: UnitOfWork,
  actor: Actor,
  patientId: string,
  sent: readonly SentThing[],
  { knowledge, ids }: Ports,
  now: Date,
): Promise<readonly ImportedResult[]> {
  await unit.histories.lock(patientId)
  const samples = (await unit.samples.ofPatients([patientId])).get(patientId) ?? []
  const recorded = await unit.samples.outsideCalls(samples.map(({ id }) => id))
  const standing = new Map(samples.map(({ id }) => [id, standingThings(recorded.get(id) ?? [])]))
  const isConcerned = (thing: SentThing) =>
    thing.read !== undefined || thing.takesBack || [...standing.values()].some(things => things.of(thing) !== undefined)
  // What has nothing to do with genes is nobody's to be refused.
  if (!sent.some(isConcerned)) return sent.map(() => NOTHING)
  const opened = await openOrRefuse(unit, actor, patientId, now)
  if (typeof opened === 'string') return sent.map(thing => (isConcerned(thing) ? refused(opened) : NOTHING))
  const sample = sampleForAdvice(opened, samples)
  if (sample === undefined) return sent.map(({ read }) => (read === undefined ? NOTHING : refused('NO_SAMPLE')))

  const answers = chooseResults(sent, standing.get(sample.id) ?? standingThings([]))
  const retracted = new Set<SentThing>()
  for (const [sampleId, things] of standing) {
    const rows = sent.flatMap((one): readonly RecordedCall[] => {
      if (sampleId === sample.id && isAdded(answers.get(one))) return addition(one)
      const before = unsaid(one, things)
      if (before === undefined) return []
      retracted.add(one)
      return [retraction(before, now)]
    })
    for (const row of rows) await unit.samples.addOutsideCall(sampleId, actor.id, ids.next(), row, now)
    if (rows.length > 0) await callWithOutsideCalls(unit, sampleId, knowledge, now)
  }
  return sent.map(one => ({ ...(answers.get(one) ?? NOTHING), isRetracted: retracted.has(one) }))
}

const NOTHING: ImportedResult = { status: 'NOTHING_STATED', isRetracted: false }

function refused(code: ResultRefusal): ImportedResult {
  return { status: 'REFUSED', code, isRetracted: false }
}

async function openOrRefuse(
  unit: UnitOfWork,
  actor: Actor,
  patientId: string,
  now: Date,
): Promise<OpenedPatient | (typeof REFUSALS)[number]> {
  try {
    return await openPatientForWrite(unit, actor, 'WRITE_OUTSIDE_CALL', patientId, now)
  } catch (error) {
    const code = REFUSALS.find(each => error instanceof DomainError && error.code === each)
    if (code === undefined) throw error
    return code
  }
}

function readOne(
  { key, result, reference, restricted, takesBack }: ImportResult,
  system: string,
  today: string,
  knowledge: Ports['knowledge'],
): SentThing {
  const usable = reference === undefined || reference.length > LONGEST_REFERENCE ? {} : { reference }
  const source = { system, ...usable }
  const name = nameOf(source)
  const head = { thing: thingOf(system, key), takesBack, ...(name === undefined ? {} : { name }) }
  if (result === undefined) return head
  // Outside calls cannot be kept apart for those who may see what is specially protected.
  if (restricted) return { ...head, read: 'RESTRICTED_RESULT' }
  const day = dayRange(result.on)
  if (day === undefined || result.on.length > LONGEST_DATE) return { ...head, read: 'IMPOSSIBLE_DATE' }
  if (day.earliest > today) return { ...head, read: 'FUTURE_DATE' }
  const call = readStatedResult(result, knowledge)
  return { ...head, read: typeof call === 'string' ? call : { ...call, source: { ...source, on: result.on } } }
}

/** An instant with its fraction and its zone is shorter. */
const LONGEST_DATE = 40
const LONGEST_REFERENCE = 300

function isAdded(answer: Pick<ImportedResult, 'status'> | undefined): boolean {
  return answer?.status === 'RECORDED' || answer?.status === 'CHANGED'
}

function addition({ read, thing }: SentThing): readonly RecordedCall[] {
  return read === undefined || typeof read === 'string' ? [] : [{ call: read, thing }]
}

/** What was recorded from a thing that says something else by now, or nothing. */
function unsaid(one: SentThing, things: StandingThings): RecordedCall | undefined {
  const before = things.of(one)
  return before === undefined || isSame(one, before) ? undefined : before
}

/** It stays in the record, and says of itself that it counts no more. */
function retraction(before: RecordedCall, now: Date): RecordedCall {
  return { ...before, call: { ...before.call, retractedOn: now.toISOString() } }
}
