import { DomainError } from '../../domain/errors.js'

export interface SubscriptionLimits {
  readonly perActor: number
  readonly perProcess: number
}

export interface SubscriptionSlots {
  /** Takes a place, to be given back by calling what is returned; `RATE_LIMITED` when there is none. */
  enter(actorId: string): () => void
}

const RETRY_SECONDS = 5

/** How many subscriptions run at once: of one actor, and in this process. */
export function createSubscriptionSlots({ perActor, perProcess }: SubscriptionLimits): SubscriptionSlots {
  const counts = new Map<string, number>()
  let all = 0
  return {
    enter(actorId) {
      const own = counts.get(actorId) ?? 0
      if (own >= perActor) throw full('subscriptionsOfActor', perActor)
      if (all >= perProcess) throw full('subscriptions', perProcess)
      counts.set(actorId, own + 1)
      all += 1
      let isLeft = false
      return () => {
        if (isLeft) return
        isLeft = true
        all -= 1
        const left = (counts.get(actorId) ?? 1) - 1
        if (left === 0) counts.delete(actorId)
        else counts.set(actorId, left)
      }
    },
  }
}

function full(limit: string, maximum: number): DomainError {
  const details = { limit, maximum, retryAfterSeconds: RETRY_SECONDS }
  return new DomainError('RATE_LIMITED', 'Too many subscriptions at once; end one first', details)
}
