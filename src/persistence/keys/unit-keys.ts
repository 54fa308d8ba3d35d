import { raw } from '@mikro-orm/postgresql'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { KeyObject } from 'node:crypto'
import { DomainError } from '../../domain/errors.js'
import { decodeWrappedKey } from '../entities/wrapped-key.js'
import { PatientKeyEntity } from '../entities/patient-key.entity.js'
import type { PatientKeys } from './patient-keys.js'

/** Keys of the patients that one transaction meets, behind the wall of its organisation like every other row. */
export interface UnitKeys {
  /** Of a row that brought its patient's wrapped key along; absent when that was deleted and the row can never be read. */
  ofRow(patientId: string, wrappedKey: string | null | undefined): KeyObject | undefined
  /** `NOT_FOUND` when the patient is not there, or not any more. */
  find(patientId: string): Promise<KeyObject>
  /** A new key; it is there once it was stored, which the row of its patient must precede. */
  make(patientId: string): { readonly key: KeyObject; readonly store: () => Promise<void> }
}

export function createUnitKeys(em: EntityManager, organisationId: string, patients: PatientKeys): UnitKeys {
  const met = new Map<string, KeyObject>()

  function meet(patientId: string, key: KeyObject): KeyObject {
    met.set(patientId, key)
    return key
  }

  return {
    ofRow(patientId, wrappedKey) {
      if (wrappedKey === null || wrappedKey === undefined) return undefined
      return meet(patientId, patients.open(patientId, decodeWrappedKey(wrappedKey)))
    },
    async find(patientId) {
      const known = met.get(patientId)
      if (known !== undefined) return known
      const [row] = await em.find(PatientKeyEntity, { patientId }, { refresh: true })
      if (row === undefined) throw new DomainError('NOT_FOUND', 'No such patient', {})
      return meet(patientId, patients.open(patientId, { kekId: row.kekId, wrapped: Buffer.from(row.wrapped) }))
    },
    make(patientId) {
      const { key, wrapped } = patients.make(patientId)
      return {
        key: meet(patientId, key),
        async store() {
          await em.insert(PatientKeyEntity, { patientId, organisationId, ...wrapped, createdAt: raw('now()') })
        },
      }
    },
  }
}
