import type { GeneCall } from '../domain/diplotype/gene-call.js'
import type { HistoryFact } from '../domain/history/history-fact.js'
import type { PatientFacts, PatientHistory } from '../domain/history/patient-history.js'
import type { Knowledge } from '../domain/knowledge.js'
import { NOTHING_WITHHELD } from '../domain/recommendation/advice.js'
import type { WithheldGenes } from '../domain/recommendation/advice.js'
import { requireKnownFacts } from '../domain/recommendation/known-facts.js'
import type { MadeOf } from './answer-memory.js'
import { type OpenedPatient, openPatient, openPatients, openSample } from './access.js'
import { demand } from './decide.js'
import type { WithheldReason } from './decide.js'
import { factsInView, readFacts } from './history-of.js'
import type { Subject } from './menu.js'
import type { StatedBackground } from './option-questions.js'
import { patientFacts } from './patient-facts.js'
import type { Ports, UnitOfWork } from './ports.js'
import { presentCalls } from './present-calls.js'
import type { RecordedFact } from './recorded-fact.js'
import type { Actor, Sample, SeenPatient } from './records.js'
import { sampleForAdvice, withheldEvidence, withheldGenes } from './seen-calls.js'
import { viewOf } from './stored-facts.js'
import { requireStatedCalls } from './stated-calls.js'
import { statedFacts, withStated } from './stated-history.js'

/** Who is asked about, as far as an answer rests on it. */
export interface Person {
  /** Of the genes that the actor may see. */
  readonly calls: readonly GeneCall[]
  /** The other genes: whatever is known of them may not be shown, and may not be read as not tested. */
  readonly withheld: WithheldGenes
  /** Why what stands in the file is not shown, where it is not. */
  readonly noEvidence?: WithheldReason
  /** What may be used of the history, facts of the patient's record among them. */
  readonly recorded: readonly HistoryFact[]
  readonly patient?: SeenPatient
  /** Of whoever is in the store. */
  readonly madeOf?: MadeOf
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

const NOT_CALLED: readonly GeneCall[] = []

const NOTHING_RECORDED: readonly RecordedFact[] = []

type PersonPorts = Pick<Ports, 'transactions' | 'knowledge' | 'clock'>

/** The person of a question: a sample's, a patient, or one of whom only results are stated. */
export async function findPerson(ports: PersonPorts, actor: Actor, subject: Subject): Promise<Person> {
  const { transactions, knowledge } = ports
  if (subject.kind === 'stated') {
    demand(actor, 'READ_KNOWLEDGE')
    return { calls: requireStatedCalls(subject.results, knowledge), withheld: NOTHING_WITHHELD, recorded: [] }
  }
  demand(actor, 'ASK_ADVICE')
  return await transactions.read(actor, async unit => {
    const { opened, sample } = await openSubject(unit, actor, subject, ports.clock.now())
    const samples = new Map(sample === undefined ? [] : [[opened.patient.id, sample] as const])
    const [person] = (await peopleWithSamples(unit, [opened], samples, knowledge)).values()
    if (person === undefined) throw new Error('a person of an opened patient')
    return person
  })
}

async function openSubject(
  unit: UnitOfWork,
  actor: Actor,
  subject: Exclude<Subject, { readonly kind: 'stated' }>,
  now: Date,
): Promise<{ readonly opened: OpenedPatient; readonly sample: Sample | undefined }> {
  if (subject.kind === 'sample') return await openSample(unit, actor, 'ASK_ADVICE', subject.sampleId, now)
  const { patientId } = subject
  const opened = await openPatient(unit, actor, 'ASK_ADVICE', patientId, now)
  const samples = (await unit.samples.ofPatients([patientId])).get(patientId) ?? []
  return { opened, sample: sampleForAdvice(opened, samples) }
}

/**
 * Several patients, each with the calls of the sample that advice rests on, with a fixed number of statements. Parts of one answer that
 * ask for the same people at the same time are read for once.
 */
export async function findPeople(
  { transactions, knowledge, clock }: PersonPorts,
  actor: Actor,
  patientIds: readonly string[],
): Promise<ReadonlyMap<string, Person>> {
  demand(actor, 'ASK_ADVICE')
  const { organisationId, visit } = actor
  const question = [organisationId, visit?.grantId, knowledge.version, ...patientIds].join(' ')
  return await readOnce(actor, question, () =>
    transactions.read(actor, async unit => {
      const opened = await openPatients(unit, actor, 'ASK_ADVICE', patientIds, clock.now())
      return await peopleOf(unit, [...opened.values()], knowledge)
    }),
  )
}

type People = Promise<ReadonlyMap<string, Person>>

const BEING_READ = new WeakMap<Actor['request'], Map<string, People>>()

/** Only while it is being read, so that whatever is asked after a change sees the change. */
function readOnce({ request }: Actor, question: string, read: () => People): People {
  const running = BEING_READ.get(request) ?? new Map<string, People>()
  BEING_READ.set(request, running)
  const same = running.get(question)
  if (same !== undefined) return same
  const people = read().finally(() => running.delete(question))
  running.set(question, people)
  return people
}

/** Opened patients with the calls of the sample that advice rests on. */
export async function peopleOf(
  unit: UnitOfWork,
  opened: readonly OpenedPatient[],
  knowledge: Knowledge,
): Promise<ReadonlyMap<string, Person>> {
  const samples = await unit.samples.ofPatients(opened.map(({ patient }) => patient.id))
  const asked = new Map(
    opened.flatMap(opening => {
      const { id } = opening.patient
      const sample = sampleForAdvice(opening, samples.get(id) ?? [])
      return sample === undefined ? [] : [[id, sample] as const]
    }),
  )
  return await peopleWithSamples(unit, opened, asked, knowledge)
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
    opened.map((opening): [string, Person] => {
      const { patient } = opening
      const sample = samples.get(patient.id)
      const withheld = withheldGenes(opening, sample, knowledge)
      const called = sample === undefined ? NOT_CALLED : (calls.get(sample.id) ?? NOT_CALLED)
      const recorded = recordedFor(opening, histories)
      const noEvidence = withheldEvidence(opening, sample)
      const sight = JSON.stringify([patient, sample, viewOf(opening), [...withheld], noEvidence])
      const madeOf = { facts: factsOpen(opening, histories), calls: called, sight }
      const seen = called.filter(({ gene }) => !withheld.has(gene))
      return [patient.id, { calls: seen, withheld, noEvidence, recorded, patient, madeOf, sample }]
    }),
  )
}

/** What may be used of the history of an opened patient. */
export function recordedFor(
  opening: OpenedPatient,
  histories: ReadonlyMap<string, readonly RecordedFact[]>,
): readonly HistoryFact[] {
  return factsInView(factsOpen(opening, histories), opening.patient, viewOf(opening))
}

function factsOpen(
  { patient, withheld }: OpenedPatient,
  histories: ReadonlyMap<string, readonly RecordedFact[]>,
): readonly RecordedFact[] {
  return withheld.has('CLINICAL') ? NOTHING_RECORDED : (histories.get(patient.id) ?? NOTHING_RECORDED)
}

/** Joins what is recorded of a person with what was stated; throws `BAD_USER_INPUT` for what cannot be meant. */
export function backgroundOf(
  person: Pick<Person, 'recorded' | 'patient'>,
  stated: StatedBackground,
  now: Date,
  knowledge: Knowledge,
): Background {
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
