import { ConfigError } from '../../config.js'
import type { Config } from '../../config.js'
import type { Log } from '../../http/log.js'
import { findProductionFaults } from '../../persistence/check-production.js'
import { findOpenWalls } from '../../persistence/check-walls.js'
import type { Database } from '../../persistence/database.js'

/** A wall that stands open is refused everywhere (S16); production asks for more. */
export async function refuseUnsafeDatabase({ mode }: Config, database: Database, log: Log): Promise<void> {
  const open = await findOpenWalls(database)
  const { faults, warnings } =
    mode === 'production' ? await findProductionFaults(database) : { faults: [], warnings: [] }
  for (const warning of warnings) log.warn({}, warning)
  if (open.length + faults.length > 0)
    throw new ConfigError([...open.map(fault => `database: ${fault}`), ...faults], mode)
}
