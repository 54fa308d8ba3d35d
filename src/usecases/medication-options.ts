import { adviseOptions, reviewMedicines } from '../domain/advise-options.js'
import type { GeneCall } from '../domain/diplotype/gene-call.js'
import type { Knowledge } from '../domain/knowledge.js'
import { candidatesFor, type CandidatesQuestion } from '../domain/medication/candidates.js'
import { drugsTaken } from '../domain/medication/medication-review.js'
import { askedCandidates, genesAskedFor } from './asked-candidates.js'
import { createAnswerMemory } from './answer-memory.js'
import type { Usecases } from './menu.js'
import { isMissing, optionKnowledgeAtHand } from './option-knowledge-at-hand.js'
import {
  NOTHING_STATED,
  type OptionsAdvised,
  type OptionsAnswer,
  type ReviewAdvised,
  type StatedBackground,
} from './option-questions.js'
import { backgroundOf, findPeople, findPerson, type Person } from './person.js'
import type { Ports } from './ports.js'
import { showFacts } from './show-facts.js'

type MedicationOptions = Pick<
  Usecases,
  'medicationOptions' | 'optionsOfPatients' | 'medicationReview' | 'reviewsOfPatients'
>

/** What may be given to somebody, and what is to be said of what they take; for one, or for all patients of a page. */
export function medicationOptions(ports: Ports): MedicationOptions {
  const { knowledge, clock } = ports
  const options = createAnswerMemory<Omit<OptionsAdvised, 'sample'>>()
  const reviews = createAnswerMemory<Omit<ReviewAdvised, 'sample'>>()

  function optionsFor(person: Person, asked: CandidatesQuestion, stated: StatedBackground): OptionsAdvised {
    const now = clock.now()
    const question = [asked, stated]
    const answer = options.of(person.madeOf, now, question, () => computeOptions(person, asked, stated, now, knowledge))
    return { ...answer, sample: person.sample }
  }

  function reviewFor(person: Person, stated: StatedBackground): ReviewAdvised {
    const now = clock.now()
    const answer = reviews.of(person.madeOf, now, stated, () => computeReview(person, stated, now, knowledge))
    return { ...answer, sample: person.sample }
  }

  return {
    async medicationOptions(actor, { subject, candidates, stated }) {
      const person = await findPerson(ports, actor, subject)
      const asked = asking(candidates, knowledge)
      return 'type' in asked ? asked : optionsFor(person, asked, stated)
    },
    async optionsOfPatients(actor, patientIds, candidates) {
      const people = await findPeople(ports, actor, patientIds)
      const asked = asking(candidates, knowledge)
      return mapValues(people, (person): OptionsAnswer =>
        'type' in asked ? asked : optionsFor(person, asked, NOTHING_STATED),
      )
    },
    async medicationReview(actor, { subject, stated }) {
      const person = await findPerson(ports, actor, subject)
      const known = optionKnowledgeAtHand(knowledge)
      return isMissing(known) ? known : reviewFor(person, stated)
    },
    async reviewsOfPatients(actor, patientIds) {
      const people = await findPeople(ports, actor, patientIds)
      const known = optionKnowledgeAtHand(knowledge)
      return mapValues(people, person => (isMissing(known) ? known : reviewFor(person, NOTHING_STATED)))
    },
  }
}

/** The question to the domain, or why there is none. */
function asking(candidates: Parameters<typeof askedCandidates>[0], knowledge: Knowledge) {
  const known = optionKnowledgeAtHand(knowledge)
  return isMissing(known) ? known : askedCandidates(candidates, knowledge)
}

function computeOptions(
  person: Person,
  asked: CandidatesQuestion,
  stated: StatedBackground,
  now: Date,
  knowledge: Knowledge,
): Omit<OptionsAdvised, 'sample'> {
  const background = backgroundOf(person, stated, now, knowledge)
  const drugs = candidatesFor(asked, knowledge).map(({ drug }) => drug)
  const calls = callsOf(person, genesAskedFor(drugs, knowledge))
  const advised = adviseOptions(calls, background.history, asked, background.facts, knowledge, person.withheld)
  const show = showFacts(background, knowledge, person.noEvidence)
  return {
    ...advised,
    type: 'options',
    options: advised.options.map(each => show.assessment(each)),
    background: show.background(advised.background),
  }
}

function computeReview(
  person: Person,
  stated: StatedBackground,
  now: Date,
  knowledge: Knowledge,
): Omit<ReviewAdvised, 'sample'> {
  const background = backgroundOf(person, stated, now, knowledge)
  const calls = callsOf(person, genesAskedFor(drugsTaken(background.history, knowledge), knowledge))
  const reviewed = reviewMedicines(calls, background.history, background.facts, knowledge, person.withheld)
  const show = showFacts(background, knowledge, person.noEvidence)
  return {
    ...reviewed,
    type: 'review',
    medicines: reviewed.medicines.map(show.medicine),
    background: show.background(reviewed.background),
  }
}

function callsOf({ calls }: Person, genes: ReadonlySet<string>): readonly GeneCall[] {
  return calls.filter(({ gene }) => genes.has(gene))
}

function mapValues<Key, Value, Mapped>(
  map: ReadonlyMap<Key, Value>,
  change: (value: Value) => Mapped,
): ReadonlyMap<Key, Mapped> {
  return new Map([...map].map(([key, value]) => [key, change(value)]))
}
