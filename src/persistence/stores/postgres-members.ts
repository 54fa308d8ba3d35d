import type { EntityManager } from '@mikro-orm/postgresql'
import type { Member } from '../../usecases/member.js'
import type { Members } from '../../usecases/ports.js'
import type { Role } from '../../usecases/records.js'
import { MembershipEntity } from '../entities/membership.entity.js'
import { onlyIds } from '../uuid-v7.js'
import { idOfCursor, pageOf } from './page.js'

interface MemberRow {
  readonly id: string
  readonly actor_id: string
  readonly issuer: string
  readonly subject: string
  readonly name: string | null
  readonly role: Role
  readonly valid_from: Date | string
  readonly valid_to: Date | string | null
}

const SELECT = `select m.id, m.actor_id, a.issuer, a.subject, m.name, m.role, m.valid_from, m.valid_to
  from membership m join actor a on a.id = m.actor_id where m.organisation_id = ?`

export function postgresMembers(em: EntityManager, organisationId: string): Members {
  return {
    async list(page) {
      const after = page.after === undefined ? null : idOfCursor(page.after)
      const rows = await em.execute<MemberRow[]>(
        `${SELECT} and (?::uuid is null or m.id > ?::uuid) order by m.id limit ?`,
        [organisationId, after, after, page.first + 1],
      )
      return pageOf(rows.map(toMember), await em.count(MembershipEntity, { organisationId }), page)
    },

    async find(id) {
      if (onlyIds([id]).length === 0) return undefined
      const [row] = await em.execute<MemberRow[]>(`${SELECT} and m.id = ?`, [organisationId, id])
      return row === undefined ? undefined : toMember(row)
    },

    async ensureActor({ id, issuer, subject, name }) {
      // The wall shows an actor to whoever knows issuer and subject, for this transaction.
      await em.execute(`select set_config('app.subject', ?, true)`, [`${issuer} ${subject}`])
      await em.execute(
        `insert into actor (id, issuer, subject, name, created_at) values (?, ?, ?, ?, now()) on conflict do nothing`,
        [id, issuer, subject, name],
      )
      const [row] = await em.execute<{ id: string }[]>(`select id from actor where issuer = ? and subject = ?`, [
        issuer,
        subject,
      ])
      if (row === undefined) throw new Error('an actor that was made is not there')
      return row.id
    },

    async add({ id, actorId, name, role, validFrom, validTo }) {
      // Two who give one person a role see neither's row: the second one waits, and then sees it.
      const whom = `member ${organisationId} ${actorId}`
      await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [whom])
      const rows = await em.execute<{ id: string }[]>(
        `insert into membership (id, organisation_id, actor_id, name, role, valid_from, valid_to)
         select ?::uuid, ?::uuid, ?::uuid, ?, ?, ?::timestamptz, ?::timestamptz where not exists (
           select 1 from membership where organisation_id = ? and actor_id = ? and role = ?
             and (valid_to is null or valid_to > ?::timestamptz))
         returning id`,
        [
          id,
          organisationId,
          actorId,
          name ?? null,
          role,
          validFrom,
          validTo ?? null,
          organisationId,
          actorId,
          role,
          validFrom,
        ],
      )
      return rows.length > 0
    },

    async end(id, at) {
      const open = { $or: [{ validTo: null }, { validTo: { $gt: at } }] }
      return (await em.nativeUpdate(MembershipEntity, { id, organisationId, ...open }, { validTo: at })) > 0
    },
  }
}

function toMember({ id, actor_id, issuer, subject, name, role, valid_from, valid_to }: MemberRow): Member {
  const validTo = valid_to === null ? undefined : new Date(valid_to)
  return {
    id,
    actorId: actor_id,
    issuer,
    subject,
    name: name ?? undefined,
    role,
    validFrom: new Date(valid_from),
    validTo,
  }
}
