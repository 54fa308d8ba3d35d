import { IsolationLevel } from '@mikro-orm/core'
import type { Database } from '../database.js'
import { RECORD, toSealedRow, unpackRows } from './audit-record.js'
import type { RecordRow, SealedRow } from './audit-record.js'
import { hashOfSeal, SEAL_COLUMNS, toSeal } from './seal.js'
import type { Seal, SealReceipt, SealRow } from './seal.js'
import type { SealKey } from './seal-key.js'

/** The first thing that is not as it was sealed. */
export interface AuditFault {
  readonly kind:
    | 'ROW_CHANGED'
    | 'ROW_REMOVED'
    | 'ROW_ADDED'
    | 'SEAL_CHANGED'
    | 'SEAL_REMOVED'
    | 'SEAL_UNSIGNED'
    | 'TAIL_CUT'
    | 'TAIL_UNKNOWN'
  readonly seal: number
  /** Sequence number of the row; absent when a seal itself is at fault. */
  readonly row?: string
}

export interface AuditReport {
  readonly seals: number
  readonly rows: number
  /** Written since the newest seal: seconds of work while a server runs. */
  readonly unsealed: number
  readonly newest?: SealReceipt
  readonly fault?: AuditFault
}

/** Compares every row and every seal with what was sealed, in order, as the auditor, and stops at the first fault. */
export async function verifyAudit(
  database: Database,
  key: SealKey,
  receipt: SealReceipt | undefined,
): Promise<AuditReport> {
  // One snapshot: what is written or sealed meanwhile is another run's.
  return await database.em.fork({ clear: true }).transactional(
    async em => {
      let last: Seal | undefined
      let rows = 0
      const report = async (fault?: AuditFault): Promise<AuditReport> => {
        const unsealed = await em.execute<{ count: string }[]>(
          `select count(*)::text as count from audit_event where transaction_id > ?::text::xid8`,
          [last?.through ?? '0'],
        )
        return { seals: last?.number ?? 0, rows, unsealed: Number(unsealed[0]?.count ?? 0), newest: last, fault }
      }
      for (;;) {
        const [row] = await em.execute<SealRow[]>(
          `select ${SEAL_COLUMNS} from audit_seal where audit_seal.number > ? order by audit_seal.number limit 1`,
          [last?.number ?? 0],
        )
        if (row === undefined) break
        const seal = toSeal(row)
        const found = await em.execute<RecordRow[]>(SEALED_ROWS, [last?.through ?? '0', seal.through])
        const fault = faultOfSeal(seal, last, key, receipt) ?? faultOfRows(seal, found.map(toSealedRow))
        if (fault !== undefined) return await report(fault)
        last = seal
        rows += seal.count
      }
      if (receipt !== undefined && receipt.number > (last?.number ?? 0))
        return await report({ kind: 'TAIL_CUT', seal: receipt.number })
      // Without the file a tail that was cut off looks like one that never was.
      if (receipt === undefined && last !== undefined) return await report({ kind: 'TAIL_UNKNOWN', seal: last.number })
      return await report()
    },
    { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true },
  )
}

const SEALED_ROWS = `select ${RECORD} from audit_event
  where audit_event.transaction_id > ?::text::xid8 and audit_event.transaction_id <= ?::text::xid8
  order by audit_event.transaction_id, audit_event.sequence`

function faultOfSeal(
  seal: Seal,
  last: Seal | undefined,
  key: SealKey,
  receipt: SealReceipt | undefined,
): AuditFault | undefined {
  const expected = (last?.number ?? 0) + 1
  if (seal.number !== expected) return { kind: 'SEAL_REMOVED', seal: expected }
  const isWhole = seal.previous === (last?.hash ?? '') && seal.hash === hashOfSeal(seal)
  const isKept = receipt?.number !== seal.number || receipt.hash === seal.hash
  if (!isWhole || !isKept) return { kind: 'SEAL_CHANGED', seal: seal.number }
  return key.isSignedBy(seal) ? undefined : { kind: 'SEAL_UNSIGNED', seal: seal.number }
}

/** Row by row in the sealed order, so that the first one that differs is named. */
function faultOfRows(seal: Seal, found: readonly SealedRow[]): AuditFault | undefined {
  const sealed = unpackRows(seal.digests)
  const fault = (kind: AuditFault['kind'], row: SealedRow): AuditFault => ({
    kind,
    seal: seal.number,
    row: row.sequence.toString(),
  })
  const known = new Set(sealed.map(({ sequence }) => sequence))
  const present = new Set(found.map(({ sequence }) => sequence))
  for (let index = 0; index < Math.max(sealed.length, found.length); index += 1) {
    const [was, is] = [sealed[index], found[index]]
    if (was !== undefined && is?.sequence === was.sequence && is.digest.equals(was.digest)) continue
    if (is !== undefined && !known.has(is.sequence)) return fault('ROW_ADDED', is)
    if (was !== undefined && !present.has(was.sequence)) return fault('ROW_REMOVED', was)
    const row = was ?? is
    if (row !== undefined) return fault('ROW_CHANGED', row)
  }
  return undefined
}
