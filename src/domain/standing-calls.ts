import type { OutsideCall, OutsideSource } from './diplotype/gene-call.js'
import { dayRange, moment } from './history/days.js'

/** A result determined elsewhere as it was recorded for a sample, or, with `retractedOn`, that it was taken back. */
export interface RecordedCall {
  readonly call: OutsideCall
  /** What came from the other system, known again by this when it is sent again; absent: somebody stated it here. */
  readonly thing?: string
}

export interface CountedCalls {
  /** By gene. */
  readonly counted: ReadonlyMap<string, OutsideCall>
  readonly retracted: readonly OutsideCall[]
}

/**
 * What counts of all that was ever recorded for a sample, in the order in which it was recorded: of each thing the last that
 * was said of it, of each gene the last that was recorded and not taken back. Of the system that said it, its newest diplotype
 * and its newest phenotype of one day are one result.
 */
export function countedCalls(recorded: readonly RecordedCall[]): CountedCalls {
  const last = lastOfEach(recorded)
  const byGene = Map.groupBy(last.filter(isStanding), ({ call }) => call.gene)
  const counted = new Map(
    [...byGene].flatMap(([gene, ofGene]) => {
      const newest = ofGene.at(-1)?.call
      if (newest?.source === undefined) return newest === undefined ? [] : [[gene, newest] as const]
      const { system } = newest.source
      const { diplotypes, phenotypes } = newestOfOneDay(ofGene.filter(({ call }) => call.source?.system === system))
      return [[gene, oneResult(diplotypes.at(-1)?.call, phenotypes.at(-1)?.call) ?? newest] as const]
    }),
  )
  const retracted = last.flatMap(each => (isStanding(each) ? [] : [each.call]))
  return { counted, retracted }
}

export function isStanding({ call }: RecordedCall): boolean {
  return call.retractedOn === undefined
}

/** Of each thing the last that was said of it; whatever was recorded before things had names is known by its reference. */
export function lastOfEach(recorded: readonly RecordedCall[]): readonly RecordedCall[] {
  const things = new Set<string>()
  const names = new Set<string>()
  const last = recorded.toReversed().filter(({ call, thing }) => {
    const name = nameOf(call.source)
    const isSuperseded = thing === undefined ? name !== undefined && names.has(name) : things.has(thing)
    if (thing !== undefined) things.add(thing)
    if (name !== undefined) names.add(name)
    return !isSuperseded
  })
  return last.toReversed()
}

/** How the sending system refers to it. */
export function nameOf(source: Pick<OutsideSource, 'system' | 'reference'> | undefined): string | undefined {
  return source?.reference === undefined ? undefined : JSON.stringify([source.system, source.reference])
}

/** Of one gene and system: the newest diplotypes and the newest phenotypes of the newest day; several where they are as new. */
export function newestOfOneDay<T extends RecordedCall>(
  calls: readonly T[],
): { readonly diplotypes: readonly T[]; readonly phenotypes: readonly T[] } {
  const newestDay = newestText(calls.map(dayOf))
  const ofDay = calls.filter(each => dayOf(each) === newestDay)
  return {
    diplotypes: newestOf(ofDay.filter(({ call }) => call.diplotype !== undefined)),
    phenotypes: newestOf(ofDay.filter(({ call }) => call.phenotype !== undefined)),
  }
}

function newestOf<T extends RecordedCall>(calls: readonly T[]): readonly T[] {
  const newestMoment = newestText(calls.map(momentOf))
  return calls.filter(each => momentOf(each) === newestMoment)
}

function newestText(texts: readonly string[]): string | undefined {
  return texts.toSorted().at(-1)
}

function dayOf({ call }: RecordedCall): string {
  return dayRange(call.source?.on ?? '')?.earliest ?? ''
}

function momentOf({ call }: RecordedCall): string {
  return moment(call.source?.on ?? '')
}

function oneResult(diplotype: OutsideCall | undefined, phenotype: OutsideCall | undefined): OutsideCall | undefined {
  const first = diplotype ?? phenotype
  if (first === undefined || phenotype?.phenotype === undefined) return first
  return { ...first, phenotype: phenotype.phenotype }
}
