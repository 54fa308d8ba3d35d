import type { AuditLog } from '../../usecases/ports.js'
import type { Database } from '../database.js'
import { toDomainError } from '../database-errors.js'
import { groupCommit } from './group-commit.js'
import { encodeAuditRows, INSERT_AUDIT_ROWS } from './insert-rows.js'

/** Of one statement: beyond it one slow insert would hold up too many. */
const MOST_ROWS = 1000

/** Rows of reads, in a transaction of their own that has committed when the promise resolves (S20). */
export function postgresAuditLog(database: Database): AuditLog {
  const write = groupCommit(async (rows: Parameters<AuditLog['write']>[0]) => {
    await database.em.getConnection().execute(INSERT_AUDIT_ROWS, [encodeAuditRows(rows)])
  }, MOST_ROWS)
  return {
    async write(rows) {
      try {
        await write(rows)
      } catch (error) {
        throw toDomainError(error)
      }
    },
  }
}
