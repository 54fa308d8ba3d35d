import type { Sight } from './decide.js'
import type { Patient, PatientField, SeenPatient } from './records.js'
import { PATIENT_FIELDS } from './records.js'

/** What of the identity is shown where only a part of it is: enough to recognise the right tube, not the person. */
const PART: readonly PatientField[] = ['medicalRecordNumber', 'sex', 'birthYear']

/** A patient as an actor may see them: what is withheld is absent, and named with the reason. */
export function seenPatient(patient: Patient, { withheld, partly }: Sight): SeenPatient {
  const { id, organisationId, createdAt, displayName, medicalRecordNumber, birthDate, sex } = patient
  const reason = withheld.get('IDENTITY')
  const shown = reason === undefined ? (partly.has('IDENTITY') ? PART : PATIENT_FIELDS) : []
  const birthYear = birthDate === undefined ? undefined : Number(birthDate.slice(0, 4))
  const all = { displayName, medicalRecordNumber, birthDate, birthYear, sex }
  const seen = Object.fromEntries(Object.entries(all).filter(([field]) => shown.some(each => each === field)))
  const hidden = PATIENT_FIELDS.filter(field => !shown.includes(field))
  return { id, organisationId, createdAt, ...seen, hidden: new Map(hidden.map(field => [field, reason ?? 'ROLE'])) }
}
