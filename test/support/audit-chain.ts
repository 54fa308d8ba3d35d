import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { postgresAuditLog } from '../../src/persistence/audit/audit-log.js'
import { ensureSealKey } from '../../src/persistence/audit/seal-key.js'
import type { SealKey } from '../../src/persistence/audit/seal-key.js'
import { pruneAudit } from '../../src/persistence/audit/prune-audit.js'
import type { PrunedAudit } from '../../src/persistence/audit/prune-audit.js'
import { readSealReceipt } from '../../src/persistence/audit/seal-receipt.js'
import { sealRows } from '../../src/persistence/audit/seal-rows.js'
import { ONE_SNAPSHOT, verifyAudit } from '../../src/persistence/audit/verify-audit.js'
import type { AuditReport } from '../../src/persistence/audit/verify-audit.js'
import { openDatabase } from '../../src/persistence/database.js'
import type { Database } from '../../src/persistence/database.js'
import { uuidV7 } from '../../src/persistence/uuid-v7.js'
import type { AuditRow } from '../../src/usecases/audit-row.js'
import type { AuditLog } from '../../src/usecases/ports.js'
import { cloneDatabase } from './clone-database.js'
import type { TestDatabase } from './clone-database.js'

export interface AuditChain {
  readonly database: TestDatabase
  readonly auditor: Database
  readonly log: AuditLog
  readonly key: SealKey
  readonly receiptPath: string
  /** One round of the sealer. */
  seal(rows?: number, now?: Date): Promise<number | undefined>
  /**
   * Rounds until no row waits, and how many rows each sealed: a transaction anywhere on the server, also another test's,
   * holds up a round.
   */
  sealAll(rows?: number, now?: Date): Promise<readonly number[]>
  /** A seal of its own over some rows, all of them this old ("6 years 1 day"). */
  sealOld(rows: number, age: string): Promise<void>
  /** One round of retention, as the role that may. */
  prune(seals?: number, keepYears?: number): Promise<PrunedAudit | undefined>
  verify(key?: SealKey): Promise<AuditReport>
  /** As somebody who owns the database and has taken the trigger away. */
  tamper(sql: string): Promise<void>
  /** The same, what verification says of it, and everything as it was before. */
  tryTamper(sql: string): Promise<AuditReport>
  close(): Promise<void>
}

/** The audit of a database of its own, with the real sealer and the real verification. */
export async function openAuditChain(given?: TestDatabase): Promise<AuditChain> {
  const database = given ?? (await cloneDatabase(4))
  const folder = mkdtempSync(join(tmpdir(), 'sextant-audit-'))
  const receiptPath = join(folder, 'audit-seal.json')
  const key = ensureSealKey(join(folder, 'audit-key.pem'))
  const auditor = await openDatabase({ url: database.url, as: 'auditor', connections: 1, waitMilliseconds: 10_000 })
  const retention = await openDatabase({ url: database.url, as: 'retention', connections: 1, waitMilliseconds: 10_000 })
  const log = postgresAuditLog(database.service, () => {})
  const seal = (rows = 5000, now = new Date()) =>
    sealRows({ database: auditor, key, receiptPath, now: () => now, rows })
  const verify = (other = key) =>
    auditor.em.fork().transactional(em => verifyAudit(em, other, readSealReceipt(receiptPath)), ONE_SNAPSHOT)
  /** A transaction that runs elsewhere in the cluster holds sealing up; what is counted in seals must not depend on it. */
  async function untilSealable() {
    const open = `select exists (select 1 from audit_event where transaction_id >= pg_snapshot_xmin(pg_current_snapshot())) as open`
    while ((await auditor.em.getConnection().execute<{ open: boolean }[]>(open))[0]?.open === true) await sleep(5)
  }
  async function sealAll(rows?: number, now?: Date) {
    await untilSealable()
    const sealed: number[] = []
    while ((await verify()).unsealed > 0) {
      const count = await seal(rows, now)
      if (count === undefined || count === 0) await sleep(5)
      else sealed.push(count)
    }
    return sealed
  }
  async function tamper(sql: string) {
    await database.owner.em.fork().transactional(async em => {
      await em.execute(`set local session_replication_role = replica`)
      await em.execute(sql)
    })
  }
  return {
    database,
    auditor,
    log,
    key,
    receiptPath,
    seal,
    verify,
    sealAll,
    async sealOld(rows, age) {
      for (let row = 0; row < rows; row += 1) await log.write([anAuditRow()])
      await tamper(`update audit_event set at = now() - interval '${age}' where at > now() - interval '1 year'`)
      const [then] = await database.owner.em
        .getConnection()
        .execute<{ ms: number }[]>(`select (extract(epoch from now() - interval '${age}') * 1000)::float8 as ms`)
      await sealAll(rows, new Date(then?.ms ?? 0))
    },
    prune: (seals = 200, keepYears = 6) =>
      pruneAudit({ database: retention, key, receipt: readSealReceipt(receiptPath), keepYears, seals }),
    tamper,
    async tryTamper(sql) {
      const em = database.owner.em.fork()
      await em.begin()
      try {
        await em.execute(`set local session_replication_role = replica`)
        await em.execute(sql)
        return await verifyAudit(em, key, readSealReceipt(receiptPath))
      } finally {
        await em.rollback()
      }
    },
    async close() {
      await auditor.close(true)
      await retention.close(true)
      if (given === undefined) await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export function anAuditRow(more: Partial<AuditRow> = {}): AuditRow {
  return {
    organisationId: uuidV7(),
    requestId: uuidV7(),
    actorId: uuidV7(),
    roles: ['CLINICIAN'],
    purpose: 'TREAT',
    action: 'READ_PATIENT',
    patientId: uuidV7(),
    classes: ['IDENTITY', 'CLINICAL'],
    operation: { name: 'PatientPage', hash: 'ab'.repeat(32) },
    outcome: 'ALLOWED',
    ...more,
  }
}
