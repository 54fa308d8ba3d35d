import type { Config } from '../../config.js'
import { migrateAt } from '../migrate-at.js'
import { withDatabaseServer } from '../reach-database.js'

export interface AdminRequest {
  /** Short name; the organisation is made when it does not exist. */
  readonly organisation: string
  /** As the tokens say it. */
  readonly issuer: string
  readonly subject: string
  readonly name: string
}

/** `sextant admin`: somebody who may then propose and confirm others; for whoever owns the tables. */
export async function makeAdmin(config: Config, { organisation, ...admin }: AdminRequest): Promise<void> {
  const [{ openDatabase }, { appointAdmin }] = await Promise.all([
    import('../../persistence/database.js'),
    import('../../persistence/memberships.js'),
  ])
  await withDatabaseServer(config, async url => {
    await migrateAt(url)
    const database = await openDatabase({ url, as: 'owner', connections: 1, waitMilliseconds: 10_000 })
    try {
      await appointAdmin(database, { slug: organisation, name: organisation }, admin)
    } finally {
      await database.close(true)
    }
  })
}
