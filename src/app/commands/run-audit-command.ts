import { readConfig } from '../../config.js'
import type { Config } from '../../config.js'
import type { Database } from '../../persistence/database.js'
import { withDatabaseServer } from '../reach-database.js'
import { exportAudit } from './export-audit.js'

/** `sextant audit`: what happened to the audit since it was sealed. */
export async function runAuditCommand(args: readonly string[]): Promise<number> {
  const { runAudit } = await import('../../cli/audit-command.js')
  const config = readConfig()
  return runAudit(args, {
    verifyAudit: sealFile => verifyAuditOf(config, sealFile),
    pruneAudit: () => pruneAuditOf(config),
    exportAudit: filter => exportAudit(config, filter),
    output: process.stdout,
    messages: process.stderr,
  })
}

async function verifyAuditOf(config: Config, sealFile: string | undefined) {
  const { verifyAudit, ONE_SNAPSHOT } = await import('../../persistence/audit/verify-audit.js')
  const { key, receipt } = await sealsOf(config, sealFile)
  return await withAudit(config, 'auditor', database =>
    database.em.fork({ clear: true }).transactional(em => verifyAudit(em, key, receipt), ONE_SNAPSHOT),
  )
}

/** The sealer comes every few seconds and is gone again. */
const PRUNE_TRIES = 20

async function pruneAuditOf(config: Config) {
  const [{ pruneAudit }, { setTimeout: sleep }] = await Promise.all([
    import('../../persistence/audit/prune-audit.js'),
    import('node:timers/promises'),
  ])
  const { key, receipt } = await sealsOf(config, undefined)
  const { keepYears, pruneSeals: seals } = config.audit
  return await withAudit(config, 'retention', async database => {
    let all: { seals: number; rows: number; olderThan: string } | undefined
    for (let tries = 0; tries < PRUNE_TRIES; tries += 1) {
      const pruned = await pruneAudit({ database, key, receipt, keepYears, seals })
      if (pruned === undefined) {
        await sleep(100)
        continue
      }
      all = { ...pruned, seals: pruned.seals + (all?.seals ?? 0), rows: pruned.rows + (all?.rows ?? 0) }
      if (pruned.seals === 0) break
      tries = 0
    }
    return all
  })
}

async function sealsOf({ audit }: Config, sealFile: string | undefined) {
  const [{ DomainError }, { readSealKey }, { readSealReceipt }] = await Promise.all([
    import('../../domain/errors.js'),
    import('../../persistence/audit/seal-key.js'),
    import('../../persistence/audit/seal-receipt.js'),
  ])
  const key = readSealKey(audit.keyFile)
  if (key === undefined) throw new DomainError('NOT_FOUND', 'There is no key to verify the seals with', {})
  return { key, receipt: readSealReceipt(sealFile ?? audit.sealFile) }
}

async function withAudit<T>(config: Config, as: 'auditor' | 'retention', work: (database: Database) => Promise<T>) {
  const { openDatabase } = await import('../../persistence/database.js')
  return await withDatabaseServer(config, async server => {
    const given = as === 'auditor' ? config.audit.databaseUrl : config.audit.retentionDatabaseUrl
    const database = await openDatabase({ url: given ?? server, as, connections: 1, waitMilliseconds: 10_000 })
    try {
      return await work(database)
    } finally {
      await database.close(true)
    }
  })
}
