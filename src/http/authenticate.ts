import { DomainError } from '../domain/errors.js'
import type { Authenticate } from '../usecases/menu.js'
import type { Directory, MembershipOfActor } from '../usecases/ports.js'
import { unauthenticated } from './verify-token.js'
import type { VerifyToken } from './verify-token.js'

/** Turns a bearer token into the person who acts: the token says who, memberships of today say what they may do (S6). */
export function createAuthenticate(verify: VerifyToken, directory: Directory): Authenticate {
  return async token => {
    if (token === undefined) throw unauthenticated()
    const { issuer, subject, organisation, scopes, signIn, expiresAt } = await verify(token)
    const memberships = async () => chooseOrganisation(await directory.signIn(issuer, subject), organisation)
    const chosen = await memberships()
    const [first] = chosen
    if (first === undefined) throw notMember()
    const { actorId, name, organisationId, organisation: slug } = first
    const roles = chosen.map(({ role }) => role)
    const caller = { id: actorId, name, organisationId, organisation: slug, roles }
    return {
      caller: { ...caller, ...(scopes === undefined ? {} : { scopes }), ...(signIn === undefined ? {} : { signIn }) },
      expiresAt,
      async requireMembership() {
        const today = (await memberships()).filter(each => each.organisationId === organisationId)
        if (!roles.every(role => today.some(each => each.role === role))) throw notMember()
      },
    }
  }
}

function notMember(): DomainError {
  return new DomainError('FORBIDDEN', 'You are not a member of this organisation', {})
}

/** The organisation the token names, or the only one there is. */
function chooseOrganisation(memberships: readonly MembershipOfActor[], named: string | undefined) {
  if (named !== undefined) return memberships.filter(({ organisation }) => organisation === named)
  const organisations = new Set(memberships.map(({ organisation }) => organisation))
  if (organisations.size > 1)
    throw new DomainError('FORBIDDEN', 'You are a member of several organisations; the token has to name one', {})
  return memberships
}

/** The token of an `Authorization` header; anything else in it is no token. */
export function bearerOf(header: string | undefined): string | undefined {
  return header === undefined ? undefined : (/^Bearer ([\w\-.~+/]+=*)$/i.exec(header)?.[1] ?? '')
}
