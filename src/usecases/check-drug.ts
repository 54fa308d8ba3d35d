import type { OutsideCall } from '../domain/diplotype/gene-call.js'
import { DomainError } from '../domain/errors.js'
import type { Drug, Knowledge } from '../domain/knowledge.js'
import { assignPhenotype } from '../domain/phenotype/assign-phenotype.js'
import { phenotypesFromStated } from '../domain/phenotypes-from-stated.js'
import type { GenePhenotype } from '../domain/phenotype/gene-phenotype.js'
import { checkDrug as adviseOnDrug } from '../domain/recommendation/check-drug.js'
import { drugsToCheck, resolveDrug } from '../domain/recommendation/find-drugs.js'
import { requireKnownFacts } from '../domain/recommendation/known-facts.js'
import type { ResolvedDrug } from '../domain/recommendation/find-drugs.js'
import { demand } from './decide.js'
import { requireOutsideCalls, requireText } from './input.js'
import type { DrugQuestion, Subject, Usecases } from './menu.js'
import { patientFacts } from './patient-facts.js'
import type { Ports, UnitOfWork } from './ports.js'
import { presentCalls } from './present-calls.js'
import type { Actor, Patient, Sample } from './records.js'

/** Who is asked about, as far as the answer rests on it. */
interface Person {
  readonly phenotypes: readonly GenePhenotype[]
  readonly patient?: Patient
  readonly sample?: Sample
}

/** "May this person have this drug?", for a sample, a patient's newest sample, or stated results and no patient at all. */
export function checkDrug(ports: Ports): Usecases['checkDrug'] {
  const { transactions, knowledge, clock } = ports
  return async (actor, { subject, drug, facts }) => {
    requireKnownFacts(facts, knowledge)
    const named = findDrug(drug, knowledge)
    const person = await findPerson(actor, subject)
    if (named.kind === 'candidates')
      return { type: 'candidates', text: 'name' in drug ? drug.name : drug.rxnorm, candidates: named.candidates }
    const stated = patientFacts(facts, person.patient, clock.now())
    const advice = drugsToCheck(named.drug, knowledge).map(each =>
      adviseOnDrug(each, person.phenotypes, stated, knowledge),
    )
    return { type: 'advised', drug: named.drug, advice, sample: person.sample }
  }

  async function findPerson(actor: Actor, subject: Subject): Promise<Person> {
    if (subject.kind === 'stated') {
      demand(actor, 'READ_KNOWLEDGE')
      return { phenotypes: statedPhenotypes(subject.results, knowledge) }
    }
    demand(actor, 'ASK_ADVICE')
    return await transactions.run(actor.organisationId, unit =>
      subject.kind === 'sample' ? personOfSample(unit, subject.sampleId) : personOfPatient(unit, subject.patientId),
    )
  }

  async function personOfSample(unit: UnitOfWork, sampleId: string): Promise<Person> {
    const [sample] = await unit.samples.find([sampleId])
    if (sample === undefined) throw new DomainError('NOT_FOUND', 'No such sample', {})
    const [patient] = await unit.patients.find([sample.patientId])
    return { phenotypes: await phenotypesOf(unit, sample), patient, sample }
  }

  async function personOfPatient(unit: UnitOfWork, patientId: string): Promise<Person> {
    const [patient] = await unit.patients.find([patientId])
    if (patient === undefined) throw new DomainError('NOT_FOUND', 'No such patient', {})
    const sample = (await unit.samples.ofPatients([patientId])).get(patientId)?.[0]
    return sample === undefined
      ? { phenotypes: [], patient }
      : { phenotypes: await phenotypesOf(unit, sample), patient, sample }
  }

  async function phenotypesOf(unit: UnitOfWork, { id }: Sample): Promise<readonly GenePhenotype[]> {
    const calls = (await presentCalls(unit, [id], knowledge)).get(id) ?? []
    return calls.map(call => assignPhenotype(call, knowledge))
  }
}

function findDrug(question: DrugQuestion['drug'], knowledge: Knowledge): ResolvedDrug {
  if ('name' in question) return resolveDrug(requireText('drug.name', question.name, 200), knowledge)
  const drug = [...knowledge.drugs.values()].find(({ rxnorm }): boolean => rxnorm === question.rxnorm)
  if (drug === undefined) throw new DomainError('UNKNOWN_DRUG', 'No data file describes this RxNorm id', {})
  return { kind: 'drug', drug, matched: 'RXNORM' } satisfies { kind: 'drug'; drug: Drug; matched: 'RXNORM' }
}

/** Only the genes that were stated: of all others there is no result, which is another answer than a failed call. */
function statedPhenotypes(results: readonly OutsideCall[], knowledge: Knowledge): readonly GenePhenotype[] {
  const stated = requireOutsideCalls(results, knowledge)
  const genes = new Set(stated.map(({ gene }) => gene))
  if (genes.size < stated.length)
    throw new DomainError('BAD_USER_INPUT', 'A gene may be stated once', { field: 'results' })
  return phenotypesFromStated(stated, knowledge)
}
