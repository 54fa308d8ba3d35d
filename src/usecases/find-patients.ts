import { openPatients } from './access.js'
import { demand, visibilityOf } from './decide.js'
import { optionalText } from './input.js'
import type { Usecases } from './menu.js'
import type { Ports } from './ports.js'

/** The patients who are the actor's to see; others are as if they did not exist. */
export function findPatients({ transactions, clock }: Ports): Pick<Usecases, 'findPatients' | 'listPatients'> {
  return {
    async findPatients(actor, ids) {
      demand(actor, 'READ_PATIENT')
      const opened = await transactions.read(actor, unit => openPatients(unit, actor, 'READ_PATIENT', ids, clock.now()))
      return new Map([...opened].map(([id, { patient }]) => [id, patient]))
    },
    async listPatients(actor, { search }, page) {
      demand(actor, 'READ_PATIENT')
      const text = optionalText('search', search, 200)
      return await transactions.read(actor, async unit => {
        const now = clock.now()
        const found = await unit.patients.list(page, visibilityOf(actor, 'READ_PATIENT', now), text)
        const ids = found.items.map(({ id }) => id)
        const opened = await openPatients(unit, actor, 'READ_PATIENT', ids, now)
        return { ...found, items: found.items.flatMap(({ id }) => opened.get(id)?.patient ?? []) }
      })
    },
  }
}
