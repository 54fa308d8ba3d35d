import { createHash } from 'node:crypto'

/** A row as it is sealed: its place, and a digest of all that it says. */
export interface SealedRow {
  readonly sequence: bigint
  readonly digest: Buffer
}

/** A row as the database gives it, with everything it says as one text. */
export interface RecordRow {
  readonly sequence: string
  readonly transaction_id: string
  readonly record: string
}

/**
 * Every column, as text that no setting of the session changes. Written out here and not kept in the database, because
 * whoever could change rows there could change how they are read as well.
 */
export const RECORD = `sequence::text as sequence, transaction_id::text as transaction_id, json_build_array(
  sequence::text, transaction_id::text, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
  organisation_id::text, request_id, actor_id, to_json(roles), purpose, action, patient_id::text, to_json(classes),
  operation_name, operation_hash, outcome, break_glass_id::text, occurrences::text)::text as record`

export function toSealedRow({ sequence, record }: RecordRow): SealedRow {
  return { sequence: BigInt(sequence), digest: createHash('sha256').update(record).digest() }
}

const SEQUENCE_BYTES = 8
const DIGEST_BYTES = 32
const ROW_BYTES = SEQUENCE_BYTES + DIGEST_BYTES

/** What a seal keeps of its rows, in order: enough to say which of them is not what it was. */
export function packRows(rows: readonly SealedRow[]): Buffer {
  return Buffer.concat(
    rows.flatMap(({ sequence, digest }) => {
      const place = Buffer.alloc(SEQUENCE_BYTES)
      place.writeBigUInt64BE(sequence)
      return [place, digest]
    }),
  )
}

export function unpackRows(packed: Buffer): readonly SealedRow[] {
  return Array.from({ length: Math.floor(packed.length / ROW_BYTES) }, (_, index) => {
    const row = packed.subarray(index * ROW_BYTES, (index + 1) * ROW_BYTES)
    return { sequence: row.readBigUInt64BE(), digest: row.subarray(SEQUENCE_BYTES) }
  })
}
