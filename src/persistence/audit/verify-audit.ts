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

/**
 * Compares every row and every seal with what was sealed, in order, and stops at the first fault. Asked as the auditor, of
 * one snapshot: what is written or sealed meanwhile is another run's.
 */
export async function verifyAudit(
  em: Database['em'],
  key: SealKey,
  receipt: SealReceipt | undefined,
): Promise<AuditReport> {
  let last: Seal | undefined
  let rows = 0
  let fault: AuditFault | undefined
  for (;;) {
    const seal = await sealAfter(em, last)
    if (seal === undefined) {
      fault = faultOfTail(last, receipt)
      break
    }
    const found = await em.execute<RecordRow[]>(SEALED_ROWS, [last?.through ?? '0', seal.through])
    fault = faultOfSeal(seal, last, key, receipt) ?? faultOfRows(seal, found.map(toSealedRow))
    if (fault !== undefined) break
    last = seal
    rows += seal.count
  }
  const [unsealed] = await em.execute<{ count: string }[]>(
    `select count(*)::text as count from audit_event where transaction_id > ?::text::xid8`,
    [last?.through ?? '0'],
  )
  return { seals: last?.number ?? 0, rows, unsealed: Number(unsealed?.count ?? 0), newest: last, fault }
}

/** As `verifyAudit` wants to be asked. */
export const ONE_SNAPSHOT = { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true } as const

async function sealAfter(em: Database['em'], last: Seal | undefined): Promise<Seal | undefined> {
  const [row] = await em.execute<SealRow[]>(
    `select ${SEAL_COLUMNS} from audit_seal where audit_seal.number > ? order by audit_seal.number limit 1`,
    [last?.number ?? 0],
  )
  return row === undefined ? undefined : toSeal(row)
}

/** Without the file a tail that was cut off looks like one that never was. */
function faultOfTail(last: Seal | undefined, receipt: SealReceipt | undefined): AuditFault | undefined {
  if (receipt !== undefined && receipt.number > (last?.number ?? 0)) return { kind: 'TAIL_CUT', seal: receipt.number }
  return receipt === undefined && last !== undefined ? { kind: 'TAIL_UNKNOWN', seal: last.number } : undefined
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
