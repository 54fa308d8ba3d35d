import type { AuditRow } from '../usecases/audit-row.js'
import type { Role } from '../usecases/records.js'
import { encodeAuditRows, INSERT_AUDIT_ROWS } from './audit/insert-rows.js'
import type { Database } from './database.js'
import { rowsOf } from './statement.js'
import { uuidV7 } from './uuid-v7.js'

export interface Member {
  readonly issuer: string
  readonly subject: string
  readonly name: string
  readonly roles: readonly Role[]
}

export interface MemberIds {
  readonly actorId: string
  readonly organisationId: string
}

/** Makes organisation, actor and memberships where they are missing. For the owner of the tables: the service may not. */
export async function ensureMember(
  database: Database,
  organisation: { readonly slug: string; readonly name: string },
  member: Member,
): Promise<MemberIds> {
  return await database.em.fork().transactional(async em => {
    await em.execute(
      `insert into organisation (id, slug, name, created_at) values (?, ?, ?, now()) on conflict do nothing`,
      [uuidV7(), organisation.slug, organisation.name],
    )
    const [found] = await em.execute<{ id: string }[]>(`select id from organisation where slug = ?`, [
      organisation.slug,
    ])
    const organisationId = found?.id ?? ''
    await em.execute(`select set_config('app.organisation', ?, true), set_config('app.subject', ?, true)`, [
      organisationId,
      `${member.issuer} ${member.subject}`,
    ])
    await em.execute(
      `insert into actor (id, issuer, subject, name, created_at) values (?, ?, ?, ?, now()) on conflict do nothing`,
      [uuidV7(), member.issuer, member.subject, member.name],
    )
    const [actor] = await em.execute<{ id: string }[]>(`select id from actor where issuer = ? and subject = ?`, [
      member.issuer,
      member.subject,
    ])
    const actorId = actor?.id ?? ''
    for (const role of member.roles) {
      await em.execute(
        `insert into membership (id, organisation_id, actor_id, name, role, valid_from)
         select ?, ?, ?, ?, ?, now() where not exists (
           select 1 from membership where organisation_id = ? and actor_id = ? and role = ?
             and (valid_to is null or valid_to > now()))`,
        [uuidV7(), organisationId, actorId, member.name, role, organisationId, actorId, role],
      )
    }
    return { actorId, organisationId }
  })
}

/**
 * Makes an admin by the rights of the tables' owner, for an organisation that has none to propose one: the row of the audit
 * first, for what is not recorded is not done.
 */
export async function appointAdmin(
  database: Database,
  organisation: { readonly slug: string; readonly name: string },
  admin: Omit<Member, 'roles'>,
): Promise<void> {
  const { organisationId } = await ensureMember(database, organisation, { ...admin, roles: [] })
  const row: AuditRow = {
    organisationId,
    requestId: uuidV7(),
    actorId: 'operator',
    roles: [],
    purpose: 'HOPERAT',
    action: 'MANAGE_MEMBERS',
    classes: ['OPERATIONAL'],
    operation: { name: 'sextant admin' },
    outcome: 'ALLOWED',
  }
  await rowsOf(database.em.fork(), INSERT_AUDIT_ROWS, [encodeAuditRows([row])])
  await ensureMember(database, organisation, { ...admin, roles: ['ORGANISATION_ADMIN'] })
}

/** All organisations, for the worker's rounds. */
export async function organisationIds(database: Database): Promise<readonly string[]> {
  const rows = await database.em.getConnection().execute<{ id: string }[]>('select id from organisation order by id')
  return rows.map(row => row.id)
}
