import type { EntityManager } from '@mikro-orm/postgresql'
import type { ChangeCause } from '../../domain/medication/advice-changes.js'
import type { Outbox } from '../../usecases/ports.js'

export function postgresOutbox(em: EntityManager, organisationId: string): Outbox {
  return {
    async waiting(limit) {
      const rows = await em.execute<{ id: string }[]>(
        'select patient_id as id from outbox where organisation_id = ? group by patient_id order by min(id::text) limit ?',
        [organisationId, limit],
      )
      return rows.map(({ id }) => id)
    },

    async take(patientId) {
      await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`advice ${patientId}`])
      const rows = await em.execute<{ id: string; cause: ChangeCause }[]>(
        'delete from outbox where organisation_id = ? and patient_id = ? returning id, cause',
        [organisationId, patientId],
      )
      const inOrder = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))
      return [...new Set(inOrder.map(({ cause }) => cause))]
    },
  }
}
