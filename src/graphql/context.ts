import type { Knowledge } from '../domain/knowledge.js'
import { DomainError } from '../domain/errors.js'
import type { Actor } from '../usecases/records.js'
import type { Usecases } from '../usecases/menu.js'
import type { Loaders } from './loaders.js'

/** What every resolver gets: who asks, what can be asked, and this request's loaders. */
export interface Context {
  /** Absent only for `{ __typename }`, which asks no resolver. */
  readonly actor: Actor | undefined
  readonly usecases: Usecases
  readonly knowledge: Knowledge
  readonly loaders: Loaders
  readonly requestId: string
  /** Where the bytes of an upload are sent to. */
  readonly uploadUrl: (uploadId: string) => string
}

/** The acting person, whom every use case is asked for; throws `UNAUTHENTICATED`. */
export function actorOf(context: Context): Actor {
  if (context.actor === undefined) throw new DomainError('UNAUTHENTICATED', 'A bearer token is required', {})
  return context.actor
}
