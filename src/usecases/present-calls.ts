import { callGenes } from '../domain/call-genes.js'
import type { GeneCall, OutsideCall } from '../domain/diplotype/gene-call.js'
import { countedCalls } from '../domain/standing-calls.js'
import { realignEvidence } from '../domain/genotype/realign-evidence.js'
import type { Knowledge } from '../domain/knowledge.js'
import type { UnitOfWork } from './ports.js'
import type { SampleDocument } from './records.js'

/**
 * The calls of samples under the present release: as they are stored where that release made them, otherwise called
 * again from what was read of the file. What is stored stays as it was given.
 */
export async function presentCalls(
  unit: UnitOfWork,
  sampleIds: readonly string[],
  knowledge: Knowledge,
): Promise<ReadonlyMap<string, readonly GeneCall[]>> {
  const documents = await unit.samples.documents(sampleIds)
  const older = [...documents]
    .filter(([, document]) => document.knowledgeVersion !== knowledge.version)
    .map(([id]) => id)
  const outside = older.length === 0 ? new Map<string, readonly OutsideCall[]>() : await outsideCallsOf(unit, older)
  return new Map(
    [...documents].map(([id, document]) => {
      const stated = outside.get(id)
      return [id, stated === undefined ? document.calls : calledAgain(document, stated, knowledge)]
    }),
  )
}

/** Documents are the same objects as long as they stand: what an older one gives now is called once, and not at every question. */
const calledBefore = new WeakMap<SampleDocument, { readonly given: string; readonly calls: readonly GeneCall[] }>()

function calledAgain(
  document: SampleDocument,
  outside: readonly OutsideCall[],
  knowledge: Knowledge,
): readonly GeneCall[] {
  const given = JSON.stringify([knowledge.version, outside])
  const before = calledBefore.get(document)
  const calls = before?.given === given ? before.calls : callAgain(document, outside, knowledge)
  calledBefore.set(document, { given, calls })
  return calls
}

export function callAgain(
  { evidence, places }: SampleDocument,
  outside: readonly OutsideCall[],
  knowledge: Knowledge,
): readonly GeneCall[] {
  return callGenes(realignEvidence(evidence, places, knowledge), outside, knowledge)
}

/** What is recorded for a gene later and stands replaces all that was stated of it with the upload. */
export async function outsideCallsOf(
  unit: UnitOfWork,
  sampleIds: readonly string[],
): Promise<ReadonlyMap<string, readonly OutsideCall[]>> {
  const samples = await unit.samples.find(sampleIds)
  const uploads = await unit.uploads.find(samples.map(({ uploadId }) => uploadId))
  const stated = new Map(uploads.map(({ id, outsideCalls }) => [id, outsideCalls]))
  const recorded = await unit.samples.outsideCalls(sampleIds)
  return new Map(
    samples.map(({ id, uploadId }) => {
      const { counted, retracted } = countedCalls(recorded.get(id) ?? [])
      const withUpload = (stated.get(uploadId) ?? []).filter(({ gene }) => !counted.has(gene))
      return [id, [...withUpload, ...counted.values(), ...retracted]]
    }),
  )
}
