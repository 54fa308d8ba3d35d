import type { EntityManager } from '@mikro-orm/postgresql'
import { DomainError } from '../../domain/errors.js'
import type { GlassNotices } from '../../usecases/ports.js'
import type { ReportUnwritten } from '../audit/audit-log.js'
import { isRepeatable } from '../database-errors.js'
import { BreakGlassEntity } from '../entities/break-glass.entity.js'
import { GlassNoticeEntity } from '../entities/glass-notice.entity.js'
import { GLASS_CHANNEL } from '../progress/advice-channels.js'
import { toBreakGlass } from './postgres-accesses.js'

interface DueRow {
  readonly id: string
  readonly attempts: number
  /** As PostgreSQL writes it; the ORM reads dates only into entities. */
  readonly opened_at: string
  readonly review_due_at: string
  readonly privacy_officers: string | number
}

export function postgresGlassNotices(em: EntityManager, organisationId: string, report: ReportUnwritten): GlassNotices {
  async function insert(breakGlassId: string, at: Date): Promise<void> {
    // One after the other, so that numbers appear in their order.
    await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`glass ${organisationId}`])
    await em.execute(
      `insert into glass_notice (break_glass_id, organisation_id, number, at, attempts, due_at)
       select ?::uuid, ?::uuid, coalesce(max(number), 0) + 1, ?::timestamptz, 0, ?::timestamptz
       from glass_notice where organisation_id = ?`,
      [breakGlassId, organisationId, at, at, organisationId],
    )
    await em.execute('select pg_notify(?, ?)', [GLASS_CHANNEL, organisationId])
  }

  return {
    async add(breakGlassId, at) {
      try {
        await insert(breakGlassId, at)
      } catch (error) {
        if (isRepeatable(error)) throw error
        report(error)
        throw new DomainError('SERVICE_UNAVAILABLE', 'Privacy officers cannot be told, so nothing is opened', {}, true)
      }
    },

    async newest() {
      const order = { orderBy: { number: 'desc' as const }, limit: 1 }
      const [row] = await em.find(GlassNoticeEntity, { organisationId }, { ...order, disableIdentityMap: true })
      return row?.number ?? 0
    },

    async since(number, limit) {
      const behind = { organisationId, number: { $gt: number } }
      const notices = await em.find(GlassNoticeEntity, behind, { orderBy: { number: 'asc' }, limit })
      const ids = notices.map(({ breakGlassId }) => breakGlassId)
      const rows = await em.find(BreakGlassEntity, { organisationId, id: { $in: ids } }, { refresh: true })
      const found = new Map(rows.map(row => [row.id, toBreakGlass(row)]))
      return notices.flatMap(notice => {
        const breakGlass = found.get(notice.breakGlassId)
        return breakGlass === undefined ? [] : [{ number: notice.number, breakGlass }]
      })
    },

    async claim(now, nextTry, limit) {
      const rows = await em.execute<DueRow[]>(
        `select n.break_glass_id as id, n.attempts, b.opened_at, b.review_due_at,
           (select count(distinct m.actor_id) from membership m where m.organisation_id = n.organisation_id
             and m.role = 'PRIVACY_OFFICER' and m.valid_from <= ? and (m.valid_to is null or m.valid_to > ?)) as privacy_officers
         from glass_notice n
         join break_glass b on b.organisation_id = n.organisation_id and b.id = n.break_glass_id
         where n.organisation_id = ? and n.delivered_at is null and n.due_at <= ? and b.reviewed_at is null
         order by n.number limit ? for update of n skip locked`,
        [now, now, organisationId, now, limit],
      )
      for (const { id, attempts } of rows)
        await em.nativeUpdate(
          GlassNoticeEntity,
          { organisationId, breakGlassId: id },
          { attempts: attempts + 1, dueAt: nextTry(attempts) },
        )
      return rows.map(row => ({
        id: row.id,
        organisationId,
        openedAt: new Date(row.opened_at),
        reviewDueAt: new Date(row.review_due_at),
        privacyOfficers: Number(row.privacy_officers),
      }))
    },

    async delivered(breakGlassId, at) {
      await em.nativeUpdate(GlassNoticeEntity, { organisationId, breakGlassId }, { deliveredAt: at })
    },
  }
}
