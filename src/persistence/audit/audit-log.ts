import type { EntityManager } from '@mikro-orm/postgresql'
import { DomainError } from '../../domain/errors.js'
import type { AuditLog } from '../../usecases/ports.js'
import type { Database } from '../database.js'
import { isRepeatable } from '../database-errors.js'
import { rowsOf } from '../statement.js'
import { groupCommit } from './group-commit.js'
import { encodeAuditRows, INSERT_AUDIT_ROWS } from './insert-rows.js'

/** Of one statement: beyond it one slow insert would hold up too many. */
const MOST_ROWS = 1000

/** Between two statements: under load it lets several requests share one, and one after the other waits for nothing. */
const SPACE_MILLISECONDS = 5

/** Takes note of why rows could not be written; whoever asked is only told that they could not. */
export type ReportUnwritten = (error: unknown) => void

/** Rows that are there if and only if the transaction commits (S20). */
export function auditInTransaction(em: EntityManager, report: ReportUnwritten): AuditLog {
  return {
    async write(rows) {
      if (rows.length === 0) return
      try {
        await rowsOf(em, INSERT_AUDIT_ROWS, [encodeAuditRows(rows)])
      } catch (error) {
        if (isRepeatable(error)) throw error
        report(error)
        throw unwritten()
      }
    },
  }
}

/** Rows of reads, in a transaction of their own that has committed when the promise resolves (S20). */
export function postgresAuditLog(database: Database, report: ReportUnwritten): AuditLog {
  const write = groupCommit(
    async (rows: Parameters<AuditLog['write']>[0]) => {
      await rowsOf(database.em, INSERT_AUDIT_ROWS, [encodeAuditRows(rows)])
    },
    MOST_ROWS,
    SPACE_MILLISECONDS,
  )
  return {
    async write(rows) {
      try {
        await write(rows)
      } catch (error) {
        report(error)
        throw unwritten()
      }
    },
  }
}

/** Nothing is told of a patient, and nothing changed, when it cannot be kept that it was. */
function unwritten(): DomainError {
  return new DomainError('SERVICE_UNAVAILABLE', 'It cannot be recorded that you asked, so there is no answer', {}, true)
}
