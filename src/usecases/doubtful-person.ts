import { genesToCall } from '../domain/call-genes.js'
import type { Diagnostic } from '../domain/diagnostics.js'
import { DEFAULT_CALL_OPTIONS } from '../domain/diplotype/call-gene.js'
import type { GeneCall } from '../domain/diplotype/gene-call.js'
import type { SampleEvidence } from '../domain/genotype/evidence.js'
import { realignEvidence } from '../domain/genotype/realign-evidence.js'
import { doubtsAboutPerson } from '../domain/genotype/whose-sample.js'
import type { PersonDoubt } from '../domain/genotype/whose-sample.js'
import type { Knowledge } from '../domain/knowledge.js'
import { demand } from './decide.js'
import type { UnitOfWork } from './ports.js'
import type { Actor, HeldGene, Sample } from './records.js'

/** The newest samples of the patient that a new one is compared with: of those that are doubted, and of the others. */
const MOST_COMPARED = 3

const DOUBTS: Readonly<Record<PersonDoubt, string>> = {
  OTHER_SEX_THAN_RECORDED: 'The sex chromosomes in the file do not fit the recorded sex',
  OTHER_PERSON_THAN_BEFORE: 'The file differs from an earlier sample of this patient as files of two people do',
}

/**
 * Whether it may be somebody else's sample: then the laboratory looks before anything of it advises (C4). Until the transaction
 * ends no other sample of the patient is stored, so that of two at the same time the second is compared with the first.
 */
export async function doubtsAbout(
  unit: UnitOfWork,
  actor: Actor,
  patientId: string,
  evidence: SampleEvidence,
  knowledge: Knowledge,
): Promise<readonly PersonDoubt[]> {
  demand(actor, 'CALL_SAMPLE')
  await unit.histories.lock(patientId)
  const [patient] = await unit.patients.find([patientId])
  const samples = (await unit.samples.ofPatients([patientId])).get(patientId) ?? []
  const doubted = new Set(samples.filter(sample => isHeldWhole(sample, knowledge)).map(({ id }) => id))
  const others = samples.filter(({ id }) => !doubted.has(id)).map(({ id }) => id)
  const compared = [...others.slice(0, MOST_COMPARED), ...[...doubted].slice(0, MOST_COMPARED)]
  const earlier = [...(await unit.samples.documents(compared))].map(([id, before]) => ({
    evidence: realignEvidence(before.evidence, before.places, knowledge),
    isDoubted: doubted.has(id),
  }))
  return doubtsAboutPerson(evidence, patient?.sex, earlier, knowledge)
}

/** As a doubtful one is, or one that the director holds back by name; who lets out a gene has taken it for this person's. */
function isHeldWhole({ heldGenes }: Sample, knowledge: Knowledge): boolean {
  const held = new Set(heldGenes.map(({ gene }) => gene))
  return genesToCall(knowledge, DEFAULT_CALL_OPTIONS).every(({ symbol }) => held.has(symbol))
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
