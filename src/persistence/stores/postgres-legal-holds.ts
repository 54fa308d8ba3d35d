import type { EntityManager, InferEntity } from '@mikro-orm/postgresql'
import type { LegalHold } from '../../usecases/legal-hold.js'
import type { LegalHolds } from '../../usecases/ports.js'
import { LegalHoldEntity } from '../entities/legal-hold.entity.js'
import { onlyIds } from '../uuid-v7.js'

export function postgresLegalHolds(em: EntityManager, organisationId: string): LegalHolds {
  return {
    async ofPatient(patientId) {
      if (onlyIds([patientId]).length === 0) return []
      const rows = await em.find(LegalHoldEntity, { organisationId, patientId }, { orderBy: { id: 'desc' } })
      return rows.map(toHold)
    },

    async add({ until, ...hold }, placedBy) {
      const open = { until: until ?? null, liftedBy: null, liftedAt: null }
      await em.insert(LegalHoldEntity, { ...hold, ...open, organisationId, placedBy })
    },

    async find(id) {
      if (onlyIds([id]).length === 0) return undefined
      const row = await em.findOne(LegalHoldEntity, { organisationId, id }, { refresh: true })
      return row === null ? undefined : toHold(row)
    },

    async lift(id, liftedBy, liftedAt) {
      return (await em.nativeUpdate(LegalHoldEntity, { id, liftedAt: null }, { liftedBy, liftedAt })) > 0
    },
  }
}

function toHold({ id, patientId, reason, until, placedAt, liftedAt }: InferEntity<typeof LegalHoldEntity>): LegalHold {
  return { id, patientId, reason, until: until ?? undefined, placedAt, liftedAt: liftedAt ?? undefined }
}
