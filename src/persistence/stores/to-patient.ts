import type { KeyObject } from 'node:crypto'
import type { InferEntity } from '@mikro-orm/postgresql'
import type { Patient } from '../../usecases/records.js'
import { openIdentity } from '../decoders/sealed-names-decoder.js'
import type { PatientEntity } from '../entities/patient.entity.js'

/** The columns of a patient besides who they are. */
type PlainPatient = Pick<InferEntity<typeof PatientEntity>, 'id' | 'organisationId' | 'sex' | 'createdAt'>

export function toPatient(row: PlainPatient, identity: Uint8Array, key: KeyObject): Patient {
  const { displayName, medicalRecordNumber, birthDate } = openIdentity(key, row.id, identity)
  return {
    id: row.id,
    organisationId: row.organisationId,
    displayName,
    medicalRecordNumber,
    birthDate,
    sex: row.sex ?? undefined,
    createdAt: row.createdAt,
  }
}
