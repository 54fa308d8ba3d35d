import { IsolationLevel } from '@mikro-orm/core'
import type { Database } from '../database.js'
import { RECORD, toSealedRow, unpackRows } from './audit-record.js'
import type { RecordRow, SealedRow } from './audit-record.js'
import { hashOfCheckpoint, readCheckpoints } from './checkpoint.js'
import type { Checkpoint } from './checkpoint.js'
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
    | 'SEAL_ADDED'
    | 'CHECKPOINT_CHANGED'
    | 'CHECKPOINT_UNSIGNED'
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
  /** Where the chain begins, when what was before it is too old to be kept. */
  readonly begins?: Checkpoint
  readonly fault?: AuditFault
}

/** What a seal follows: the seal before it, or the checkpoint that took that one's place. */
type Predecessor = Pick<Seal, 'number' | 'through' | 'hash'>

const BEGINNING: Predecessor = { number: 0, through: '0', hash: '' }

/**
 * Compares every row and every seal with what was sealed, in order, and stops at the first fault. Asked as the auditor, of
 * one snapshot: what is written or sealed meanwhile is another run's. With `until` it ends with the seal of that number.
 */
export async function verifyAudit(
  em: Database['em'],
  key: SealKey,
  receipt: SealReceipt | undefined,
  until = Infinity,
): Promise<AuditReport> {
  const checkpoints = await readCheckpoints(em)
  const begins = checkpoints.at(-1)
  const start = begins === undefined ? BEGINNING : { ...begins, hash: begins.sealHash }
  let newest: Seal | undefined
  let rows = 0
  let seals = 0
  let fault = faultOfCheckpoints(checkpoints, key, receipt) ?? (await faultOfBeginning(em, begins))
  while (fault === undefined && (newest?.number ?? 0) < until) {
    const last = newest ?? start
    const seal = await sealAfter(em, last)
    if (seal === undefined) {
      fault = faultOfTail(last, receipt)
      break
    }
    const found = await em.execute<RecordRow[]>(SEALED_ROWS, [last.through, seal.through])
    fault = faultOfSeal(seal, last, key, receipt) ?? faultOfRows(seal, found.map(toSealedRow))
    if (fault !== undefined) break
    newest = seal
    rows += seal.count
    seals += 1
  }
  const [unsealed] = await em.execute<{ count: string }[]>(
    `select count(*)::text as count from audit_event where transaction_id > ?::text::xid8`,
    [(newest ?? start).through],
  )
  return { seals, rows, unsealed: Number(unsealed?.count ?? 0), newest, begins, fault }
}

/** As `verifyAudit` wants to be asked. */
export const ONE_SNAPSHOT = { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true } as const

async function sealAfter(em: Database['em'], last: Predecessor): Promise<Seal | undefined> {
  const [row] = await em.execute<SealRow[]>(
    `select ${SEAL_COLUMNS} from audit_seal where audit_seal.number > ? order by audit_seal.number limit 1`,
    [last.number],
  )
  return row === undefined ? undefined : toSeal(row)
}

/** Without the file a tail that was cut off looks like one that never was. */
function faultOfTail(last: Predecessor, receipt: SealReceipt | undefined): AuditFault | undefined {
  if (receipt !== undefined && receipt.number > last.number) return { kind: 'TAIL_CUT', seal: receipt.number }
  return receipt === undefined && last !== BEGINNING ? { kind: 'TAIL_UNKNOWN', seal: last.number } : undefined
}

/** Whoever removes the beginning of the chain on their own cannot sign that it was time to. */
function faultOfCheckpoints(
  checkpoints: readonly Checkpoint[],
  key: SealKey,
  receipt: SealReceipt | undefined,
): AuditFault | undefined {
  for (const [index, checkpoint] of checkpoints.entries()) {
    const fault = (kind: AuditFault['kind']): AuditFault => ({ kind, seal: checkpoint.number })
    const follows = checkpoint.previous === (checkpoints[index - 1]?.hash ?? '')
    const isKept = receipt?.number !== checkpoint.number || receipt.hash === checkpoint.sealHash
    if (!follows || !isKept || checkpoint.hash !== hashOfCheckpoint(checkpoint)) return fault('CHECKPOINT_CHANGED')
    if (!key.isSignedBy(checkpoint)) return fault('CHECKPOINT_UNSIGNED')
  }
  return undefined
}

/** What was removed must not come back: it would stand before the chain, under no seal. */
async function faultOfBeginning(em: Database['em'], begins: Checkpoint | undefined): Promise<AuditFault | undefined> {
  if (begins === undefined) return undefined
  const [seal] = await em.execute<{ number: string }[]>(
    `select s.number::text as number from audit_seal s where s.number <= ? order by s.number limit 1`,
    [begins.number],
  )
  if (seal !== undefined) return { kind: 'SEAL_ADDED', seal: Number(seal.number) }
  const [row] = await em.execute<RecordRow[]>(`${SEALED_ROWS} limit 1`, ['0', begins.through])
  return row === undefined ? undefined : { kind: 'ROW_ADDED', seal: begins.number, row: row.sequence }
}

const SEALED_ROWS = `select ${RECORD} from audit_event
  where audit_event.transaction_id > ?::text::xid8 and audit_event.transaction_id <= ?::text::xid8
  order by audit_event.transaction_id, audit_event.sequence`

function faultOfSeal(
  seal: Seal,
  last: Predecessor,
  key: SealKey,
  receipt: SealReceipt | undefined,
): AuditFault | undefined {
  const expected = last.number + 1
  if (seal.number !== expected) return { kind: 'SEAL_REMOVED', seal: expected }
  const isWhole = seal.previous === last.hash && seal.hash === hashOfSeal(seal)
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
