import type { Config } from '../../config.js'
import { issueToken } from '../issue-token.js'
import type { TokenRequest } from '../issue-token.js'
import { migrateAt } from '../migrate-at.js'
import { withDatabaseServer } from '../reach-database.js'
import { refuseUnsafe } from '../refuse-unsafe.js'

/** `sextant token`: a token of the development issuer, for an actor with these roles. */
export async function createToken(config: Config, request: TokenRequest): Promise<string> {
  await refuseUnsafe(config)
  return await withDatabaseServer(config, async url => {
    await migrateAt(url)
    const { token } = await issueToken(config, url, request)
    return token
  })
}
