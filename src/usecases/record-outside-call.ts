import { callGenes } from '../domain/call-genes.js'
import { DomainError } from '../domain/errors.js'
import { placesOf, realignEvidence } from '../domain/genotype/realign-evidence.js'
import { openSampleForWrite } from './access.js'
import { demand } from './decide.js'
import { fingerprint } from './fingerprint.js'
import { requireOutsideCalls, requireText } from './input.js'
import type { Usecases } from './menu.js'
import type { Ports, UnitOfWork } from './ports.js'
import { outsideCallsOf } from './present-calls.js'
import type { Sample } from './records.js'

/** Adds results determined elsewhere to a sample and calls it again from what was read of its file. */
export function recordOutsideCall({ transactions, knowledge, ids, clock }: Ports): Usecases['recordOutsideCall'] {
  return async (actor, input) => {
    demand(actor, 'WRITE_OUTSIDE_CALL')
    const calls = requireOutsideCalls(input.calls, knowledge)
    if (new Set(calls.map(({ gene }) => gene)).size < calls.length)
      throw new DomainError('BAD_USER_INPUT', 'calls may name a gene once', { field: 'calls' })
    if (calls.length === 0) throw new DomainError('BAD_USER_INPUT', 'calls must not be empty', { field: 'calls' })
    const key = requireText('idempotencyKey', input.idempotencyKey, 200)
    const request = fingerprint({ sampleId: input.sampleId, calls })
    const recordId = ids.next()
    return await transactions.run(actor.organisationId, async unit => {
      const now = clock.now()
      const { sample } = await openSampleForWrite(unit, actor, 'WRITE_OUTSIDE_CALL', input.sampleId, now)
      const answer = await unit.idempotency.remember(actor.id, 'recordOutsideCall', key, request, recordId)
      if (answer !== recordId) return sample
      // Two at once would each call the sample without what the other records.
      await unit.histories.lock(sample.patientId)
      for (const [index, call] of calls.entries())
        await unit.samples.addOutsideCall(sample.id, actor.id, index === 0 ? recordId : ids.next(), { call }, now)
      await callWithOutsideCalls(unit, sample.id, knowledge, clock.now())
      return await find(unit, sample.id)
    })
  }
}

/** Calls a sample again from what was read of its file, with all that was determined elsewhere. */
export async function callWithOutsideCalls(
  unit: UnitOfWork,
  id: string,
  knowledge: Ports['knowledge'],
  now: Date,
): Promise<void> {
  const document = (await unit.samples.documents([id])).get(id)
  if (document === undefined) throw noSuchSample()
  const outside = (await outsideCallsOf(unit, [id])).get(id) ?? []
  const evidence = realignEvidence(document.evidence, document.places, knowledge)
  const calls = callGenes(evidence, outside, knowledge)
  const { version: knowledgeVersion } = knowledge
  const places = placesOf(knowledge)
  await unit.samples.replaceDocument(id, { knowledgeVersion, calls, evidence, places }, now)
}

async function find(unit: UnitOfWork, id: string): Promise<Sample> {
  const [sample] = await unit.samples.find([id])
  if (sample === undefined) throw noSuchSample()
  return sample
}

function noSuchSample(): DomainError {
  return new DomainError('NOT_FOUND', 'No such sample', {})
}
