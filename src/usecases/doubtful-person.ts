import type { Diagnostic } from '../domain/diagnostics.js'
import type { GeneCall } from '../domain/diplotype/gene-call.js'
import type { SampleEvidence } from '../domain/genotype/evidence.js'
import { realignEvidence } from '../domain/genotype/realign-evidence.js'
import { doubtsAboutPerson } from '../domain/genotype/whose-sample.js'
import type { PersonDoubt } from '../domain/genotype/whose-sample.js'
import { demand } from './decide.js'
import type { Ports } from './ports.js'
import type { Actor, HeldGene } from './records.js'

/** The newest samples of the patient that a new one is compared with. */
const MOST_COMPARED = 3

const DOUBTS: Readonly<Record<PersonDoubt, string>> = {
  OTHER_SEX_THAN_RECORDED: 'The sex chromosomes in the file do not fit the recorded sex',
  OTHER_PERSON_THAN_BEFORE: 'The file differs from an earlier sample of this patient as files of two people do',
}

/** Whether it may be somebody else's sample: then the laboratory looks before anything of it advises (C4). */
export async function doubtsAbout(
  { transactions, knowledge }: Pick<Ports, 'transactions' | 'knowledge'>,
  actor: Actor,
  patientId: string,
  evidence: SampleEvidence,
): Promise<readonly PersonDoubt[]> {
  demand(actor, 'CALL_SAMPLE')
  return await transactions.read(actor, async unit => {
    const [patient] = await unit.patients.find([patientId])
    const samples = (await unit.samples.ofPatients([patientId])).get(patientId) ?? []
    const documents = await unit.samples.documents(samples.slice(0, MOST_COMPARED).map(({ id }) => id))
    const earlier = [...documents.values()].map(before => realignEvidence(before.evidence, before.places, knowledge))
    return doubtsAboutPerson(evidence, patient?.sex, earlier, knowledge)
  })
}

/** Every gene, until somebody who has looked releases it by name. */
export function heldFor(doubts: readonly PersonDoubt[], calls: readonly GeneCall[]): readonly HeldGene[] {
  const reason = doubts.map(doubt => DOUBTS[doubt]).join('; ')
  return doubts.length === 0 ? [] : calls.map(({ gene }) => ({ gene, reason }))
}

export function diagnosed(doubt: PersonDoubt): Diagnostic {
  return {
    code: doubt,
    severity: 'warning',
    message: `${DOUBTS[doubt]}: every gene is held until it is released by name`,
  }
}
