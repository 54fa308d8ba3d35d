import type { Database } from '../database.js'
import { toDomainError } from '../database-errors.js'
import type { UploadKeys } from '../staged-files.js'
import { withinOrganisation } from '../within-organisation.js'
import type { Keys } from './keys.js'
import { createUnitKeys } from './unit-keys.js'

/** The key under which an upload's file is encrypted: that of its patient, read behind the organisation's wall. */
export function createUploadKeys(database: Database, keys: Keys): UploadKeys {
  return async ({ organisationId, patientId }) => {
    try {
      return await withinOrganisation(database, organisationId, em =>
        createUnitKeys(em, organisationId, keys.patients).find(patientId),
      )
    } catch (error) {
      throw toDomainError(error)
    }
  }
}
