import type { Knowledge } from '../domain/knowledge.js'
import type { Usecases } from '../usecases/menu.js'
import type { Actor } from '../usecases/records.js'
import { createLoaders } from './loaders.js'
import type { Loaders } from './loaders.js'

/** What every resolver gets: who asks, what can be asked, and this request's loaders. */
export interface Context {
  readonly actor: Actor
  readonly usecases: Usecases
  /** Taken once per request, so that an answer never mixes two releases. */
  readonly knowledge: Knowledge
  readonly loaders: Loaders
  readonly requestId: string
  /** Where the bytes of an upload are sent to. */
  readonly uploadUrl: (uploadId: string) => string
}

export function createContext(
  usecases: Usecases,
  uploadUrl: Context['uploadUrl'],
  actor: Actor,
  requestId: string,
): Context {
  const loaders = createLoaders(usecases, actor)
  return { actor, usecases, knowledge: usecases.knowledge(actor), loaders, requestId, uploadUrl }
}

/** graphql itself does not know what its context is. */
export function isContext(value: unknown): value is Context {
  return typeof value === 'object' && value !== null && 'requestId' in value && 'loaders' in value
}
