import type { EntityManager } from '@mikro-orm/postgresql'
import { z } from 'zod'
import { DomainError } from '../../domain/errors.js'
import type { AuditReader } from '../../usecases/ports.js'
import { ROLES } from '../../usecases/records.js'
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

/** Who looked by a grant is named by their own organisation. */
const VISITOR = `(select t.name from patient_grant g join organisation t on t.id = g.to_organisation_id where g.id = e.break_glass_id)`

/** Whoever was denied saw nothing and is nobody whom the patient has to know of. */
const SEEN = `from audit_event e join organisation o on o.id = e.organisation_id
  where e.patient_id = ?::uuid and e.outcome <> 'DENIED'`

/** Rows of the audit as a patient may read them: without the person who asked. */
export function auditReader(em: EntityManager): AuditReader {
  return {
    async accessesTo(patientId, page) {
      if (onlyIds([patientId]).length === 0)
        return { items: [], cursors: [], totalCount: 0, endCursor: undefined, hasNextPage: false }
      const behind = page.after === undefined ? null : sequenceOf(page.after)
      const rows = await em.execute<unknown[]>(
        `select e.sequence::text as sequence, e.at::text as at, coalesce(${VISITOR}, o.name) as organisation, to_json(e.roles) as roles, e.purpose,
           e.action, to_json(e.classes) as classes, e.outcome
         ${SEEN} and (?::bigint is null or e.sequence < ?::bigint) order by e.sequence desc limit ?`,
        [patientId, behind, behind, page.first + 1],
      )
      const [total] = await em.execute<{ count: number }[]>(`select count(*)::int as count ${SEEN}`, [patientId])
      const read = rows.slice(0, page.first).map(row => accessRow.parse(row))
      const cursors = read.map(({ sequence }) => Buffer.from(sequence).toString('base64url'))
      return {
        items: read.map(({ at, organisation, roles, purpose, action, classes, outcome }) => ({
          at,
          organisation,
          roles,
          purpose,
          action,
          classes,
          outcome,
        })),
        cursors,
        totalCount: total?.count ?? 0,
        endCursor: cursors.at(-1),
        hasNextPage: rows.length > page.first,
      }
    },
  }
}

function sequenceOf(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString()
  if (!/^\d{1,18}$/.test(text)) throw new DomainError('BAD_USER_INPUT', 'The cursor is not one of ours', {})
  return text
}
