import type { EntityManager } from '@mikro-orm/postgresql'
import { z } from 'zod'
import { DomainError } from '../../domain/errors.js'
import type { RecordedAccess } from '../../usecases/audit-row.js'
import type { AuditReader } from '../../usecases/ports.js'
import { ROLES } from '../../usecases/records.js'
import type { Page, PageRequest } from '../../usecases/records.js'
import type { TrailOutcome } from '../../usecases/trail.js'
import { onlyIds } from '../uuid-v7.js'

const OUTCOMES = ['ALLOWED', 'WITHHELD', 'DENIED', 'FAILED'] as const satisfies readonly TrailOutcome[]

const accessRow = z.strictObject({
  sequence: z.string(),
  at: z.string().transform(text => new Date(text)),
  organisation: z.string(),
  roles: z.array(z.enum(ROLES)),
  purpose: z.string(),
  action: z.string(),
  classes: z.array(z.string()),
  outcome: z.enum(OUTCOMES),
})

/**
 * Who looked by a grant is named by their own organisation; where the grant was erased with whom it spoke of, only that it
 * was another one is known here.
 */
const ORGANISATION = `coalesce(
  (select t.name from patient_grant g join organisation t on t.id = g.to_organisation_id where g.id = e.break_glass_id),
  case when e.break_glass_id is null or exists (select from break_glass b where b.id = e.break_glass_id) then o.name
    else 'Another organisation' end)`

/** Whoever was denied saw nothing and is nobody whom the patient has to know of. */
const SEEN = `from audit_event e join organisation o on o.id = e.organisation_id
  where e.patient_id = p.id and e.outcome <> 'DENIED'`

/** One statement, however many patients; a patient with nothing behind the cursor has a row that is empty but for the count. */
const ACCESSES = `
  select p.id as patient, (select count(*)::int ${SEEN}) as total, shown.*
  from unnest(?::uuid[]) as p (id)
  left join lateral (
    select e.sequence::text as sequence, e.at::text as at, ${ORGANISATION} as organisation, to_json(e.roles) as roles,
      e.purpose, e.action, to_json(e.classes) as classes, e.outcome
    ${SEEN} and (?::bigint is null or e.sequence < ?::bigint)
    order by e.sequence desc limit ?
  ) as shown on true
  order by shown.sequence::bigint desc`

/** Rows of the audit as a patient may read them: without the person who asked. */
export function auditReader(em: EntityManager): AuditReader {
  return {
    async accessesTo(patientIds, page) {
      const known = onlyIds(patientIds)
      const behind = page.after === undefined ? null : sequenceOf(page.after)
      const parameters = [`{${known.join(',')}}`, behind, behind, page.first + 1]
      const rows = known.length === 0 ? [] : await em.execute<CountedRow[]>(ACCESSES, parameters)
      const groups = Map.groupBy(rows, ({ patient }) => patient)
      return new Map(patientIds.map(id => [id, pageOfRows(groups.get(id) ?? [], page)]))
    },
  }
}

interface CountedRow {
  readonly patient: string
  readonly total: number
  readonly sequence: string | null
}

function pageOfRows(rows: readonly CountedRow[], { first }: PageRequest): Page<RecordedAccess> {
  const found = rows.filter(({ sequence }) => sequence !== null)
  const read = found.slice(0, first).map(({ patient: _patient, total: _total, ...row }) => accessRow.parse(row))
  const cursors = read.map(({ sequence }) => Buffer.from(sequence).toString('base64url'))
  return {
    items: read.map(({ sequence: _sequence, ...access }) => access),
    cursors,
    totalCount: rows[0]?.total ?? 0,
    endCursor: cursors.at(-1),
    hasNextPage: found.length > first,
  }
}

function sequenceOf(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString()
  if (!/^\d{1,18}$/.test(text)) throw new DomainError('BAD_USER_INPUT', 'The cursor is not one of ours', {})
  return text
}
