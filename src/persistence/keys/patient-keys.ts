import { createSecretKey, randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { lastUsed } from '../../domain/last-used.js'
import type { KeyRing } from './key-ring.js'
import { noKey, seal, unseal } from './seal.js'

/** A patient's key as the database has it: encrypted under a key of the ring. */
export interface WrappedKey {
  readonly kekId: string
  readonly wrapped: Buffer
}

/** Every patient has a key of their own; whoever deletes it has deleted all that it opens (S26). */
export interface PatientKeys {
  make(patientId: string): { readonly key: KeyObject; readonly wrapped: WrappedKey }
  open(patientId: string, wrapped: WrappedKey): KeyObject
  /** The same key under the ring's current one. */
  rewrap(patientId: string, wrapped: WrappedKey): WrappedKey
}

/** Opened keys of the patients asked for last. The database is asked every time all the same: a key deleted there is gone. */
const KEPT = 10_000

export function createPatientKeys(ring: KeyRing): PatientKeys {
  const kept = lastUsed<string, { readonly wrapped: WrappedKey; readonly key: KeyObject }>(KEPT)

  return {
    make(patientId) {
      const bytes = randomBytes(32)
      const kekId = ring.current()
      const wrapped = { kekId, wrapped: seal(wrappingKey(ring, kekId), placeOf(kekId, patientId), bytes) }
      return { key: toKey(bytes), wrapped }
    },
    open(patientId, wrapped) {
      const known = kept.get(patientId)
      if (known !== undefined && isSame(known.wrapped, wrapped)) return known.key
      const key = toKey(unwrap(ring, patientId, wrapped))
      kept.set(patientId, { wrapped, key })
      return key
    },
    rewrap(patientId, wrapped) {
      const bytes = unwrap(ring, patientId, wrapped)
      const kekId = ring.current()
      const next = { kekId, wrapped: seal(wrappingKey(ring, kekId), placeOf(kekId, patientId), bytes) }
      bytes.fill(0)
      return next
    },
  }
}

function unwrap(ring: KeyRing, patientId: string, { kekId, wrapped }: WrappedKey): Buffer {
  return unseal(wrappingKey(ring, kekId), placeOf(kekId, patientId), wrapped)
}

function wrappingKey(ring: KeyRing, id: string): KeyObject {
  const key = ring.wrappingKey(id)
  if (key === undefined) throw noKey(id)
  return key
}

function placeOf(kekId: string, patientId: string): string {
  return `patient key ${kekId} ${patientId}`
}

function isSame(a: WrappedKey, b: WrappedKey): boolean {
  return a.kekId === b.kekId && a.wrapped.equals(b.wrapped)
}

function toKey(bytes: Buffer): KeyObject {
  const key = createSecretKey(bytes)
  bytes.fill(0)
  return key
}
