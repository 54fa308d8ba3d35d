import type { Config } from '../config.js'
import type { Caller, Role } from '../usecases/records.js'
import { developmentKeys } from './development-keys.js'

export interface TokenRequest {
  readonly roles: readonly Role[]
  /** Short name; the organisation is made when it does not exist. */
  readonly organisation: string
  readonly seconds: number
  /** Who the token names; by default somebody of these roles. */
  readonly subject?: string
  readonly name?: string
}

/** A token of the development issuer, and whom it names: a member who is made when there is none. */
export async function issueToken(
  config: Config,
  url: string,
  request: TokenRequest,
): Promise<{ readonly token: string; readonly caller: Caller }> {
  const [{ openDatabase }, { ensureMember }, { loadDevIssuer, DEV_ISSUER }, { DomainError }] = await Promise.all([
    import('../persistence/database.js'),
    import('../persistence/memberships.js'),
    import('../http/dev-issuer.js'),
    import('../domain/errors.js'),
  ])
  if (config.auth.mode !== 'dev')
    throw new DomainError('BAD_USER_INPUT', 'Tokens are made here in development only (AUTH_MODE=dev)', {})
  const { organisation, roles, seconds } = request
  const issuer = await loadDevIssuer(developmentKeys(config))
  const subject = request.subject ?? roles.toSorted().join('+').toLowerCase()
  const name = request.name ?? `Development ${roles.join(', ').toLowerCase().replaceAll('_', ' ')}`
  const database = await openDatabase({ url, as: 'owner', connections: 1, waitMilliseconds: 10_000 })
  try {
    const member = { issuer: DEV_ISSUER, subject, name, roles }
    const ids = await ensureMember(database, { slug: organisation, name: organisation }, member)
    const caller: Caller = { id: ids.actorId, name, organisationId: ids.organisationId, organisation, roles }
    return { token: await issuer.sign({ subject, organisation, seconds }), caller }
  } finally {
    await database.close()
  }
}
