import { openPatient } from './access.js'
import { demand } from './decide.js'
import { fingerprint } from './fingerprint.js'
import { keepChange } from './keep-trail.js'
import { optionalText, requireDay, requireText } from './input.js'
import type { Usecases } from './menu.js'
import type { Ports } from './ports.js'
import type { Patient } from './records.js'

/** Registers a patient in the actor's organisation. */
export function createPatient({ transactions, ids, clock }: Ports): Usecases['createPatient'] {
  return async (actor, input) => {
    demand(actor, 'WRITE_PATIENT')
    const patient: Patient = {
      id: ids.next(),
      organisationId: actor.organisationId,
      displayName: requireText('displayName', input.displayName, 200),
      medicalRecordNumber: optionalText('medicalRecordNumber', input.medicalRecordNumber, 100),
      birthDate: input.birthDate === undefined ? undefined : requireDay('birthDate', input.birthDate),
      sex: input.sex,
      createdAt: clock.now(),
    }
    const key = requireText('idempotencyKey', input.idempotencyKey, 200)
    const { displayName, medicalRecordNumber, birthDate, sex } = patient
    const request = fingerprint({ displayName, medicalRecordNumber, birthDate, sex })
    return await transactions.run(actor.organisationId, async unit => {
      const answer = await unit.idempotency.remember(actor.id, 'createPatient', key, request, patient.id)
      if (answer === patient.id) await unit.patients.add(patient)
      await keepChange(unit, actor, 'WRITE_PATIENT', answer)
      return (await openPatient(unit, actor, 'WRITE_PATIENT', answer, patient.createdAt)).patient
    })
  }
}
