import type { Relation } from './access-facts.js'
import { openPatient } from './access.js'
import { demand } from './decide.js'
import { fingerprint } from './fingerprint.js'
import { keepChange } from './keep-trail.js'
import { optionalText, requireDay, requireText } from './input.js'
import type { Usecases } from './menu.js'
import type { Ids, Ports } from './ports.js'
import type { Actor, Patient } from './records.js'
import { RELATION_BY_REGISTERING } from './rights.js'

/** Registers a patient in the actor's organisation, in the relation that fits the actor's role. */
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
      if (answer === patient.id) {
        await unit.patients.add(patient)
        for (const relation of relationsByRegistering(actor, patient, ids))
          await unit.access.addRelation(relation, actor.id)
      }
      await keepChange(unit, actor, 'WRITE_PATIENT', answer)
      return (await openPatient(unit, actor, 'READ_PATIENT', answer, patient.createdAt)).patient
    })
  }
}

/** Nobody would see the patient otherwise: a role alone opens none. */
function relationsByRegistering(actor: Actor, { id: patientId, createdAt }: Patient, ids: Ids): readonly Relation[] {
  const kinds = actor.roles.flatMap(role => RELATION_BY_REGISTERING[role] ?? [])
  const distinct = kinds.filter(({ kind }, index) => kinds.findIndex(other => other.kind === kind) === index)
  return distinct.map(({ kind, everybody }) => ({
    id: ids.next(),
    patientId,
    kind,
    actorId: everybody ? undefined : actor.id,
    classes: [],
    validFrom: createdAt,
    recordedAt: createdAt,
  }))
}
