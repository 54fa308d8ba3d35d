import { assignPhenotype } from '../domain/phenotype/assign-phenotype.js'
import { openPatients, openSamples } from './access.js'
import { demand, visibilityOf } from './decide.js'
import type { Usecases } from './menu.js'
import type { Ports } from './ports.js'
import { presentCalls } from './present-calls.js'
import { withheldEvidence, withheldGenes, withheldResult, withoutEvidence } from './seen-calls.js'
import type { SeenResult } from './seen-calls.js'

type FindSamples = Pick<Usecases, 'findSamples' | 'listSamples' | 'samplesOfPatients' | 'phenotypes'>

/** Samples of patients who are the actor's to see, what was called of them, and what that predicts. */
export function findSamples({ transactions, knowledge, clock }: Ports): FindSamples {
  return {
    async findSamples(actor, ids) {
      demand(actor, 'READ_RESULT')
      const opened = await transactions.read(actor, unit => openSamples(unit, actor, 'READ_RESULT', ids, clock.now()))
      return new Map([...opened].map(([id, { sample }]) => [id, sample]))
    },
    async listSamples(actor, filter, page) {
      demand(actor, 'READ_RESULT')
      return await transactions.read(actor, async unit => {
        const now = clock.now()
        const found = await unit.samples.list(page, visibilityOf(actor, 'READ_RESULT', now), filter)
        const patientIds = found.items.map(({ patientId }) => patientId)
        const opened = await openPatients(unit, actor, 'READ_RESULT', patientIds, now)
        return { ...found, items: found.items.filter(({ patientId }) => opened.has(patientId)) }
      })
    },
    async samplesOfPatients(actor, patientIds) {
      demand(actor, 'READ_RESULT')
      return await transactions.read(actor, async unit => {
        const opened = await openPatients(unit, actor, 'READ_RESULT', patientIds, clock.now())
        return await unit.samples.ofPatients([...opened.keys()])
      })
    },
    async phenotypes(actor, sampleIds) {
      demand(actor, 'READ_RESULT')
      const { opened, calls } = await transactions.read(actor, async unit => {
        const found = await openSamples(unit, actor, 'READ_RESULT', sampleIds, clock.now())
        return { opened: found, calls: await presentCalls(unit, [...found.keys()], knowledge) }
      })
      return new Map(
        [...opened].map(([id, { sample, opened: patient }]) => {
          const withheld = withheldGenes(patient, sample, knowledge)
          const noEvidence = withheldEvidence(patient, sample)
          const seen = (calls.get(id) ?? []).map((call): SeenResult => {
            const reason = withheld.get(call.gene)
            if (reason !== undefined) return withheldResult(call.gene, reason)
            return withoutEvidence(assignPhenotype(call, knowledge), noEvidence)
          })
          return [id, seen]
        }),
      )
    },
  }
}
