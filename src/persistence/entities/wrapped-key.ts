import { p } from '@mikro-orm/postgresql'
import type { WrappedKey } from '../keys/patient-keys.js'

/**
 * The wrapped key of the row's patient, read in the same statement as the row: `KEK_ID HEX`, and null once it was deleted.
 * `patientId` is the column that names the patient.
 */
export function wrappedKeyOf(patientId: string) {
  return p
    .string()
    .nullable()
    .formula((_columns, { alias }) => wrappedKeyText(`${alias}.${patientId}`))
}

export function decodeWrappedKey(text: string): WrappedKey {
  const [kekId = '', hex = ''] = text.split(' ')
  return { kekId, wrapped: Buffer.from(hex, 'hex') }
}

/** The same as a piece of a statement, of the patient whose id is this. */
export function wrappedKeyText(patientId: string): string {
  return `(select k.kek_id || ' ' || encode(k.wrapped, 'hex') from patient_key k where k.patient_id = ${patientId})`
}
