import type { Config } from '../../config.js'
import { migrateAt } from '../migrate-at.js'
import { withDatabaseServer } from '../reach-database.js'

/** `sextant migrate`: tables, roles and queues at this version; returns the names of the migrations that ran. */
export async function migrate(config: Config): Promise<readonly string[]> {
  return await withDatabaseServer(config, migrateAt)
}
