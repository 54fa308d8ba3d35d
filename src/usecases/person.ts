import type { GeneCall } from '../domain/diplotype/gene-call.js'
import { DomainError } from '../domain/errors.js'
import type { HistoryFact } from '../domain/history/history-fact.js'
import { historyOn } from '../domain/history/history-on.js'
import type { PatientFacts, PatientHistory } from '../domain/history/patient-history.js'
import type { Knowledge } from '../domain/knowledge.js'
import { requireKnownFacts } from '../domain/recommendation/known-facts.js'
import { demand } from './decide.js'
import type { Subject } from './menu.js'
import type { StatedBackground } from './option-questions.js'
import { patientFacts } from './patient-facts.js'
import type { Ports, UnitOfWork } from './ports.js'
import { presentCalls } from './present-calls.js'
import type { RecordedFact } from './recorded-fact.js'
import type { Actor, Patient, Sample } from './records.js'
import { requireStatedCalls } from './stated-calls.js'
import { statedFacts, withStated } from './stated-history.js'

/** Who is asked about, as far as an answer rests on it. */
export interface Person {
  readonly calls: readonly GeneCall[]
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

/** The person of a question: a sample's, a patient, or one of whom only results are stated. */
export async function findPerson(
  { transactions, knowledge }: Pick<Ports, 'transactions' | 'knowledge'>,
  actor: Actor,
  subject: Subject,
): Promise<Person> {
  if (subject.kind === 'stated') {
    demand(actor, 'READ_KNOWLEDGE')
    return { calls: requireStatedCalls(subject.results, knowledge), recorded: [] }
  }
  demand(actor, 'ASK_ADVICE')
  return await transactions.run(actor.organisationId, async unit => {
    if (subject.kind === 'sample') return await personOfSample(unit, subject.sampleId, knowledge)
    const person = (await peopleOf(unit, [subject.patientId], knowledge)).get(subject.patientId)
    if (person === undefined) throw new DomainError('NOT_FOUND', 'No such patient', {})
    return person
  })
}

/** Several patients, each with the calls of the newest sample, with a fixed number of statements. */
export async function findPeople(
  { transactions, knowledge }: Pick<Ports, 'transactions' | 'knowledge'>,
  actor: Actor,
  patientIds: readonly string[],
): Promise<ReadonlyMap<string, Person>> {
  demand(actor, 'ASK_ADVICE')
  return await transactions.run(actor.organisationId, unit => peopleOf(unit, patientIds, knowledge))
}

async function peopleOf(
  unit: UnitOfWork,
  patientIds: readonly string[],
  knowledge: Knowledge,
): Promise<ReadonlyMap<string, Person>> {
  const patients = await unit.patients.find(patientIds)
  const samples = await unit.samples.ofPatients(patients.map(({ id }) => id))
  const newest = new Map(
    [...samples].flatMap(([id, [sample]]) => (sample === undefined ? [] : [[id, sample] as const])),
  )
  const sampleIds = [...newest.values()].map(({ id }) => id)
  const calls = await presentCalls(unit, sampleIds, knowledge)
  const histories = await unit.histories.ofPatients(patients.map(({ id }) => id))
  return new Map(
    patients.map(patient => {
      const sample = newest.get(patient.id)
      const called = sample === undefined ? [] : (calls.get(sample.id) ?? [])
      return [patient.id, { calls: called, recorded: recordedOf(patient, histories), patient, sample }]
    }),
  )
}

async function personOfSample(unit: UnitOfWork, sampleId: string, knowledge: Knowledge): Promise<Person> {
  const [sample] = await unit.samples.find([sampleId])
  if (sample === undefined) throw new DomainError('NOT_FOUND', 'No such sample', {})
  const [patient] = await unit.patients.find([sample.patientId])
  const calls = (await presentCalls(unit, [sample.id], knowledge)).get(sample.id) ?? []
  const histories = await unit.histories.ofPatients([sample.patientId])
  return { calls, recorded: patient === undefined ? [] : recordedOf(patient, histories), patient, sample }
}

/** Specially protected facts are not used, so that no answer hints at them. */
function recordedOf(patient: Patient, histories: ReadonlyMap<string, readonly RecordedFact[]>): readonly HistoryFact[] {
  const facts = (histories.get(patient.id) ?? []).filter(({ restricted }) => !restricted)
  return [...factsOfRecord(patient), ...facts]
}

/** What the record itself says of a person, as facts of the history. */
function factsOfRecord({ id, birthDate, sex, createdAt }: Patient): readonly HistoryFact[] {
  const head = { source: { kind: 'IMPORT', name: 'patient record' }, recordedOn: createdAt.toISOString() } as const
  return [
    ...(birthDate === undefined ? [] : [{ ...head, id: `${id}-birth`, kind: 'BIRTH', date: birthDate } as const]),
    ...(sex === undefined ? [] : [{ ...head, id: `${id}-sex`, kind: 'SEX', sex } as const]),
  ]
}

/** Joins what is recorded of a person with what was stated; throws `BAD_USER_INPUT` for what cannot be meant. */
export function backgroundOf(person: Person, stated: StatedBackground, now: Date, knowledge: Knowledge): Background {
  requireKnownFacts(stated.facts, knowledge)
  const today = now.toISOString().slice(0, 10)
  const { facts, replaced } = withStated(person.recorded, statedFacts(stated, today, knowledge), knowledge)
  const history = historyFrom(facts, today, knowledge)
  return {
    history,
    // With a history the age follows from its facts, the record's among them.
    facts: patientFacts(stated.facts, history.clinical === undefined ? person.patient : undefined, now),
    factsById: new Map(facts.map(fact => [fact.id, fact])),
    replaced,
  }
}

/** A release that knows nothing of options still knows what medicines do to genes. */
function historyFrom(facts: readonly HistoryFact[], asOf: string, knowledge: Knowledge): PatientHistory {
  if (knowledge.options !== undefined) return historyOn(facts, asOf, knowledge)
  const medicines = facts.flatMap(fact => {
    if (fact.kind !== 'MEDICATION' || fact.enteredInError === true) return []
    const { id, drug, startedOn, stoppedOn, status } = fact
    return [{ ...drug, startedOn, stoppedOn, factId: id, uncertain: status === 'UNKNOWN' }]
  })
  return { asOf, medicines, facts: {} }
}
