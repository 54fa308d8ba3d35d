import { advise } from '../domain/advise.js'
import { DomainError } from '../domain/errors.js'
import type { Drug, Knowledge } from '../domain/knowledge.js'
import { drugsToCheck, resolveDrug } from '../domain/recommendation/find-drugs.js'
import type { ResolvedDrug } from '../domain/recommendation/find-drugs.js'
import { genesAskedFor } from './asked-candidates.js'
import { requireText } from './input.js'
import type { DrugQuestion, Usecases } from './menu.js'
import { backgroundOf, findPerson } from './person.js'
import type { Ports } from './ports.js'
import { seenAdvice } from './seen-calls.js'

/**
 * "May this person have this drug?", for a sample, a patient, or stated results and no patient at all: under the medicines
 * and facts of the history, and under those that are stated with the question.
 */
export function checkDrug(ports: Ports): Usecases['checkDrug'] {
  const { knowledge, clock } = ports
  return async (actor, { subject, drug, stated }) => {
    const named = findDrug(drug, knowledge)
    const person = await findPerson(ports, actor, subject)
    const { history, facts } = backgroundOf(person, stated, clock.now(), knowledge)
    if (named.kind === 'candidates')
      return { type: 'candidates', text: 'name' in drug ? drug.name : drug.rxnorm, candidates: named.candidates }
    const drugs = drugsToCheck(named.drug, knowledge)
    const genes = genesAskedFor(drugs, knowledge)
    const calls = person.calls.filter(({ gene }) => genes.has(gene))
    const { withheld, noEvidence } = person
    const { recommendations } = advise(calls, history, { drugs, facts, withheld }, knowledge)
    const advice = recommendations.drugs.map(each => seenAdvice(each, noEvidence))
    const { notConsidered } = recommendations
    return { type: 'advised', drug: named.drug, advice, sample: person.sample, notConsidered }
  }
}

function findDrug(question: DrugQuestion['drug'], knowledge: Knowledge): ResolvedDrug {
  if ('name' in question) return resolveDrug(requireText('drug.name', question.name, 200), knowledge)
  const drug = [...knowledge.drugs.values()].find(({ rxnorm }): boolean => rxnorm === question.rxnorm)
  if (drug === undefined) throw new DomainError('UNKNOWN_DRUG', 'No data file describes this RxNorm id', {})
  return { kind: 'drug', drug, matched: 'RXNORM' } satisfies { kind: 'drug'; drug: Drug; matched: 'RXNORM' }
}
