import { advise } from '../domain/advise.js'
import type { GeneCall } from '../domain/diplotype/gene-call.js'
import { DomainError } from '../domain/errors.js'
import type { Drug, Knowledge } from '../domain/knowledge.js'
import { drugsToCheck, resolveDrug } from '../domain/recommendation/find-drugs.js'
import { requireKnownFacts } from '../domain/recommendation/known-facts.js'
import type { ResolvedDrug } from '../domain/recommendation/find-drugs.js'
import { openPatient, openSamples } from './access.js'
import { demand } from './decide.js'
import { requireText } from './input.js'
import type { DrugQuestion, Subject, Usecases } from './menu.js'
import { patientFacts } from './patient-facts.js'
import type { Ports, UnitOfWork } from './ports.js'
import { presentCalls } from './present-calls.js'
import { requireMedicines } from './stated-medicines.js'
import { requireStatedCalls } from './stated-calls.js'
import type { Actor, Patient, Sample } from './records.js'

/** Who is asked about, as far as the answer rests on it. */
interface Person {
  readonly calls: readonly GeneCall[]
  readonly patient?: Patient
  readonly sample?: Sample
}

/**
 * "May this person have this drug?", for a sample, a patient's newest sample, or stated results and no patient at all, under
 * the medicines that are stated with the question.
 */
export function checkDrug(ports: Ports): Usecases['checkDrug'] {
  const { transactions, knowledge, clock } = ports
  return async (actor, { subject, drug, facts, medicines = [] }) => {
    requireKnownFacts(facts, knowledge)
    const taken = requireMedicines(medicines)
    const named = findDrug(drug, knowledge)
    const person = await findPerson(actor, subject)
    if (named.kind === 'candidates')
      return { type: 'candidates', text: 'name' in drug ? drug.name : drug.rxnorm, candidates: named.candidates }
    const now = clock.now()
    const history = { asOf: now.toISOString().slice(0, 10), medicines: taken, facts: {} }
    const question = {
      drugs: drugsToCheck(named.drug, knowledge),
      facts: patientFacts(facts, person.patient, now),
    }
    const { recommendations } = advise(callsFor(question.drugs, person.calls, knowledge), history, question, knowledge)
    const { drugs: advice, notConsidered } = recommendations
    return { type: 'advised', drug: named.drug, advice, sample: person.sample, notConsidered }
  }

  async function findPerson(actor: Actor, subject: Subject): Promise<Person> {
    if (subject.kind === 'stated') {
      demand(actor, 'READ_KNOWLEDGE')
      return { calls: requireStatedCalls(subject.results, knowledge) }
    }
    demand(actor, 'ASK_ADVICE')
    return await transactions.run(actor.organisationId, unit =>
      subject.kind === 'sample'
        ? personOfSample(unit, actor, subject.sampleId)
        : personOfPatient(unit, actor, subject.patientId),
    )
  }

  async function personOfSample(unit: UnitOfWork, actor: Actor, sampleId: string): Promise<Person> {
    const found = (await openSamples(unit, actor, 'ASK_ADVICE', [sampleId], clock.now())).get(sampleId)
    if (found === undefined) throw new DomainError('NOT_FOUND', 'No such sample', {})
    const {
      sample,
      opened: { patient },
    } = found
    return { calls: await callsOf(unit, sample), patient, sample }
  }

  async function personOfPatient(unit: UnitOfWork, actor: Actor, patientId: string): Promise<Person> {
    const { patient } = await openPatient(unit, actor, 'ASK_ADVICE', patientId, clock.now())
    const sample = (await unit.samples.ofPatients([patientId])).get(patientId)?.[0]
    return sample === undefined ? { calls: [], patient } : { calls: await callsOf(unit, sample), patient, sample }
  }

  async function callsOf(unit: UnitOfWork, { id }: Sample): Promise<readonly GeneCall[]> {
    return (await presentCalls(unit, [id], knowledge)).get(id) ?? []
  }
}

/** Nobody computes what was not asked: only genes that some guideline on these drugs asks for. */
function callsFor(drugs: readonly Drug[], calls: readonly GeneCall[], knowledge: Knowledge): readonly GeneCall[] {
  const genes = new Set(
    drugs.flatMap(({ name }) => (knowledge.guidelines.get(name) ?? []).flatMap(guideline => guideline.genes)),
  )
  return calls.filter(({ gene }) => genes.has(gene))
}

function findDrug(question: DrugQuestion['drug'], knowledge: Knowledge): ResolvedDrug {
  if ('name' in question) return resolveDrug(requireText('drug.name', question.name, 200), knowledge)
  const drug = [...knowledge.drugs.values()].find(({ rxnorm }): boolean => rxnorm === question.rxnorm)
  if (drug === undefined) throw new DomainError('UNKNOWN_DRUG', 'No data file describes this RxNorm id', {})
  return { kind: 'drug', drug, matched: 'RXNORM' } satisfies { kind: 'drug'; drug: Drug; matched: 'RXNORM' }
}
