import type { EntityManager } from '@mikro-orm/postgresql'
import { z } from 'zod'
import type { Grant } from '../../usecases/grant.js'
import type { Grants } from '../../usecases/ports.js'
import { dataClasses, purposes } from '../decoders/access-decoder.js'
import { PatientGrantEntity } from '../entities/patient-grant.entity.js'
import { onlyIds } from '../uuid-v7.js'
import { groupBy, idOfCursor, pageOf } from './page.js'

const date = z.union([z.string(), z.date()]).transform(value => new Date(value))

const grantRow = z
  .object({
    id: z.string(),
    organisationId: z.string(),
    organisation: z.string(),
    toOrganisationId: z.string(),
    toOrganisation: z.string(),
    patientId: z.string(),
    consentId: z.string(),
    classes: dataClasses,
    purposes,
    validFrom: date,
    validTo: date,
    recordedAt: date,
    revokedAt: date.nullable(),
  })
  .transform(({ revokedAt, ...row }): Grant => ({ ...row, ...(revokedAt === null ? {} : { revokedAt }) }))

const GRANTS = `select g.id, g.organisation_id as "organisationId", o.name as organisation,
    g.to_organisation_id as "toOrganisationId", t.name as "toOrganisation", g.patient_id as "patientId",
    g.consent_id as "consentId", to_json(g.classes) as classes, to_json(g.purposes) as purposes,
    g.valid_from as "validFrom", g.valid_to as "validTo", g.recorded_at as "recordedAt", g.revoked_at as "revokedAt"
  from patient_grant g
  join organisation o on o.id = g.organisation_id
  join organisation t on t.id = g.to_organisation_id`

const USABLE = 'g.to_organisation_id = ? and g.revoked_at is null and g.valid_from <= ? and g.valid_to > ?'

/** By its consent as well: a grant is no stronger than that. */
const IN_FORCE = `g.organisation_id = ? and g.revoked_at is null and g.valid_from <= ? and g.valid_to > ?
  and exists (select 1 from consent c where c.organisation_id = g.organisation_id and c.id = g.consent_id
    and c.revoked_at is null and (c.valid_to is null or c.valid_to > ?))`

export function postgresGrants(em: EntityManager, organisationId: string): Grants {
  async function read(condition: string, parameters: readonly unknown[], rest = ''): Promise<readonly Grant[]> {
    const rows = await em.execute<unknown[]>(`${GRANTS} where ${condition} ${rest}`, [...parameters])
    return rows.map(row => grantRow.parse(row))
  }

  async function one(id: string, condition: string, parameters: readonly unknown[]): Promise<Grant | undefined> {
    if (onlyIds([id]).length === 0) return undefined
    const [grant] = await read(`g.id = ? and ${condition}`, [id, ...parameters])
    return grant
  }

  async function page(
    asked: Parameters<Grants['given']>[0],
    condition: string,
    parameters: readonly unknown[],
  ): ReturnType<Grants['given']> {
    const after = asked.after === undefined ? null : idOfCursor(asked.after)
    const behind = `${condition} and (?::uuid is null or g.id > ?::uuid)`
    const grants = await read(behind, [...parameters, after, after, asked.first + 1], 'order by g.id limit ?')
    const [total] = await em.execute<{ count: number }[]>(
      `select count(*)::int as count from patient_grant g where ${condition}`,
      [...parameters],
    )
    return pageOf(grants, total?.count ?? 0, asked)
  }

  return {
    async organisation(name) {
      const [found] = await em.execute<{ id: string }[]>('select id from organisation where slug = ?', [name])
      return found
    },

    async add(grant, recordedBy) {
      const { classes, purposes: allowed, ...rest } = grant
      const { patientId, toOrganisationId, consentId, validTo } = grant
      await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`grant ${patientId}`])
      const same = { organisationId, patientId, toOrganisationId, consentId, validTo, revokedAt: null }
      const open = await em.find(PatientGrantEntity, same, { disableIdentityMap: true })
      if (open.some(row => isSame(row.classes, classes) && isSame(row.purposes, allowed))) return false
      await em.insert(PatientGrantEntity, {
        ...rest,
        classes: [...classes],
        purposes: [...allowed],
        recordedBy,
        revokedAt: null,
        revokedBy: null,
      })
      return true
    },

    find: id => one(id, 'g.organisation_id = ?', [organisationId]),

    async revoke(id, at, actorId) {
      const open = { id, organisationId, revokedAt: null }
      return (await em.nativeUpdate(PatientGrantEntity, open, { revokedAt: at, revokedBy: actorId })) > 0
    },

    async revokeOfConsent(consentId, at, actorId) {
      const open = { consentId, organisationId, revokedAt: null }
      await em.nativeUpdate(PatientGrantEntity, open, { revokedAt: at, revokedBy: actorId })
    },

    async ofPatients(patientIds) {
      const ids = onlyIds(patientIds)
      if (ids.length === 0) return new Map()
      const mine = 'g.organisation_id = ? and g.patient_id = any (?::uuid[])'
      const grants = await read(mine, [organisationId, `{${ids.join(',')}}`], 'order by g.id desc')
      return groupBy(ids, grants, grant => grant.patientId)
    },

    given: asked => page(asked, 'g.organisation_id = ?', [organisationId]),

    received: (now, asked) => page(asked, USABLE, [organisationId, now, now]),

    findReceived: (id, now) => one(id, USABLE, [organisationId, now, now]),

    inForce: (id, now) => one(id, IN_FORCE, [organisationId, now, now, now]),
  }
}

/** The order in which they were named says nothing. */
function isSame(one: readonly string[], other: readonly string[]): boolean {
  return [...new Set(one)].toSorted().join() === [...new Set(other)].toSorted().join()
}
