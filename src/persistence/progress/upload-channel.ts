import type { EntityManager } from '@mikro-orm/postgresql'

/** One channel for all uploads; the payload is an upload's id and nothing else, for everybody may listen. */
export const UPLOAD_CHANNEL = 'sextant_upload'

/** Heard by every process once the transaction commits. It only wakes: the rows are the truth (S38). */
export async function announceUpload(em: EntityManager, uploadId: string): Promise<void> {
  await em.execute('select pg_notify(?, ?)', [UPLOAD_CHANNEL, uploadId])
}
