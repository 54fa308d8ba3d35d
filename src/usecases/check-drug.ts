import { advise } from '../domain/advise.js'
import { DomainError } from '../domain/errors.js'
import type { Drug, Knowledge } from '../domain/knowledge.js'
import { drugsToCheck, resolveDrug } from '../domain/recommendation/find-drugs.js'
import type { ResolvedDrug } from '../domain/recommendation/find-drugs.js'
import { genesAskedFor } from './asked-candidates.js'
import { requireText } from './input.js'
import { createAnswerMemory } from './answer-memory.js'
import type { DrugAnswer, DrugQuestion, Usecases } from './menu.js'
import type { StatedBackground } from './option-questions.js'
import { backgroundOf, findPerson, type Person } from './person.js'
import type { Ports } from './ports.js'
import { seenAdvice } from './seen-calls.js'

type DrugAdvised = Extract<DrugAnswer, { readonly type: 'advised' }>

/**
 * "May this person have this drug?", for a sample, a patient, or stated results and no patient at all: under the medicines
 * and facts of the history, and under those that are stated with the question.
 */
export function checkDrug(ports: Ports): Usecases['checkDrug'] {
  const { knowledge, clock } = ports
  const answers = createAnswerMemory<Pick<DrugAdvised, 'advice' | 'notConsidered'>>()
  return async (actor, { subject, drug, stated }) => {
    const named = findDrug(drug, knowledge)
    const person = await findPerson(ports, actor, subject)
    const now = clock.now()
    if (named.kind === 'candidates')
      return { type: 'candidates', text: 'name' in drug ? drug.name : drug.rxnorm, candidates: named.candidates }
    const question = [named.drug.name, stated]
    const answer = answers.of(person.madeOf, now, question, () => adviceOn(named.drug, person, stated, now, knowledge))
    return { ...answer, type: 'advised', drug: named.drug, sample: person.sample }
  }
}

function adviceOn(
  drug: Drug,
  person: Person,
  stated: StatedBackground,
  now: Date,
  knowledge: Knowledge,
): Pick<DrugAdvised, 'advice' | 'notConsidered'> {
  const { history, facts } = backgroundOf(person, stated, now, knowledge)
  const drugs = drugsToCheck(drug, knowledge)
  const genes = genesAskedFor(drugs, knowledge)
  const calls = person.calls.filter(({ gene }) => genes.has(gene))
  const { withheld, noEvidence } = person
  const { recommendations } = advise(calls, history, { drugs, facts, withheld }, knowledge)
  const { drugs: advice, notConsidered } = recommendations
  return { advice: advice.map(each => seenAdvice(each, noEvidence)), notConsidered }
}

function findDrug(question: DrugQuestion['drug'], knowledge: Knowledge): ResolvedDrug {
  if ('name' in question) return resolveDrug(requireText('drug.name', question.name, 200), knowledge)
  const drug = [...knowledge.drugs.values()].find(({ rxnorm }): boolean => rxnorm === question.rxnorm)
  if (drug === undefined) throw new DomainError('UNKNOWN_DRUG', 'No data file describes this RxNorm id', {})
  return { kind: 'drug', drug, matched: 'RXNORM' } satisfies { kind: 'drug'; drug: Drug; matched: 'RXNORM' }
}
