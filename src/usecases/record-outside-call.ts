import { callGenes } from '../domain/call-genes.js'
import type { OutsideCall } from '../domain/diplotype/gene-call.js'
import { DomainError } from '../domain/errors.js'
import { demand } from './decide.js'
import { fingerprint } from './fingerprint.js'
import { requireOutsideCalls, requireText } from './input.js'
import type { Usecases } from './menu.js'
import type { Ports, UnitOfWork } from './ports.js'
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
      const sample = await find(unit, input.sampleId)
      demand(actor, 'WRITE_OUTSIDE_CALL', { organisationId: sample.organisationId })
      const answer = await unit.idempotency.remember(actor.id, 'recordOutsideCall', key, request, recordId)
      if (answer !== recordId) return sample
      for (const [index, call] of calls.entries())
        await unit.samples.addOutsideCall(sample.id, actor.id, index === 0 ? recordId : ids.next(), call, clock.now())
      await callAgain(unit, sample)
      return await find(unit, sample.id)
    })
  }

  async function callAgain(unit: UnitOfWork, sample: Sample): Promise<void> {
    const [upload] = await unit.uploads.find([sample.uploadId])
    const document = await unit.samples.document(sample.id)
    if (upload === undefined || document === undefined) throw new DomainError('NOT_FOUND', 'No such sample', {})
    const outside = newestPerGene(upload.outsideCalls, await unit.samples.outsideCalls(sample.id))
    const calls = callGenes(document.evidence, outside, knowledge)
    await unit.samples.replaceCalls(sample.id, calls, knowledge.version, clock.now())
  }
}

async function find(unit: UnitOfWork, id: string): Promise<Sample> {
  const [sample] = await unit.samples.find([id])
  if (sample === undefined) throw new DomainError('NOT_FOUND', 'No such sample', {})
  return sample
}

/** What is recorded for a gene later replaces all that was stated with the upload. */
function newestPerGene(stated: readonly OutsideCall[], recorded: readonly OutsideCall[]): readonly OutsideCall[] {
  const newest = new Map(recorded.map(call => [call.gene, call]))
  return [...stated.filter(call => !newest.has(call.gene)), ...newest.values()]
}
