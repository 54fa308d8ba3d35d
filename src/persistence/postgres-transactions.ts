import type { EntityManager } from '@mikro-orm/postgresql'
import type { PgBoss } from 'pg-boss'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Transactions, UnitOfWork } from '../usecases/ports.js'
import type { Database } from './database.js'
import { auditInTransaction } from './audit/audit-log.js'
import { auditReader } from './audit/read-rows.js'
import type { ReportUnwritten } from './audit/audit-log.js'
import { isRepeatable, toDomainError } from './database-errors.js'
import type { Keys } from './keys/keys.js'
import { isUnreadable } from './keys/seal.js'
import { createUnitKeys } from './keys/unit-keys.js'
import { createDocumentCache } from './stores/document-cache.js'
import type { DocumentCache } from './stores/document-cache.js'
import { postgresAdviceAlerts } from './stores/postgres-advice-alerts.js'
import type { DocumentVersions } from './stores/opened-rows.js'
import { postgresGlassNotices } from './stores/postgres-glass-notices.js'
import { postgresHistories } from './stores/postgres-histories.js'
import { postgresAccesses } from './stores/postgres-accesses.js'
import { postgresIdempotencyKeys } from './stores/postgres-idempotency-keys.js'
import { postgresMembers } from './stores/postgres-members.js'
import { postgresOutbox } from './stores/postgres-outbox.js'
import { postgresPatients } from './stores/postgres-patients.js'
import { postgresProposals } from './stores/postgres-proposals.js'
import { postgresSamples } from './stores/postgres-samples.js'
import { postgresUploads } from './stores/postgres-uploads.js'
import { queuedJobs } from './stores/queued-jobs.js'

const TRIES = 3

export interface TransactionOptions {
  readonly database: Database
  readonly queue: PgBoss
  readonly keys: Keys
  readonly idempotencyMilliseconds: number
  readonly onUnwritten: ReportUnwritten
  /** Told of data that cannot be decrypted: whoever asked hears a refusal, and somebody has to look. */
  readonly onUnreadable: (error: unknown) => void
}

/**
 * The one place where transactions begin: each with its own entity manager and behind the wall of its organisation, set
 * for the transaction only, because a pooled connection would carry anything else to the next caller (S16).
 */
export function postgresTransactions(options: TransactionOptions): Transactions {
  const cache = createDocumentCache()

  async function within<T>(
    organisationId: string,
    readOnly: boolean,
    work: (unit: UnitOfWork) => Promise<T>,
  ): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      const em = options.database.em.fork({ clear: true })
      em.setSessionContext({ variables: { 'app.organisation': organisationId } })
      let committing = false
      try {
        await em.begin({ readOnly })
        const committed: (() => void)[] = []
        const answer = await work(unitOf(em, organisationId, options, cache, committed))
        committing = true
        await em.commit()
        for (const done of committed) done()
        return answer
      } catch (error) {
        if (em.isInTransaction()) await em.rollback().catch(() => {})
        if (isUnreadable(error)) options.onUnreadable(error)
        // Nobody knows whether a commit that broke off happened: only the idempotency key may run it again (S39).
        if (committing || tries >= TRIES || !isRepeatable(error)) throw toDomainError(error)
        await sleep(10 + Math.random() * 40 * tries)
      }
    }
  }

  return {
    run: (organisationId, work) => within(organisationId, false, work),
    read: (organisationId, work) => within(organisationId, true, work),
  }
}

/** The stores of one transaction, which the entity manager is in. */
export function unitOf(
  em: EntityManager,
  organisationId: string,
  options: TransactionOptions,
  cache: DocumentCache,
  committed: (() => void)[],
): UnitOfWork {
  const keys = createUnitKeys(em, organisationId, options.keys.patients)
  const hashes = options.keys.hashes(organisationId)
  const versions: DocumentVersions = new Map()
  return {
    patients: postgresPatients(em, keys, hashes),
    uploads: postgresUploads(em, organisationId, keys, hashes),
    samples: postgresSamples(em, organisationId, keys, { cache, versions }),
    histories: postgresHistories(em, organisationId),
    outbox: postgresOutbox(em, organisationId),
    alerts: postgresAdviceAlerts(em, organisationId),
    idempotency: postgresIdempotencyKeys(em, organisationId, hashes, options.idempotencyMilliseconds),
    access: postgresAccesses(em, organisationId, keys, versions),
    members: postgresMembers(em, organisationId),
    proposals: postgresProposals(em, organisationId),
    notices: postgresGlassNotices(em, organisationId, options.onUnwritten),
    jobs: queuedJobs(em, options.queue),
    audit: { ...auditInTransaction(em, options.onUnwritten), ...auditReader(em) },
    afterCommit: done => void committed.push(done),
  }
}
