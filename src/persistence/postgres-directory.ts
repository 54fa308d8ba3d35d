import { z } from 'zod'
import type { Directory } from '../usecases/ports.js'
import { ROLES } from '../usecases/records.js'
import type { Database } from './database.js'
import { toDomainError } from './database-errors.js'
import { rowsOf } from './statement.js'

const memberships = z.array(
  z.strictObject({
    actor_id: z.string(),
    name: z.string(),
    organisation_id: z.string(),
    organisation: z.string(),
    role: z.enum(ROLES),
  }),
)

/** Memberships of today, in one statement; nothing is remembered, so that a right taken away is gone at once (S6). */
export function postgresDirectory(database: Database): Directory {
  return {
    async signIn(issuer, subject) {
      try {
        const rows = await rowsOf(database.em, 'select * from sign_in($1, $2)', [issuer, subject])
        return memberships.parse(rows).map(row => ({
          actorId: row.actor_id,
          name: row.name,
          organisationId: row.organisation_id,
          organisation: row.organisation,
          role: row.role,
        }))
      } catch (error) {
        throw toDomainError(error)
      }
    },
  }
}
