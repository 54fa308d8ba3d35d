import { DomainError } from '../domain/errors.js'
import type { Knowledge } from '../domain/knowledge.js'
import type { Usecases } from '../usecases/menu.js'
import type { Actor } from '../usecases/records.js'
import { createLoaders } from './loaders.js'
import type { Loaders } from './loaders.js'

/** What every resolver gets: who asks, what can be asked, and this request's loaders. */
export interface Context {
  /** Absent only for `{ __typename }`, which asks no resolver. */
  readonly actor: Actor | undefined
  readonly usecases: Usecases
  /** Taken once per request, so that an answer never mixes two releases. */
  readonly knowledge: Knowledge
  readonly loaders: Loaders
  readonly requestId: string
  /** Where the bytes of an upload are sent to. */
  readonly uploadUrl: (uploadId: string) => string
}

/** graphql itself does not know what its context is. */
export function isContext(value: unknown): value is Context {
  return typeof value === 'object' && value !== null && 'requestId' in value && 'loaders' in value
}

/** The acting person, whom every use case is asked for; throws `UNAUTHENTICATED`. */
export function actorOf(context: Pick<Context, 'actor'>): Actor {
  if (context.actor === undefined) throw new DomainError('UNAUTHENTICATED', 'A bearer token is required', {})
  return context.actor
}

export function createContext(
  usecases: Usecases,
  uploadUrl: Context['uploadUrl'],
  request: Pick<Context, 'actor' | 'requestId'>,
): Context {
  const actor = () => actorOf(request)
  let knowledge: Knowledge | undefined
  return {
    ...request,
    usecases,
    uploadUrl,
    loaders: createLoaders(usecases, actor),
    get knowledge() {
      knowledge ??= usecases.knowledge(actor())
      return knowledge
    },
  }
}
