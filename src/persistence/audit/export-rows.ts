import { z } from 'zod'
import type { Database } from '../database.js'

export interface ExportFilter {
  /** First moment, inclusive. */
  readonly from?: Date
  /** Last moment, exclusive. */
  readonly to?: Date
  readonly patientId?: string
}

const OUTCOMES = ['ALLOWED', 'WITHHELD', 'DENIED', 'FAILED'] as const
const optional = z
  .string()
  .nullable()
  .transform(text => text ?? undefined)

const exportedRow = z.strictObject({
  sequence: z.string(),
  at: z.string(),
  organisationId: optional,
  requestId: z.string(),
  actorId: optional,
  roles: z.array(z.string()),
  purpose: z.string(),
  action: z.string(),
  patientId: optional,
  classes: z.array(z.string()),
  operationName: optional,
  operationHash: optional,
  outcome: z.enum(OUTCOMES),
  breakGlassId: optional,
  occurrences: z.number(),
})

export type ExportedRow = z.infer<typeof exportedRow>

const ROWS_AT_ONCE = 1000

const NEXT = `select sequence::text as sequence, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
    organisation_id::text as "organisationId", request_id as "requestId", actor_id as "actorId", to_json(roles) as roles,
    purpose, action, patient_id::text as "patientId", to_json(classes) as classes, operation_name as "operationName",
    operation_hash as "operationHash", outcome, break_glass_id::text as "breakGlassId", occurrences
  from audit_event e
  where e.sequence > ?::bigint and (?::uuid is null or e.patient_id = ?::uuid)
    and (?::timestamptz is null or e.at >= ?::timestamptz) and (?::timestamptz is null or e.at < ?::timestamptz)
  order by e.sequence limit ${ROWS_AT_ONCE}`

/** The rows of all organisations in the order in which they were written, asked as the auditor, few in memory at a time. */
export async function* exportRows(
  database: Database,
  { from, to, patientId: only }: ExportFilter,
): AsyncGenerator<ExportedRow> {
  const patientId = only ?? null
  const since = from?.toISOString() ?? null
  const until = to?.toISOString() ?? null
  let behind = '0'
  for (;;) {
    const values = [behind, patientId, patientId, since, since, until, until]
    const rows = await database.em.getConnection().execute<unknown[]>(NEXT, values)
    const read = rows.map(row => exportedRow.parse(row))
    yield* read
    if (read.length < ROWS_AT_ONCE) return
    behind = read.at(-1)?.sequence ?? behind
  }
}
