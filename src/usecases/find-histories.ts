import { openPatient, openPatients } from './access.js'
import { demand } from './decide.js'
import type { HistoryUsecases, KnownHistory, WithheldHistory } from './history-menu.js'
import { readHistory } from './history-of.js'
import type { Ports } from './ports.js'
import { viewOf } from './stored-facts.js'
import { unrestrictedFacts } from './unrestricted-facts.js'

type FindHistories = Pick<HistoryUsecases, 'histories' | 'listFacts'>

/** Histories of the actor's patients; specially protected facts that are withheld are as if they had not been recorded. */
export function findHistories({ transactions, knowledge, clock }: Ports): FindHistories {
  return {
    async histories(actor, patientIds) {
      demand(actor, 'READ_HISTORY')
      const now = clock.now()
      return await transactions.read(actor, async unit => {
        const opened = await openPatients(unit, actor, 'READ_HISTORY', patientIds, now)
        const recorded = await unit.histories.ofPatients(
          [...opened].flatMap(([id, { withheld }]) => (withheld.has('CLINICAL') ? [] : [id])),
        )
        return new Map(
          [...opened].map(([id, seen]): readonly [string, KnownHistory | WithheldHistory] => {
            const reason = seen.withheld.get('CLINICAL')
            if (reason !== undefined) return [id, { withheld: reason }]
            const { patient } = seen
            const view = viewOf(seen)
            const all = recorded.get(id) ?? []
            const visible = view.restricted === 'USED' ? all : unrestrictedFacts(all)
            const facts = new Map(visible.map(fact => [fact.id, fact]))
            return [id, { patient, facts, history: readHistory(visible, patient, now, knowledge, view) }]
          }),
        )
      })
    },

    async listFacts(actor, filter, page) {
      demand(actor, 'READ_HISTORY')
      return await transactions.read(actor, async unit => {
        const opened = await openPatient(unit, actor, 'READ_HISTORY', filter.patientId, clock.now())
        if (opened.withheld.has('CLINICAL')) return { items: [], cursors: [], totalCount: 0, hasNextPage: false }
        const withRestricted = viewOf(opened).restricted === 'USED'
        return await unit.histories.list(page, { ...filter, withRestricted })
      })
    },
  }
}
