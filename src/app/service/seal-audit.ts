import type { Config } from '../../config.js'
import { ensureSealKey } from '../../persistence/audit/seal-key.js'
import { sealRows } from '../../persistence/audit/seal-rows.js'
import { startSealer } from '../../persistence/audit/start-sealer.js'
import { readUnsealedAge } from '../../persistence/backlog.js'
import { openDatabase } from '../../persistence/database.js'

/** Every server and every worker tries; one of them does it. Its connection is made when there is first something to do. */
export async function sealAudit({ audit }: Config, url: string, report: (error: unknown) => void) {
  const key = ensureSealKey(audit.keyFile)
  const database = await openDatabase({
    url: audit.databaseUrl ?? url,
    as: 'auditor',
    connections: 1,
    waitMilliseconds: 10_000,
  })
  const { sealFile: receiptPath, sealRows: rows, sealMilliseconds: milliseconds } = audit
  const options = { database, key, receiptPath, now: () => new Date(), rows }
  const sealer = startSealer({ seal: () => sealRows(options), milliseconds, full: rows, report })
  return {
    unsealedSeconds: () => readUnsealedAge(database),
    async stop() {
      await sealer.stop()
      await database.close(true)
    },
  }
}
