import { advise } from '../domain/advise.js'
import type { DrugAdvice } from '../domain/recommendation/advice.js'
import { drugsByGene } from '../domain/recommendation/recommendations-for.js'
import { openSamples } from './access.js'
import { demand } from './decide.js'
import { pageByKey } from './list-page.js'
import type { Usecases } from './menu.js'
import { NOTHING_STATED } from './option-questions.js'
import { backgroundOf, recordedFor } from './person.js'
import type { Ports } from './ports.js'
import { presentCalls } from './present-calls.js'
import { seenAdvice, withheldEvidence, withheldGenes } from './seen-calls.js'

/**
 * What the sources say about all drugs they speak of, for several samples with a fixed number of statements: under the
 * medicines and facts of the history, as for one drug.
 */
export function adviseSamples({ transactions, knowledge, clock }: Ports): Usecases['adviseSamples'] {
  return async (actor, sampleIds, { gene, actionableOnly }, page) => {
    demand(actor, 'ASK_ADVICE')
    const now = clock.now()
    const { samples, calls, histories } = await transactions.read(actor, async unit => {
      const opened = await openSamples(unit, actor, 'ASK_ADVICE', sampleIds, now)
      const patientIds = [...new Set([...opened.values()].map(({ sample }) => sample.patientId))]
      return {
        samples: [...opened.values()],
        calls: await presentCalls(unit, [...opened.keys()], knowledge),
        histories: await unit.histories.ofPatients(patientIds),
      }
    })
    const asked = gene === undefined ? {} : { drugs: drugsByGene(knowledge).get(gene) ?? [] }
    return new Map(
      samples.map(({ sample, opened }) => {
        const withheld = withheldGenes(opened, sample, knowledge)
        const visible = (calls.get(sample.id) ?? []).filter(call => !withheld.has(call.gene))
        const person = { recorded: recordedFor(opened, histories), patient: opened.patient }
        const { history, facts } = backgroundOf(person, NOTHING_STATED, now, knowledge)
        const { drugs } = advise(visible, history, { ...asked, facts, withheld }, knowledge).recommendations
        const advice = actionableOnly === true ? drugs.filter(isActionable) : drugs
        const { items, ...rest } = pageByKey(advice, ({ drug }) => drug.name, page)
        const noEvidence = withheldEvidence(opened, sample)
        return [sample.id, { ...rest, items: items.map(each => seenAdvice(each, noEvidence)) }]
      }),
    )
  }
}

function isActionable({ outcomes }: DrugAdvice): boolean {
  return outcomes.some(
    outcome =>
      'actions' in outcome &&
      outcome.actions.some(action => action !== 'STANDARD_DOSING' && action !== 'NO_RECOMMENDATION'),
  )
}
