import { assignPhenotype } from '../domain/phenotype/assign-phenotype.js'
import { demand } from './decide.js'
import type { Usecases } from './menu.js'
import type { Ports } from './ports.js'
import { presentCalls } from './present-calls.js'

type FindSamples = Pick<Usecases, 'findSamples' | 'listSamples' | 'samplesOfPatients' | 'geneCalls' | 'phenotypes'>

/** Samples of the actor's organisation, what was called of them, and what that predicts. */
export function findSamples({ transactions, knowledge }: Ports): FindSamples {
  const geneCalls: FindSamples['geneCalls'] = async (actor, sampleIds) => {
    demand(actor, 'READ_RESULT')
    return await transactions.run(actor.organisationId, unit => presentCalls(unit, sampleIds, knowledge))
  }
  return {
    geneCalls,
    async findSamples(actor, ids) {
      demand(actor, 'READ_RESULT')
      const samples = await transactions.run(actor.organisationId, unit => unit.samples.find(ids))
      return new Map(samples.map(sample => [sample.id, sample]))
    },
    async listSamples(actor, filter, page) {
      demand(actor, 'READ_RESULT')
      return await transactions.run(actor.organisationId, unit => unit.samples.list(page, filter))
    },
    async samplesOfPatients(actor, patientIds) {
      demand(actor, 'READ_RESULT')
      return await transactions.run(actor.organisationId, unit => unit.samples.ofPatients(patientIds))
    },
    async phenotypes(actor, sampleIds) {
      const calls = await geneCalls(actor, sampleIds)
      return new Map([...calls].map(([id, list]) => [id, list.map(call => assignPhenotype(call, knowledge))]))
    },
  }
}
