import { openPatients, openUploads } from './access.js'
import { demand, visibilityOf } from './decide.js'
import type { Usecases } from './menu.js'
import type { Ports } from './ports.js'

type FindUploads = Pick<Usecases, 'findUploads' | 'listUploads' | 'uploadsOfPatients' | 'uploadProgress'>

/** Uploads for patients who are the actor's to see, and how far they are. */
export function findUploads({ transactions, progress, clock }: Ports): FindUploads {
  return {
    async findUploads(actor, ids) {
      demand(actor, 'READ_UPLOAD')
      const opened = await transactions.read(actor, unit => openUploads(unit, actor, 'READ_UPLOAD', ids, clock.now()))
      return new Map([...opened].map(([id, { upload }]) => [id, upload]))
    },
    async listUploads(actor, filter, page) {
      demand(actor, 'READ_UPLOAD')
      return await transactions.read(actor, async unit => {
        const now = clock.now()
        const found = await unit.uploads.list(page, visibilityOf(actor, 'READ_UPLOAD', now), filter)
        const patientIds = found.items.map(({ patientId }) => patientId)
        const opened = await openPatients(unit, actor, 'READ_UPLOAD', patientIds, now)
        return { ...found, items: found.items.filter(({ patientId }) => opened.has(patientId)) }
      })
    },
    async uploadsOfPatients(actor, patientIds) {
      demand(actor, 'READ_UPLOAD')
      return await transactions.read(actor, async unit => {
        const opened = await openPatients(unit, actor, 'READ_UPLOAD', patientIds, clock.now())
        return await unit.uploads.ofPatients([...opened.keys()])
      })
    },
    async uploadProgress(actor, uploadIds) {
      demand(actor, 'READ_UPLOAD')
      const opened = await transactions.read(actor, unit =>
        openUploads(unit, actor, 'READ_UPLOAD', uploadIds, clock.now()),
      )
      return await progress.latest(actor.organisationId, [...opened.keys()])
    },
  }
}
