import type { Actor, Caller, RequestFacts } from './records.js'
import { createTrail } from './trail.js'

/** A caller in one request, which is treatment unless it says otherwise. */
export function actAs(
  { id, name, organisationId, organisation, roles, scopes, signIn }: Caller,
  request: Pick<RequestFacts, 'id'> & Partial<Pick<RequestFacts, 'purpose' | 'operation'>>,
): Actor {
  const { id: requestId, purpose = 'TREAT', operation = {} } = request
  return {
    id,
    name,
    organisationId,
    organisation,
    roles,
    ...(scopes === undefined ? {} : { scopes }),
    ...(signIn === undefined ? {} : { signIn }),
    request: { id: requestId, purpose, operation, trail: createTrail() },
  }
}
