import { demand } from './decide.js'
import type { Usecases } from './menu.js'
import type { Ports } from './ports.js'

/** Patients of the actor's organisation; others are as if they did not exist. */
export function findPatients({ transactions }: Ports): Pick<Usecases, 'findPatients' | 'listPatients'> {
  return {
    async findPatients(actor, ids) {
      demand(actor, 'READ_PATIENT')
      const patients = await transactions.run(actor.organisationId, unit => unit.patients.find(ids))
      return new Map(patients.map(patient => [patient.id, patient]))
    },
    async listPatients(actor, { search }, page) {
      demand(actor, 'READ_PATIENT')
      return await transactions.run(actor.organisationId, unit => unit.patients.list(page, search))
    },
  }
}
