import { demand } from './decide.js'
import type { Usecases } from './menu.js'
import type { Ports } from './ports.js'

type FindUploads = Pick<Usecases, 'findUploads' | 'listUploads' | 'uploadsOfPatients' | 'uploadProgress'>

/** Uploads of the actor's organisation and how far they are. */
export function findUploads({ transactions, progress }: Ports): FindUploads {
  return {
    async findUploads(actor, ids) {
      demand(actor, 'READ_UPLOAD')
      const uploads = await transactions.run(actor.organisationId, unit => unit.uploads.find(ids))
      return new Map(uploads.map(upload => [upload.id, upload]))
    },
    async listUploads(actor, filter, page) {
      demand(actor, 'READ_UPLOAD')
      return await transactions.run(actor.organisationId, unit => unit.uploads.list(page, filter))
    },
    async uploadsOfPatients(actor, patientIds) {
      demand(actor, 'READ_UPLOAD')
      return await transactions.run(actor.organisationId, unit => unit.uploads.ofPatients(patientIds))
    },
    async uploadProgress(actor, uploadIds) {
      demand(actor, 'READ_UPLOAD')
      return await progress.latest(actor.organisationId, uploadIds)
    },
  }
}
