import type { GeneCall } from '../domain/diplotype/gene-call.js'
import { DomainError } from '../domain/errors.js'
import type { HistoryFact } from '../domain/history/history-fact.js'
import type { PatientFacts, PatientHistory } from '../domain/history/patient-history.js'
import type { Knowledge } from '../domain/knowledge.js'
import { requireKnownFacts } from '../domain/recommendation/known-facts.js'
import { type OpenedPatient, openPatients, openSamples } from './access.js'
import { demand } from './decide.js'
import { factsInView, readFacts } from './history-of.js'
import type { Subject } from './menu.js'
import type { StatedBackground } from './option-questions.js'
import { patientFacts } from './patient-facts.js'
import type { Ports, UnitOfWork } from './ports.js'
import { presentCalls } from './present-calls.js'
import type { Actor, Patient, Sample } from './records.js'
import { requireStatedCalls } from './stated-calls.js'
import { statedFacts, withStated } from './stated-history.js'

/** Who is asked about, as far as an answer rests on it. */
export interface Person {
  readonly calls: readonly GeneCall[]
  /** What may be used of the history, facts of the patient's record among them. */
  readonly recorded: readonly HistoryFact[]
  readonly patient?: Patient
  /** The newest sample, or the one that was named. */
  readonly sample?: Sample
}

/** Everything that an answer about medicines is computed from, besides the drugs in question. */
export interface Background {
  readonly history: PatientHistory
  /** Facts that hold for this question, by the names that guidelines ask for. */
  readonly facts: PatientFacts
  readonly factsById: ReadonlyMap<string, HistoryFact>
  /** Recorded facts whose place a stated one takes. */
  readonly replaced: readonly HistoryFact[]
}

type PersonPorts = Pick<Ports, 'transactions' | 'knowledge' | 'clock'>

/** The person of a question: a sample's, a patient, or one of whom only results are stated. */
export async function findPerson(ports: PersonPorts, actor: Actor, subject: Subject): Promise<Person> {
  const { transactions, knowledge } = ports
  if (subject.kind === 'stated') {
    demand(actor, 'READ_KNOWLEDGE')
    return { calls: requireStatedCalls(subject.results, knowledge), recorded: [] }
  }
  demand(actor, 'ASK_ADVICE')
  if (subject.kind === 'patient') {
    const person = (await findPeople(ports, actor, [subject.patientId])).get(subject.patientId)
    if (person === undefined) throw new DomainError('NOT_FOUND', 'No such patient', {})
    return person
  }
  return await transactions.run(actor.organisationId, async unit => {
    const { sampleId } = subject
    const found = (await openSamples(unit, actor, 'ASK_ADVICE', [sampleId], ports.clock.now())).get(sampleId)
    if (found === undefined) throw new DomainError('NOT_FOUND', 'No such sample', {})
    const { sample, opened } = found
    const people = await peopleWithSamples(unit, [opened], new Map([[opened.patient.id, sample]]), knowledge)
    return people.get(opened.patient.id) ?? { calls: [], recorded: [] }
  })
}

/** Several patients, each with the calls of the newest sample, with a fixed number of statements. */
export async function findPeople(
  { transactions, knowledge, clock }: PersonPorts,
  actor: Actor,
  patientIds: readonly string[],
): Promise<ReadonlyMap<string, Person>> {
  demand(actor, 'ASK_ADVICE')
  return await transactions.run(actor.organisationId, async unit => {
    const opened = await openPatients(unit, actor, 'ASK_ADVICE', patientIds, clock.now())
    return await peopleOf(unit, [...opened.values()], knowledge)
  })
}

/** Opened patients with the calls of their newest sample. */
export async function peopleOf(
  unit: UnitOfWork,
  opened: readonly OpenedPatient[],
  knowledge: Knowledge,
): Promise<ReadonlyMap<string, Person>> {
  const samples = await unit.samples.ofPatients(opened.map(({ patient }) => patient.id))
  const newest = new Map(
    [...samples].flatMap(([id, [sample]]) => (sample === undefined ? [] : [[id, sample] as const])),
  )
  return await peopleWithSamples(unit, opened, newest, knowledge)
}

async function peopleWithSamples(
  unit: UnitOfWork,
  opened: readonly OpenedPatient[],
  samples: ReadonlyMap<string, Sample>,
  knowledge: Knowledge,
): Promise<ReadonlyMap<string, Person>> {
  const sampleIds = [...samples.values()].map(({ id }) => id)
  const calls = await presentCalls(unit, sampleIds, knowledge)
  const histories = await unit.histories.ofPatients(opened.map(({ patient }) => patient.id))
  return new Map(
    opened.map(({ patient, withheld }) => {
      const sample = samples.get(patient.id)
      const view = { restricted: withheld.has('RESTRICTED') ? 'LEFT_OUT' : 'USED' } as const
      const recorded = factsInView(histories.get(patient.id) ?? [], patient, view)
      const called = sample === undefined ? [] : (calls.get(sample.id) ?? [])
      return [patient.id, { calls: called, recorded, patient, sample }]
    }),
  )
}

/** Joins what is recorded of a person with what was stated; throws `BAD_USER_INPUT` for what cannot be meant. */
export function backgroundOf(person: Person, stated: StatedBackground, now: Date, knowledge: Knowledge): Background {
  requireKnownFacts(stated.facts, knowledge)
  const today = now.toISOString().slice(0, 10)
  const { facts, replaced } = withStated(person.recorded, statedFacts(stated, today, knowledge), knowledge)
  const history = readFacts(facts, today, knowledge)
  return {
    history,
    // With a history the age follows from its facts, the record's among them.
    facts: patientFacts(stated.facts, history.clinical === undefined ? person.patient : undefined, now),
    factsById: new Map(facts.map(fact => [fact.id, fact])),
    replaced,
  }
}
