import type { Knowledge } from '../domain/knowledge.js'
import type { Usecases } from '../usecases/menu.js'
import type { Actor } from '../usecases/records.js'
import { withinTime } from './limits/within-time.js'
import { createLoaders } from './loaders.js'
import type { Loaders } from './loaders.js'
import { createReleaseScopes } from './release-scope.js'
import type { ReleaseScopes } from './release-scope.js'
import { createWithheldFields } from './withheld.js'
import type { WithheldFields } from './withheld.js'

/** What every resolver gets: who asks, what can be asked, and this request's loaders. */
export interface Context {
  readonly actor: Actor
  readonly usecases: Usecases
  /** Taken once per request, so that an answer never mixes two releases. */
  readonly knowledge: Knowledge
  readonly loaders: Loaders
  readonly requestId: string
  /** What this answer withholds. */
  readonly withheld: WithheldFields
  /** Where the bytes of an upload are sent to. */
  readonly uploadUrl: (uploadId: string) => string
  /** Name and version of what computes the answers (C7). */
  readonly software: string
  /** The same request, answered by an older release; throws `UNKNOWN_RELEASE`. */
  readonly asOf: (asOf: string) => Context
  /** The same request, answered to the same person as a visitor of another organisation. */
  readonly as: (visitor: Actor) => Context
  readonly scopes: ReleaseScopes
  /** False for nearly every request: nothing of it asks for an older release, or visits. */
  readonly hasScopes: () => boolean
}

/** `until`, on the clock of `performance`, is when the answer is given up; what follows events has no such end. */
export function createContext(
  usecases: Usecases,
  { uploadUrl, software }: Pick<Context, 'uploadUrl' | 'software'>,
  actor: Actor,
  until = Infinity,
): Context {
  let isScoped = false
  const request = {
    requestId: actor.request.id,
    withheld: createWithheldFields(),
    uploadUrl,
    software,
    scopes: createReleaseScopes(),
    hasScopes: () => isScoped,
    as(visitor: Actor): Context {
      isScoped = true
      return contextOf(visitor)
    },
  }
  function contextOf(who: Actor): Context {
    const contexts = new Map<Usecases, Context>()
    const asOf = (text: string): Context => {
      isScoped = true
      const older = usecases.asOf(who, text)
      const known = contexts.get(older) ?? over(older)
      contexts.set(older, known)
      return known
    }
    const over = (all: Usecases): Context => {
      const menu = withinTime(all, until)
      const loaders = createLoaders(menu, who)
      return { ...request, actor: who, asOf, usecases: menu, knowledge: menu.knowledge(who), loaders }
    }
    return over(usecases)
  }
  return contextOf(actor)
}

/** graphql itself does not know what its context is. */
export function isContext(value: unknown): value is Context {
  return typeof value === 'object' && value !== null && 'requestId' in value && 'loaders' in value
}
