import type { AuditRow } from './audit-row.js'
import type { AuditLog, Ports, UnitOfWork } from './ports.js'

/** The same ports, telling of every row of the audit that was kept: how often, and how it ended, is for an operator to watch. */
export function watchAccesses(ports: Ports, onKept: (rows: readonly AuditRow[]) => void): Ports {
  const { audit, transactions } = ports
  const watched = (unit: UnitOfWork): UnitOfWork => ({
    ...unit,
    audit: { ...unit.audit, ...watchedLog(unit.audit, rows => unit.afterCommit(() => onKept(rows))) },
  })
  return {
    ...ports,
    audit: watchedLog(audit, onKept),
    transactions: {
      read: (reader, work) => transactions.read(reader, work),
      run: (organisationId, work) => transactions.run(organisationId, unit => work(watched(unit))),
    },
  }
}

function watchedLog(log: AuditLog, onWritten: (rows: readonly AuditRow[]) => void): AuditLog {
  return {
    async write(rows) {
      await log.write(rows)
      onWritten(rows)
    },
  }
}
