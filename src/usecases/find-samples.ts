import { assignPhenotype } from '../domain/phenotype/assign-phenotype.js'
import { openPatients, openSamples } from './access.js'
import { demand } from './decide.js'
import type { Usecases } from './menu.js'
import type { Ports } from './ports.js'
import { presentCalls } from './present-calls.js'

type FindSamples = Pick<Usecases, 'findSamples' | 'listSamples' | 'samplesOfPatients' | 'geneCalls' | 'phenotypes'>

/** Samples of patients who are the actor's to see, what was called of them, and what that predicts. */
export function findSamples({ transactions, knowledge, clock }: Ports): FindSamples {
  const geneCalls: FindSamples['geneCalls'] = async (actor, sampleIds) => {
    demand(actor, 'READ_RESULT')
    return await transactions.run(actor.organisationId, async unit => {
      const opened = await openSamples(unit, actor, 'READ_RESULT', sampleIds, clock.now())
      return await presentCalls(unit, [...opened.keys()], knowledge)
    })
  }
  return {
    geneCalls,
    async findSamples(actor, ids) {
      demand(actor, 'READ_RESULT')
      const opened = await transactions.run(actor.organisationId, unit =>
        openSamples(unit, actor, 'READ_RESULT', ids, clock.now()),
      )
      return new Map([...opened].map(([id, { sample }]) => [id, sample]))
    },
    async listSamples(actor, filter, page) {
      demand(actor, 'READ_RESULT')
      return await transactions.run(actor.organisationId, async unit => {
        const found = await unit.samples.list(page, filter)
        const patientIds = found.items.map(({ patientId }) => patientId)
        const opened = await openPatients(unit, actor, 'READ_RESULT', patientIds, clock.now())
        return { ...found, items: found.items.filter(({ patientId }) => opened.has(patientId)) }
      })
    },
    async samplesOfPatients(actor, patientIds) {
      demand(actor, 'READ_RESULT')
      return await transactions.run(actor.organisationId, async unit => {
        const opened = await openPatients(unit, actor, 'READ_RESULT', patientIds, clock.now())
        return await unit.samples.ofPatients([...opened.keys()])
      })
    },
    async phenotypes(actor, sampleIds) {
      const calls = await geneCalls(actor, sampleIds)
      return new Map([...calls].map(([id, list]) => [id, list.map(call => assignPhenotype(call, knowledge))]))
    },
  }
}
