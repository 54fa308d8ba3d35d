import { dayRange, moment } from '../domain/history/days.js'
import type { OutsideCall } from '../domain/diplotype/gene-call.js'
import { DomainError } from '../domain/errors.js'
import { readStatedResult } from '../domain/read-stated-result.js'
import { openPatientForWrite } from './access.js'
import { requireText } from './input.js'
import type { ImportedResult, ImportResult, Usecases } from './menu.js'
import type { Ports, UnitOfWork } from './ports.js'
import type { Actor } from './records.js'
import { callWithOutsideCalls } from './record-outside-call.js'
import { sampleForAdvice } from './seen-calls.js'

/** A refusal that concerns the results alone: what else came with them is recorded all the same. */
const REFUSALS = ['FORBIDDEN', 'CONSENT_REQUIRED'] as const

/**
 * Records what another system found out about genes as outside calls of the sample that advice for this patient rests on.
 * Sent again it adds nothing; a newer result of the same system takes the place of its older one.
 */
export function importResults(ports: Ports): Usecases['importResults'] {
  const { transactions, clock } = ports
  return async (actor, { patientId, source: sender, results }) => {
    if (results.length === 0) return []
    const source = requireText('source', sender, 200)
    try {
      return await transactions.run(actor.organisationId, unit =>
        importAll(unit, actor, { patientId, source, results }, ports, clock.now()),
      )
    } catch (error) {
      const code = REFUSALS.find(each => error instanceof DomainError && error.code === each)
      if (code === undefined) throw error
      return results.map(() => ({ status: 'REFUSED' as const, code }))
    }
  }
}

type Input = Parameters<Usecases['importResults']>[1]

async function importAll(
  unit: UnitOfWork,
  actor: Actor,
  { patientId, source, results }: Input,
  { knowledge, ids }: Ports,
  now: Date,
): Promise<readonly ImportedResult[]> {
  const opened = await openPatientForWrite(unit, actor, 'WRITE_OUTSIDE_CALL', patientId, now)
  const samples = (await unit.samples.ofPatients([patientId])).get(patientId) ?? []
  const sample = sampleForAdvice(opened, samples)
  if (sample === undefined) return results.map(() => ({ status: 'REFUSED', code: 'NO_SAMPLE' }))
  await unit.histories.lock(patientId)
  const today = now.toISOString().slice(0, 10)
  const read = results.map(result => readOne(result, source, today, knowledge))
  const recorded = (await unit.samples.outsideCalls([sample.id])).get(sample.id) ?? []
  const outcomes = new Map<ReadOne, ImportedResult>()
  let added = 0
  for (const [gene, ofGene] of Map.groupBy(read.filter(isReadable), ({ call }) => call.gene)) {
    const { call, used, answers } = chooseNewest(ofGene)
    for (const [one, answer] of answers) outcomes.set(one, answer)
    if (call === undefined) continue
    const before = recorded.findLast(each => each.gene === gene && each.source?.system === source)
    const answer = compare(call, before)
    for (const one of used) outcomes.set(one, answer)
    if (answer.status !== 'RECORDED') continue
    await unit.samples.addOutsideCall(sample.id, actor.id, ids.next(), call, now)
    added += 1
  }
  if (added > 0) await callWithOutsideCalls(unit, sample.id, knowledge, now)
  return read.map(one => (isReadable(one) ? (outcomes.get(one) ?? UNUSED) : one))
}

const UNUSED: ImportedResult = { status: 'NOT_USED', code: 'OLDER_RESULT' }

interface ReadOne {
  readonly call: Sourced
}

type Sourced = OutsideCall & { readonly source: NonNullable<OutsideCall['source']> }

function isReadable(one: ReadOne | ImportedResult): one is ReadOne {
  return 'call' in one
}

function readOne(
  { result, reference, restricted }: ImportResult,
  system: string,
  today: string,
  knowledge: Ports['knowledge'],
): ReadOne | ImportedResult {
  // Outside calls cannot be kept apart for those who may see what is specially protected.
  if (restricted) return { status: 'REFUSED', code: 'RESTRICTED_RESULT' }
  const day = dayRange(result.on)
  if (day === undefined || result.on.length > LONGEST_DATE) return { status: 'REFUSED', code: 'IMPOSSIBLE_DATE' }
  if (day.earliest > today) return { status: 'REFUSED', code: 'FUTURE_DATE' }
  const call = readStatedResult(result, knowledge)
  if (typeof call === 'string') return { status: 'REFUSED', code: call }
  const named = reference === undefined || reference.length > LONGEST_REFERENCE ? {} : { reference }
  return { call: { ...call, source: { system, on: result.on, ...named } } }
}

/** An instant with its fraction and its zone is shorter. */
const LONGEST_DATE = 40
const LONGEST_REFERENCE = 300

interface Choice {
  readonly call?: Sourced
  readonly used: readonly ReadOne[]
  readonly answers: ReadonlyMap<ReadOne, ImportedResult>
}

/** The newest diplotype and the newest phenotype of one day are one result; what is older is not used. */
function chooseNewest(ofGene: readonly ReadOne[]): Choice {
  const newestDay = ofGene.map(dayOf).toSorted().at(-1) ?? ''
  const ofDay = ofGene.filter(one => dayOf(one) === newestDay)
  const diplotypes = newestOf(ofDay.filter(({ call }) => call.diplotype !== undefined))
  const phenotypes = newestOf(ofDay.filter(({ call }) => call.phenotype !== undefined))
  const used = [...new Set([...diplotypes, ...phenotypes])]
  const [diplotype, ...otherDiplotypes] = new Set(diplotypes.map(({ call }) => call.diplotype))
  const [phenotype, ...otherPhenotypes] = new Set(phenotypes.map(({ call }) => call.phenotype))
  if (otherDiplotypes.length > 0 || otherPhenotypes.length > 0)
    return { used, answers: new Map(used.map(one => [one, { status: 'REFUSED', code: 'CONTRADICTORY_RESULT' }])) }
  const [first] = used
  if (first === undefined) return { used, answers: new Map() }
  const { gene, source } = first.call
  const call = {
    gene,
    ...(diplotype === undefined ? {} : { diplotype }),
    ...(phenotype === undefined ? {} : { phenotype }),
    source,
  }
  return { call, used, answers: new Map() }
}

function newestOf(results: readonly ReadOne[]): readonly ReadOne[] {
  const newest = results
    .map(({ call }) => moment(call.source.on))
    .toSorted()
    .at(-1)
  return results.filter(({ call }) => moment(call.source.on) === newest)
}

function dayOf({ call }: { readonly call: Sourced }): string {
  return dayRange(call.source.on)?.earliest ?? ''
}

function compare(call: Sourced, before: OutsideCall | undefined): ImportedResult {
  if (before?.source === undefined) return { status: 'RECORDED', gene: call.gene }
  if (moment(before.source.on) > moment(call.source.on)) return UNUSED
  const isSame =
    before.diplotype === call.diplotype && before.phenotype === call.phenotype && before.source.on === call.source.on
  return { status: isSame ? 'UNCHANGED' : 'RECORDED', gene: call.gene }
}
