import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { DomainError } from '../domain/errors.js'

export interface RateSettings {
  readonly requestsPerMinute: number
  readonly pointsPerMinute: number
  readonly anonymousPerMinute: number
}

export interface RateLimits {
  /** One request of somebody whose token is good. */
  countRequest(actorId: string): Promise<void>
  /** What an operation of theirs costs. */
  spendPoints(actorId: string, points: number): Promise<void>
  /** One request from an address, without a token that is good. */
  countAnonymous(address: string): Promise<void>
}

const MINUTE_SECONDS = 60

/**
 * How much one actor, or one address that nobody vouches for, may ask within a minute; beyond it `RATE_LIMITED` says how
 * long to wait. Counted in this process: several processes behind one address each count for themselves.
 */
export function createRateLimits(settings: RateSettings): RateLimits {
  const requests = new RateLimiterMemory({ points: settings.requestsPerMinute, duration: MINUTE_SECONDS })
  const points = new RateLimiterMemory({ points: settings.pointsPerMinute, duration: MINUTE_SECONDS })
  const anonymous = new RateLimiterMemory({ points: settings.anonymousPerMinute, duration: MINUTE_SECONDS })
  return {
    countRequest: actorId => consume(requests, actorId, 1),
    spendPoints: (actorId, cost) => consume(points, actorId, cost),
    countAnonymous: address => consume(anonymous, address, 1),
  }
}

async function consume(limiter: RateLimiterMemory, key: string, points: number): Promise<void> {
  if (points <= 0) return
  try {
    await limiter.consume(key, points)
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error
    const retryAfterSeconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000))
    throw new DomainError('RATE_LIMITED', 'Too many requests; wait a little', { retryAfterSeconds })
  }
}
