import type { Database } from '../database.js'
import { packRows, RECORD, toSealedRow } from './audit-record.js'
import type { RecordRow } from './audit-record.js'
import { hashOfSeal, SEAL_COLUMNS, toSeal } from './seal.js'
import type { Seal, SealRow } from './seal.js'
import type { SealKey } from './seal-key.js'
import { readSealReceipt, writeSealReceipt } from './seal-receipt.js'

/** Any number that nothing else in this database locks. */
export const SEALER_LOCK = 7_150_420

export interface SealerOptions {
  /** As the auditor. */
  readonly database: Database
  readonly key: SealKey
  /** Where the newest seal is kept outside the database. */
  readonly receiptPath: string
  readonly now: () => Date
  /** Rows of one seal; the rest goes into the next. */
  readonly rows: number
}

/** The rows or seals that stood in the database when it was last sealed are not all there any more. */
export class BrokenChainError extends Error {
  override readonly name = 'BrokenChainError'
}

/**
 * Seals what has been written since the last seal and returns how many rows that were; undefined when another process is
 * doing it. A row is taken only when every transaction that began before its own has ended: one that commits late could
 * otherwise slip in behind its seal (S22).
 */
export async function sealRows(options: SealerOptions): Promise<number | undefined> {
  const { database, receiptPath } = options
  const seal = await database.em.fork({ clear: true }).transactional(async em => {
    const [lock] = await em.execute<{ taken: boolean }[]>(`select pg_try_advisory_xact_lock(${SEALER_LOCK}) as taken`)
    if (lock?.taken !== true) return undefined
    const [newest] = await em.execute<SealRow[]>(
      `select ${SEAL_COLUMNS} from audit_seal order by audit_seal.number desc limit 1`,
    )
    const last = newest === undefined ? undefined : toSeal(newest)
    await requireUncut(em, options, last)
    const rows = await em.execute<RecordRow[]>(NEXT_ROWS, [
      last?.through ?? '0',
      last?.through ?? '0',
      options.rows - 1,
    ])
    const made = makeSeal(rows, last, options)
    if (made === undefined) return null
    await em.execute(
      `insert into audit_seal (number, through, first, last, count, digests, previous, hash, sealed_at, key_id, signature)
       values (?, ?::xid8, ?, ?, ?, decode(?, 'hex'), ?, ?, ?::timestamptz, ?, ?)`,
      [
        made.number,
        made.through,
        made.first,
        made.last,
        made.count,
        made.digests.toString('hex'),
        made.previous,
        made.hash,
        made.sealedAt,
        made.keyId,
        made.signature,
      ],
    )
    return made
  })
  if (seal === null) return 0
  if (seal === undefined) return undefined
  writeSealReceipt(receiptPath, seal)
  return seal.count
}

/** All rows of whole transactions: a seal ends between two of them. */
const NEXT_ROWS = `select ${RECORD} from audit_event
  where audit_event.transaction_id > ?::text::xid8
    and audit_event.transaction_id < pg_snapshot_xmin(pg_current_snapshot())
    and audit_event.transaction_id <= coalesce((
      select e.transaction_id from audit_event e where e.transaction_id > ?::text::xid8
      order by e.transaction_id offset ? limit 1), '18446744073709551615')
  order by audit_event.transaction_id, audit_event.sequence`

function makeSeal(rows: readonly RecordRow[], last: Seal | undefined, { key, now }: SealerOptions): Seal | undefined {
  const [first, newest] = [rows[0], rows.at(-1)]
  if (first === undefined || newest === undefined) return undefined
  const unsigned = {
    number: (last?.number ?? 0) + 1,
    through: newest.transaction_id,
    first: first.sequence,
    last: newest.sequence,
    count: rows.length,
    digests: packRows(rows.map(toSealedRow)),
    previous: last?.hash ?? '',
    sealedAt: now().toISOString(),
  }
  const hash = hashOfSeal(unsigned)
  return { ...unsigned, hash, keyId: key.id, signature: key.sign(hash) }
}

/** A new seal must not cover up that older ones are gone. */
async function requireUncut(em: Database['em'], { receiptPath }: SealerOptions, last: Seal | undefined): Promise<void> {
  const receipt = readSealReceipt(receiptPath)
  if (receipt === undefined || receipt.hash === last?.hash) return
  const [known] = await em.execute<{ hash: string }[]>(`select hash from audit_seal where number = ?`, [receipt.number])
  if (known?.hash !== receipt.hash)
    throw new BrokenChainError(`seal ${receipt.number} is in the seal file and not in the database`)
}
