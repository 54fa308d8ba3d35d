import type { EntityManager } from '@mikro-orm/postgresql'
import { QUEUE_SCHEMA, READ_UPLOAD_QUEUE } from '../queue.js'

interface LeftFile {
  readonly uploadId: string
  readonly sha256: string
}

/**
 * Removes all that is stored of a patient but an id, by a function of the database that asks whether two persons agreed and
 * that alone may do it; then what waits in the queue for their uploads. Returns the files that are left.
 */
export async function erasePatient(em: EntityManager, patientId: string): Promise<readonly LeftFile[]> {
  await em.execute(
    `delete from ${QUEUE_SCHEMA}.job j using upload u
     where j.name = ? and u.patient_id = ? and j.data ->> 'uploadId' = u.id::text`,
    [READ_UPLOAD_QUEUE, patientId],
  )
  return await em.execute<LeftFile[]>(`select upload_id as "uploadId", sha256 from erase_patient(?::uuid)`, [patientId])
}

/** By what was agreed on: proposals are few, and patients are not. */
export async function erasedWithin(em: EntityManager, milliseconds: number): Promise<readonly string[]> {
  const rows = await em.execute<{ id: string }[]>(
    `select patient_id as id from proposal where kind = 'ERASE_PATIENT' and state = 'CONFIRMED'
       and decided_at > now() - make_interval(secs => ?::float8 / 1000)`,
    [milliseconds],
  )
  return rows.map(({ id }) => id)
}
