import { DomainError } from '../domain/errors.js'
import { CLASSES_OF_ACTION } from './decide.js'
import type { Action } from './decide.js'
import type { Actor } from './records.js'

/**
 * Whoever signed in strongly and lately, as far as their issuer is configured to say so (S17). The refusal tells a client, in
 * the words of RFC 9470, what to ask the issuer for before it tries again.
 */
export function requireRecentSignIn(actor: Actor, action: Action, now: Date): void {
  const { signIn, request } = actor
  if (signIn === undefined) return
  const { isStrong, at, maxAgeSeconds, acrValues } = signIn
  const isRecent = at !== undefined && now.getTime() - at.getTime() <= maxAgeSeconds * 1000
  if (isStrong && isRecent) return
  request.trail.note({ action, classes: CLASSES_OF_ACTION[action], outcome: 'DENIED' })
  throw new DomainError('FORBIDDEN', 'This needs a recent, strong sign-in: sign in again and repeat it', {
    action,
    reason: 'insufficient_user_authentication',
    ...(acrValues.length === 0 ? {} : { acrValues }),
    maxAge: maxAgeSeconds,
  })
}
