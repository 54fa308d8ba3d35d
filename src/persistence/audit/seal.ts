import { createHash } from 'node:crypto'

/** A seal over some rows and, through its predecessor, over all rows before them. */
export interface Seal {
  readonly number: number
  /** It covers the rows of all transactions up to this one that no seal before it covers. */
  readonly through: string
  /** Sequence numbers of the first and the last of its rows. */
  readonly first: string
  readonly last: string
  readonly count: number
  /** Place and digest of each row. */
  readonly digests: Buffer
  /** Hash of the seal before; empty for the first. */
  readonly previous: string
  readonly sealedAt: string
  readonly hash: string
  readonly keyId: string
  readonly signature: string
}

/** What is kept of the newest seal where the database cannot reach it. */
export type SealReceipt = Pick<Seal, 'number' | 'hash' | 'sealedAt' | 'keyId' | 'signature'>

export function hashOfSeal(seal: Omit<Seal, 'hash' | 'keyId' | 'signature'>): string {
  const { number, through, first, last, count, digests, previous, sealedAt } = seal
  const rows = createHash('sha256').update(digests).digest('hex')
  const text = JSON.stringify([number, through, first, last, count, rows, previous, sealedAt])
  return createHash('sha256').update(text).digest('hex')
}

export interface SealRow {
  readonly number: string
  readonly through: string
  readonly first: string
  readonly last: string
  readonly count: number
  readonly digests: Buffer
  readonly previous: string
  readonly sealed_at: string
  readonly hash: string
  readonly key_id: string
  readonly signature: string
}

export const SEAL_COLUMNS = `number::text as number, through::text as through, first::text as first, last::text as last,
  count, digests, previous, to_char(sealed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as sealed_at,
  hash, key_id, signature`

export function toSeal({ sealed_at: sealedAt, key_id: keyId, number, ...row }: SealRow): Seal {
  return { ...row, number: Number(number), sealedAt, keyId }
}
