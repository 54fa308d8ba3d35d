import type { RequestHandler } from 'express'
import { DomainError } from '../domain/errors.js'
import type { ClientAddress } from './client-address.js'
import type { RateLimits } from './rate-limits.js'
import type { RequestScope } from './request-scope.js'

/** Counts a request before anything is read of it: for its caller, or for its address when no good token came with it (§8). */
export function limitRates(scope: RequestScope, rates: RateLimits, addresses: ClientAddress): RequestHandler {
  return async (request, _response, next) => {
    const actorId = await callerOf(scope.sessionOf(request))
    if (actorId === undefined) await rates.countAnonymous(addresses.of(request))
    else if (actorId !== 'unknown') await rates.countRequest(actorId)
    next()
  }
}

/** Undefined without a good token; "unknown" when nobody could tell, which is our fault and counts for nobody. */
async function callerOf(session: ReturnType<RequestScope['sessionOf']>): Promise<string | undefined> {
  try {
    return (await session)?.caller.id
  } catch (error) {
    const isRefused = error instanceof DomainError && ['UNAUTHENTICATED', 'FORBIDDEN'].includes(error.code)
    return isRefused ? undefined : 'unknown'
  }
}
