import { IsolationLevel } from '@mikro-orm/postgresql'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { PgBoss } from 'pg-boss'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Reader, Transactions, UnitOfWork } from '../usecases/ports.js'
import type { Database } from './database.js'
import { DomainError } from '../domain/errors.js'
import { auditInTransaction } from './audit/audit-log.js'
import { auditReader } from './audit/read-rows.js'
import type { ReportUnwritten } from './audit/audit-log.js'
import { isRepeatable, toDomainError } from './database-errors.js'
import type { Keys } from './keys/keys.js'
import { isUnreadable } from './keys/seal.js'
import { createUnitKeys } from './keys/unit-keys.js'
import { sharedReads } from './shared-reads.js'
import type { OpenRead } from './shared-reads.js'
import { createCaches, createSnapshot } from './stores/snapshot.js'
import type { Caches, Snapshot } from './stores/snapshot.js'
import { postgresAdviceAlerts } from './stores/postgres-advice-alerts.js'
import { postgresGlassNotices } from './stores/postgres-glass-notices.js'
import { postgresGrants } from './stores/postgres-grants.js'
import { postgresHistories } from './stores/postgres-histories.js'
import { postgresAccesses } from './stores/postgres-accesses.js'
import { postgresIdempotencyKeys } from './stores/postgres-idempotency-keys.js'
import { postgresLegalHolds } from './stores/postgres-legal-holds.js'
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
  const caches = createCaches()
  const reads = sharedReads(openRead)

  function within(organisationId: string): EntityManager {
    const em = options.database.em.fork({ clear: true })
    em.setSessionContext({ variables: { 'app.organisation': organisationId } })
    return em
  }

  async function openRead(organisationId: string): Promise<OpenRead> {
    const em = within(organisationId)
    await em.begin({ readOnly: true, isolationLevel: IsolationLevel.REPEATABLE_READ })
    const unit = unitOf(em, organisationId, options, { caches, snapshot: createSnapshot() })
    return { unit, end: () => void em.commit().catch(() => {}) }
  }

  async function read<T>(reader: Reader, work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
    const turn = reads.join(reader)
    try {
      return await work((await turn.opened).unit)
    } catch (error) {
      if (!(error instanceof DomainError)) turn.spoil()
      throw error
    } finally {
      turn.leave()
    }
  }

  async function run<T>(organisationId: string, work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
    const em = within(organisationId)
    const committed: (() => void)[] = []
    try {
      await em.begin()
      const answer = await work(unitOf(em, organisationId, options, { caches, committed }))
      await commit(em)
      reads.changed()
      for (const done of committed) done()
      return answer
    } catch (error) {
      if (em.isInTransaction()) await em.rollback().catch(() => {})
      throw error
    }
  }

  /** Again where the database asks for it; whatever fails for good is refused without a word of the database. */
  async function repeated<T>(attempt: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt()
      } catch (error) {
        if (isUnreadable(error)) options.onUnreadable(error)
        if (error instanceof CommitBrokeOff) throw toDomainError(error.cause)
        if (tries >= TRIES || !isRepeatable(error)) throw toDomainError(error)
        await sleep(10 + Math.random() * 40 * tries)
      }
    }
  }

  return {
    run: (organisationId, work) => repeated(() => run(organisationId, work)),
    read: (reader, work) => repeated(() => read(reader, work)),
  }
}

/** Nobody knows whether a commit that broke off happened: only the idempotency key may run it again (S39). */
class CommitBrokeOff extends Error {}

async function commit(em: EntityManager): Promise<void> {
  try {
    await em.commit()
  } catch (cause) {
    throw new CommitBrokeOff('', { cause })
  }
}

interface UnitOptions {
  readonly caches: Caches
  /** Of a transaction under which nothing changes. */
  readonly snapshot?: Snapshot
  /** Called when it has committed. */
  readonly committed?: (() => void)[]
}

/** The stores of one transaction, which the entity manager is in. */
export function unitOf(
  em: EntityManager,
  organisationId: string,
  options: TransactionOptions,
  { caches, snapshot, committed = [] }: UnitOptions,
): UnitOfWork {
  const keys = createUnitKeys(em, organisationId, options.keys.patients)
  const hashes = options.keys.hashes(organisationId)
  const reading = { em, keys, caches, snapshot }
  return {
    patients: postgresPatients(reading, hashes),
    uploads: postgresUploads(em, organisationId, keys, hashes),
    samples: postgresSamples(reading, organisationId),
    histories: postgresHistories(em, organisationId, caches, snapshot),
    outbox: postgresOutbox(em, organisationId),
    alerts: postgresAdviceAlerts(reading, organisationId),
    idempotency: postgresIdempotencyKeys(em, organisationId, hashes, options.idempotencyMilliseconds),
    access: postgresAccesses(reading, organisationId),
    members: postgresMembers(em, organisationId),
    proposals: postgresProposals(em, organisationId),
    holds: postgresLegalHolds(em, organisationId),
    notices: postgresGlassNotices(em, organisationId, options.onUnwritten),
    grants: postgresGrants(em, organisationId),
    jobs: queuedJobs(em, options.queue),
    audit: { ...auditInTransaction(em, options.onUnwritten), ...auditReader(em) },
    afterCommit: done => void committed.push(done),
  }
}
