import type { EntityManager } from '@mikro-orm/postgresql'
import type { PgBoss } from 'pg-boss'
import { fromKysely } from 'pg-boss'
import type { Jobs } from '../../usecases/ports.js'
import { READ_UPLOAD_QUEUE } from '../queue.js'
import type { ReadUploadJob } from '../queue.js'

/** Jobs are written by the transaction that causes them. */
export function queuedJobs(em: EntityManager, queue: PgBoss): Jobs {
  return {
    async enqueueUpload(uploadId, organisationId, delayMilliseconds = 0) {
      const transaction = em.getTransactionContext()
      if (transaction === undefined) throw new Error('A job is sent in a transaction only')
      const job: ReadUploadJob = { uploadId, organisationId }
      await queue.send(READ_UPLOAD_QUEUE, job, {
        db: fromKysely(transaction),
        singletonKey: uploadId,
        group: { id: organisationId },
        ...(delayMilliseconds > 0 ? { startAfter: Math.ceil(delayMilliseconds / 1000) } : {}),
      })
    },
  }
}
