import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { DomainError } from '../../domain/errors.js'

const ALGORITHM = 'aes-256-gcm'
const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Encrypted and authenticated (AES-256-GCM). `place` says where the value stands ("patient identity ID") and is bound to
 * it: moved to another row or column it opens no more.
 */
export function seal(key: KeyObject, place: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(associated(place))
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** What was sealed with this key at this place; anything else is refused, whole. */
export function unseal(key: KeyObject, place: string, sealed: Uint8Array): Buffer {
  if (sealed.byteLength < 1 + NONCE_BYTES + TAG_BYTES || sealed[0] !== VERSION) throw unreadable()
  const end = sealed.byteLength - TAG_BYTES
  const cipher = createDecipheriv(ALGORITHM, key, sealed.subarray(1, 1 + NONCE_BYTES), { authTagLength: TAG_BYTES })
  cipher.setAAD(associated(place))
  cipher.setAuthTag(sealed.subarray(end))
  const plain = cipher.update(sealed.subarray(1 + NONCE_BYTES, end))
  try {
    cipher.final()
  } catch {
    throw unreadable()
  }
  return plain
}

export function sealJson(key: KeyObject, place: string, value: unknown): Buffer {
  return seal(key, place, Buffer.from(JSON.stringify(value)))
}

export function unsealJson(key: KeyObject, place: string, sealed: Uint8Array): unknown {
  return JSON.parse(unseal(key, place, sealed).toString('utf8'))
}

/** Damaged, tampered with, or sealed under a key that is not the one at hand: no part of it is believed (S48). */
export function unreadable(): DomainError {
  return new DomainError('SERVICE_UNAVAILABLE', 'Stored data cannot be decrypted', { reason: 'UNREADABLE' }, false)
}

/** True for a refusal that says something about our keys or data, not about the question: somebody has to look. */
export function isUnreadable(error: unknown): boolean {
  return (
    error instanceof DomainError && (error.details['reason'] === 'UNREADABLE' || error.details['reason'] === 'NO_KEY')
  )
}

/** A value is encrypted under a key that the key file does not have. */
export function noKey(keyId: string): DomainError {
  return new DomainError(
    'SERVICE_UNAVAILABLE',
    'A key that is needed is not in the key file',
    { reason: 'NO_KEY', keyId },
    false,
  )
}

function associated(place: string): Buffer {
  return Buffer.from(`sextant ${VERSION} ${place}`)
}
