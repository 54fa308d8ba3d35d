import { DomainError } from '../domain/errors.js'
import type { Policy, UnitOfWork } from './ports.js'

const HOUR_MILLISECONDS = 3_600_000
const RETRY_SECONDS = 5

/** Refuses one more upload when the organisation has opened as many as it may within an hour. */
export async function requireRoomToOpen({ uploads }: UnitOfWork, policy: Policy): Promise<void> {
  const { opened, oldestMilliseconds } = await uploads.usage(HOUR_MILLISECONDS)
  if (opened < policy.uploadsPerHour) return
  const retryAfterSeconds = Math.max(1, Math.ceil((HOUR_MILLISECONDS - oldestMilliseconds) / 1000))
  const details = { maximum: policy.uploadsPerHour, retryAfterSeconds }
  throw new DomainError('RATE_LIMITED', 'Too many uploads within an hour', details)
}

/** Refuses bytes that the organisation's share of the storage has no room for. */
export async function requireRoomToStore({ uploads }: UnitOfWork, bytes: number, policy: Policy): Promise<void> {
  const { storedBytes } = await uploads.usage(HOUR_MILLISECONDS)
  if (storedBytes + bytes > policy.uploadsStoredBytes)
    throw new DomainError('QUOTA_EXCEEDED', 'The storage of your organisation is full', {
      maximum: policy.uploadsStoredBytes,
      actual: storedBytes + bytes,
    })
}

/** Runs what receives bytes, but only so many of one organisation at a time; counted in this process. */
export function createUploadGate({ uploadsAtOnce }: Policy) {
  const running = new Map<string, number>()
  return async <T>(organisationId: string, receive: () => Promise<T>): Promise<T> => {
    const count = running.get(organisationId) ?? 0
    if (count >= uploadsAtOnce)
      throw new DomainError('RATE_LIMITED', 'Too many uploads at once', {
        maximum: uploadsAtOnce,
        retryAfterSeconds: RETRY_SECONDS,
      })
    running.set(organisationId, count + 1)
    try {
      return await receive()
    } finally {
      const left = (running.get(organisationId) ?? 1) - 1
      if (left === 0) running.delete(organisationId)
      else running.set(organisationId, left)
    }
  }
}
