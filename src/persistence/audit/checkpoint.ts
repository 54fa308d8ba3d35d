import { createHash } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'

/** That the chain up to a seal was removed because it was old enough, and what the next seal follows. */
export interface Checkpoint {
  /** Of the last seal that was removed. */
  readonly number: number
  readonly through: string
  readonly sealHash: string
  /** Every row and every seal that was removed is from before. */
  readonly olderThan: string
  readonly prunedAt: string
  /** How many rows were removed with it. */
  readonly rows: number
  /** Hash of the checkpoint before; empty for the first. */
  readonly previous: string
  readonly hash: string
  readonly keyId: string
  readonly signature: string
}

export function hashOfCheckpoint(checkpoint: Omit<Checkpoint, 'hash' | 'keyId' | 'signature'>): string {
  const { number, through, sealHash, olderThan, prunedAt, rows, previous } = checkpoint
  const text = JSON.stringify(['checkpoint', number, through, sealHash, olderThan, prunedAt, rows, previous])
  return createHash('sha256').update(text).digest('hex')
}

interface CheckpointRow {
  readonly number: string
  readonly through: string
  readonly seal_hash: string
  readonly older_than: string
  readonly pruned_at: string
  readonly rows: string
  readonly previous: string
  readonly hash: string
  readonly key_id: string
  readonly signature: string
}

/** Of a time, as text that no setting of the session changes. */
export const timeText = (column: string) => `to_char((${column}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** All of them, oldest first: one for every time that something was removed. */
export async function readCheckpoints(em: EntityManager): Promise<readonly Checkpoint[]> {
  const rows = await em.execute<CheckpointRow[]>(
    `select c.number::text as number, through::text as through, seal_hash, ${timeText('older_than')} as older_than,
       ${timeText('pruned_at')} as pruned_at, rows::text as rows, previous, hash, key_id, signature
     from audit_checkpoint c order by c.number`,
  )
  return rows.map(({ seal_hash, older_than, pruned_at, key_id, number, rows: count, ...row }) => ({
    ...row,
    number: Number(number),
    rows: Number(count),
    sealHash: seal_hash,
    olderThan: older_than,
    prunedAt: pruned_at,
    keyId: key_id,
  }))
}

export async function addCheckpoint(em: EntityManager, checkpoint: Checkpoint): Promise<void> {
  const { number, through, sealHash, olderThan, prunedAt, rows, previous, hash, keyId, signature } = checkpoint
  await em.execute(
    `insert into audit_checkpoint (number, through, seal_hash, older_than, pruned_at, rows, previous, hash, key_id, signature)
     values (?, ?::xid8, ?, ?::timestamptz, ?::timestamptz, ?, ?, ?, ?, ?)`,
    [number, through, sealHash, olderThan, prunedAt, rows, previous, hash, keyId, signature],
  )
}
