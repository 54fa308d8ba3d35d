import type { EntityManager } from '@mikro-orm/postgresql'
import type { Database } from '../database.js'
import { addCheckpoint, hashOfCheckpoint, readCheckpoints, timeText } from './checkpoint.js'
import { BrokenChainError, SEALER_LOCK } from './seal-rows.js'
import type { SealReceipt } from './seal.js'
import type { SealKey } from './seal-key.js'
import { verifyAudit } from './verify-audit.js'

export interface PruneOptions {
  /** As the role of retention. */
  readonly database: Database
  readonly key: SealKey
  /** The newest seal as it left the database. */
  readonly receipt: SealReceipt | undefined
  readonly keepYears: number
  /** Removed in one transaction, at most. */
  readonly seals: number
}

export interface PrunedAudit {
  readonly seals: number
  readonly rows: number
  /** Everything that is left of the audit is from then on, or under a seal with something that is. */
  readonly olderThan: string
}

/**
 * Removes what is older than the audit is kept (S23): whole seals from the beginning, never the newest, never a seal with a
 * row that is not old enough. What is removed is compared with its seals first, so that nothing that was tampered with is
 * covered up, and a signed checkpoint says where the chain begins from then on. Undefined while somebody seals.
 */
export async function pruneAudit(options: PruneOptions): Promise<PrunedAudit | undefined> {
  return await options.database.em.fork({ clear: true }).transactional(async em => {
    const [lock] = await em.execute<{ taken: boolean }[]>(`select pg_try_advisory_xact_lock(${SEALER_LOCK}) as taken`)
    if (lock?.taken !== true) return undefined
    const { olderThan, last } = await findOld(em, options)
    if (last === undefined) return { seals: 0, rows: 0, olderThan }
    const { fault, rows } = await verifyAudit(em, options.key, options.receipt, last.number)
    if (fault !== undefined)
      throw new BrokenChainError(
        `seal ${fault.seal}: ${fault.kind}; nothing is removed from an audit that is not whole`,
      )
    const removed = await countOf(em, REMOVE_ROWS, [last.through])
    const seals = await countOf(em, `delete from audit_seal where number <= ?`, [last.number])
    if (removed !== rows) throw new BrokenChainError(`${rows} rows are old enough and ${removed} could be removed`)
    const previous = (await readCheckpoints(em)).at(-1)?.hash ?? ''
    const prunedAt = await nowText(em)
    const unsigned = { ...last, sealHash: last.hash, olderThan, prunedAt, rows, previous }
    const hash = hashOfCheckpoint(unsigned)
    await addCheckpoint(em, { ...unsigned, hash, keyId: options.key.id, signature: options.key.sign(hash) })
    return { seals, rows, olderThan }
  })
}

const REMOVE_ROWS = `delete from audit_event where transaction_id <= ?::text::xid8`

interface OldSeal {
  readonly number: number
  readonly through: string
  readonly hash: string
}

/** The newest of the seals from the beginning that are old enough with all their rows. */
async function findOld(em: EntityManager, { keepYears, seals }: PruneOptions) {
  const [cut] = await em.execute<{ text: string }[]>(
    `select ${timeText('now() - make_interval(years => ?::int)')} as text`,
    [keepYears],
  )
  const olderThan = cut?.text ?? ''
  const [last] = await em.execute<OldSeal[]>(
    `with bounds as (
       select min(s.number) + ?::int as beyond, max(s.number) as newest,
         (select min(y.number) from audit_seal y where y.sealed_at >= ?::timestamptz) as young,
         (select e.transaction_id from audit_event e where e.at >= ?::timestamptz order by e.transaction_id limit 1) as transaction
       from audit_seal s)
     select s.number::int as number, s.through::text as through, s.hash from audit_seal s, bounds b
     where s.number < b.beyond and s.number < b.newest and s.number < coalesce(b.young, s.number + 1)
       and s.through < coalesce(b.transaction, '18446744073709551615')
     order by s.number desc limit 1`,
    [seals, olderThan, olderThan],
  )
  return { olderThan, last }
}

async function countOf(em: EntityManager, remove: string, values: readonly unknown[]): Promise<number> {
  const [found] = await em.execute<{ count: number }[]>(
    `with gone as (${remove} returning 1) select count(*)::int as count from gone`,
    [...values],
  )
  return found?.count ?? 0
}

async function nowText(em: EntityManager): Promise<string> {
  const [found] = await em.execute<{ text: string }[]>(`select ${timeText('now()')} as text`)
  return found?.text ?? ''
}
