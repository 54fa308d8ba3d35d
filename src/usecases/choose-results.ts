import type { OutsideCall } from '../domain/diplotype/gene-call.js'
import { isStanding, lastOfEach, nameOf, newestOfOneDay, type RecordedCall } from '../domain/standing-calls.js'
import type { ImportedResult, ResultRefusal } from './menu.js'

/** A thing of another system, with what was read of it: an outside call, why it is none, or nothing of a gene. */
export interface SentThing {
  readonly thing: string
  /** What it is called in what was recorded before things were known again. */
  readonly name?: string
  /** It says itself that a result does not count. */
  readonly takesBack: boolean
  readonly read?: OutsideCall | ResultRefusal
}

/** What stands of all that was recorded for a sample. */
export interface StandingThings {
  readonly calls: readonly RecordedCall[]
  /** What was recorded from a thing. */
  readonly of: (sent: SentThing) => RecordedCall | undefined
}

export function standingThings(recorded: readonly RecordedCall[]): StandingThings {
  const calls = lastOfEach(recorded).filter(isStanding)
  const byThing = new Map(calls.flatMap(each => (each.thing === undefined ? [] : [[each.thing, each] as const])))
  const unnamed = calls.filter(({ thing }) => thing === undefined)
  const byName = new Map(unnamed.map(each => [nameOf(each.call.source), each]))
  return {
    calls,
    of: ({ thing, name }) => byThing.get(thing) ?? (name === undefined ? undefined : byName.get(name)),
  }
}

/** Whether a thing says what was recorded from it. */
export function isSame({ read }: SentThing, { call }: RecordedCall): boolean {
  if (read === undefined || typeof read === 'string') return false
  const isEqual = read.gene === call.gene && read.diplotype === call.diplotype && read.phenotype === call.phenotype
  return isEqual && read.source?.on === call.source?.on
}

interface Candidate extends RecordedCall {
  readonly sent?: SentThing
}

/**
 * What becomes of each thing that was sent, gene by gene, among what stands from the same system: the newest diplotype and the
 * newest phenotype of one day are used, what is older is not, and things that are equally new must not contradict each other.
 */
export function chooseResults(
  sent: readonly SentThing[],
  standing: StandingThings,
): ReadonlyMap<SentThing, ImportedResult> {
  const answers = new Map<SentThing, ImportedResult>()
  const readable: (Candidate & { readonly sent: SentThing })[] = []
  for (const one of sent) {
    const { read } = one
    if (typeof read === 'string') answers.set(one, { status: 'REFUSED', code: read, isRetracted: false })
    else if (read !== undefined) readable.push({ call: read, sent: one })
  }
  const said = new Set(sent.flatMap(one => standing.of(one) ?? []))
  const others = Map.groupBy(
    standing.calls.filter(each => !said.has(each)),
    ({ call }) => groupOf(call),
  )
  for (const [group, ofGene] of Map.groupBy(readable, ({ call }) => groupOf(call))) {
    const { diplotypes, phenotypes } = newestOfOneDay<Candidate>([...(others.get(group) ?? []), ...ofGene])
    const used = new Set([...diplotypes, ...phenotypes].flatMap(each => each.sent ?? []))
    const isContradictory =
      isAtOdds(diplotypes.map(each => each.sent && each.call.diplotype)) ||
      isAtOdds(phenotypes.map(each => each.sent && each.call.phenotype))
    for (const { sent: one, call } of ofGene)
      answers.set(one, used.has(one) ? answerTo(one, call.gene, isContradictory, standing) : OLDER)
  }
  return answers
}

const OLDER: ImportedResult = { status: 'NOT_USED', code: 'OLDER_RESULT', isRetracted: false }

/** By gene and system. */
function groupOf({ gene, source }: OutsideCall): string {
  return JSON.stringify([gene, source?.system])
}

/** What was not sent now is not asked. */
function isAtOdds(said: readonly (string | undefined)[]): boolean {
  return new Set(said.filter(each => each !== undefined)).size > 1
}

function answerTo(one: SentThing, gene: string, isContradictory: boolean, standing: StandingThings): ImportedResult {
  if (isContradictory) return { status: 'REFUSED', code: 'CONTRADICTORY_RESULT', isRetracted: false }
  const before = standing.of(one)
  const status = before === undefined ? 'RECORDED' : isSame(one, before) ? 'UNCHANGED' : 'CHANGED'
  return { status, gene, isRetracted: false }
}
