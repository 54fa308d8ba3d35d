import { whatIf as differences } from '../domain/advise-options.js'
import { DomainError } from '../domain/errors.js'
import type { NamedDrug } from '../domain/history/history-fact.js'
import { knownMedicine } from '../domain/history/known-medicines.js'
import { isConsidered } from '../domain/history/named-drugs.js'
import type { Knowledge } from '../domain/knowledge.js'
import { candidatesFor, type CandidatesQuestion } from '../domain/medication/candidates.js'
import { drugsTaken } from '../domain/medication/medication-review.js'
import { resolveDrug } from '../domain/recommendation/find-drugs.js'
import { askedCandidates, genesAskedFor } from './asked-candidates.js'
import { requireText } from './input.js'
import type { Usecases } from './menu.js'
import { isMissing, optionKnowledgeAtHand } from './option-knowledge-at-hand.js'
import {
  type AskedChange,
  type CandidatesAsked,
  type NoOptionKnowledge,
  NOTHING_STATED,
  type OptionCandidates,
  type StatedBackground,
  type WhatIfAdvised,
} from './option-questions.js'
import { backgroundOf, findPeople, findPerson, type Person } from './person.js'
import type { Ports } from './ports.js'
import { showFacts } from './show-facts.js'

const MOST_CHANGES = 20

/** A change that was read: what is started and stopped, and the options to look at besides. */
interface ReadChange {
  readonly start: readonly NamedDrug[]
  readonly stop: readonly NamedDrug[]
  readonly candidates?: CandidatesQuestion
}

/** What starting and stopping medicines would change. It reads, computes, and writes nothing. */
export function whatIf(ports: Ports): Pick<Usecases, 'whatIf' | 'whatIfOfPatients'> {
  const { knowledge, clock } = ports
  return {
    async whatIf(actor, { subject, stated, change, candidates }) {
      const person = await findPerson(ports, actor, subject)
      const read = readChange(change, candidates, knowledge)
      return 'type' in read ? read : differenceFor(person, read, stated, clock.now(), knowledge)
    },
    async whatIfOfPatients(actor, patientIds, change, candidates) {
      const people = await findPeople(ports, actor, patientIds)
      const read = readChange(change, candidates, knowledge)
      const now = clock.now()
      return new Map(
        [...people].map(([id, person]) => [
          id,
          'type' in read ? read : differenceFor(person, read, NOTHING_STATED, now, knowledge),
        ]),
      )
    },
  }
}

function readChange(
  { start, stop }: AskedChange,
  candidates: CandidatesAsked | undefined,
  knowledge: Knowledge,
): ReadChange | OptionCandidates | NoOptionKnowledge {
  const known = optionKnowledgeAtHand(knowledge)
  if (isMissing(known)) return known
  if (start.length + stop.length === 0 || start.length + stop.length > MOST_CHANGES)
    throw new DomainError('BAD_USER_INPUT', `start and stop name 1 to ${MOST_CHANGES} medicines together`, {})
  const started: NamedDrug[] = []
  for (const [index, name] of start.entries()) {
    const text = requireText(`start[${index}]`, name, 200)
    const unknown = isConsidered({ name: text, rxnorm: text }, knowledge) ? undefined : resolveDrug(text, knowledge)
    if (unknown?.kind === 'candidates') return { type: 'candidates', text, candidates: unknown.candidates }
    started.push(named(text, knowledge))
  }
  const stopped = stop.map((name, index) => named(requireText(`stop[${index}]`, name, 200), knowledge))
  if (candidates === undefined) return { start: started, stop: stopped }
  const asked = askedCandidates(candidates, knowledge)
  return 'type' in asked ? asked : { start: started, stop: stopped, candidates: asked }
}

/** A text is a name or an RxNorm id; both are matched exactly. */
function named(text: string, knowledge: Knowledge): NamedDrug {
  const [drug, ...others] = knownMedicine({ name: text, rxnorm: text }, knowledge).drugs
  return drug !== undefined && others.length === 0 ? { name: drug.name, rxnorm: drug.rxnorm } : { name: text }
}

function differenceFor(
  person: Person,
  { start, stop, candidates }: ReadChange,
  stated: StatedBackground,
  now: Date,
  knowledge: Knowledge,
): WhatIfAdvised {
  const background = backgroundOf(person, stated, now, knowledge)
  const { history, facts } = background
  const drugs = [
    ...drugsTaken(history, knowledge),
    ...start.flatMap(drug => knownMedicine(drug, knowledge).drugs),
    ...(candidates === undefined ? [] : candidatesFor(candidates, knowledge).map(({ drug }) => drug)),
  ]
  const genes = genesAskedFor(drugs, knowledge)
  const calls = person.calls.filter(({ gene }) => genes.has(gene))
  const moments = differences(calls, history, { start, stop }, candidates, facts, knowledge, person.withheld)
  const show = showFacts(background, knowledge, person.noEvidence)
  const notConsidered = history.medicines.filter(medicine => !knownMedicine(medicine, knowledge).considered)
  const { lists, problems, notUsed } = history.clinical ?? NO_HISTORY
  return {
    type: 'whatIf',
    asOf: history.asOf,
    moments: moments.map(({ moment, medicines, options }) => ({
      moment,
      medicines: medicines.flatMap(show.difference),
      options: options.flatMap(show.difference),
    })),
    background: show.background({ lists, problems, notUsed, notConsidered }),
    sample: person.sample,
  }
}

const NEVER = { state: 'NEVER_STATED', factIds: [] } as const

const NO_HISTORY = { lists: { MEDICINES: NEVER, CONDITIONS: NEVER, ALLERGIES: NEVER }, problems: [], notUsed: [] }
