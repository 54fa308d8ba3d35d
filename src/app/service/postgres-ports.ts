import type { Config } from '../../config.js'
import { postgresAuditLog } from '../../persistence/audit/audit-log.js'
import { postgresTransactions } from '../../persistence/postgres-transactions.js'
import type { TransactionOptions } from '../../persistence/postgres-transactions.js'
import { postgresAdviceEvents } from '../../persistence/progress/postgres-advice-events.js'
import { postgresGlassEvents } from '../../persistence/progress/postgres-glass-events.js'
import type { NoticeListener } from '../../persistence/progress/notice-listener.js'
import { postgresProgress } from '../../persistence/progress/postgres-progress.js'
import { uuidV7 } from '../../persistence/uuid-v7.js'
import type { Ports } from '../../usecases/ports.js'

/** What was opened or loaded before: the ports are made of it. */
export interface Opened
  extends
    Pick<Ports, 'knowledge' | 'releases' | 'reader' | 'files'>,
    Omit<TransactionOptions, 'idempotencyMilliseconds'> {
  readonly listener: NoticeListener
}

/** All that the use cases need from outside, each by the adapter that serves it here. */
export function postgresPorts(config: Config, opened: Opened): Ports {
  const { knowledge, releases, reader, files, listener, ...stores } = opened
  const { database, onUnwritten } = stores
  return {
    knowledge,
    releases,
    transactions: postgresTransactions({ ...stores, idempotencyMilliseconds: config.idempotencyMilliseconds }),
    reader,
    files,
    progress: postgresProgress(database, listener),
    audit: postgresAuditLog(database, onUnwritten),
    adviceEvents: postgresAdviceEvents(listener),
    glassEvents: postgresGlassEvents(listener),
    clock: { now: () => new Date() },
    ids: { next: uuidV7 },
    policy: {
      uploadBytes: config.upload.bytes,
      uploadsPerHour: config.upload.perHour,
      uploadsAtOnce: config.upload.atOnce,
      uploadsStoredBytes: config.upload.storedBytes,
      leaseMilliseconds: config.worker.leaseMilliseconds,
      renewMilliseconds: config.worker.renewMilliseconds,
      backoffMilliseconds: config.worker.backoffMilliseconds,
      attempts: config.worker.attempts,
      noticeBackoffMilliseconds: config.noticeBackoffMilliseconds,
      proposalMilliseconds: config.proposalMilliseconds,
    },
  }
}
