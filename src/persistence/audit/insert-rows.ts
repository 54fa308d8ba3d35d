import type { AuditRow } from '../../usecases/audit-row.js'

/** One statement however many rows, the same text every time, so that a connection prepares it once. */
export const INSERT_AUDIT_ROWS = `insert into audit_event (organisation_id, request_id, actor_id, roles, purpose, action,
    patient_id, classes, operation_name, operation_hash, outcome, break_glass_id, occurrences)
  select organisation_id, request_id, actor_id, roles, purpose, action, patient_id, classes, operation_name,
    operation_hash, outcome, break_glass_id, occurrences
  from json_to_recordset($1::json) as given (organisation_id uuid, request_id text, actor_id text, roles text[],
    purpose text, action text, patient_id uuid, classes text[], operation_name text, operation_hash text, outcome text,
    break_glass_id uuid, occurrences int)`

/** The rows as that statement takes them. */
export function encodeAuditRows(rows: readonly AuditRow[]): string {
  return JSON.stringify(
    rows.map(row => ({
      organisation_id: row.organisationId,
      request_id: row.requestId,
      actor_id: row.actorId,
      roles: row.roles,
      purpose: row.purpose,
      action: row.action,
      patient_id: row.patientId,
      classes: row.classes,
      operation_name: row.operation.name,
      operation_hash: row.operation.hash,
      outcome: row.outcome,
      break_glass_id: row.breakGlassId ?? row.grantId,
      occurrences: row.occurrences ?? 1,
    })),
  )
}
