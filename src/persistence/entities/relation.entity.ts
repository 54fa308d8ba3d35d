import { defineEntity, p } from '@mikro-orm/postgresql'
import { RELATION_KINDS } from '../../usecases/access-facts.js'
import { organisationWall } from './organisation-wall.js'

/** How somebody stands to a patient. A row ends; it is never removed. */
export const RelationEntity = defineEntity({
  name: 'RelationEntity',
  tableName: 'relation',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    patientId: p.uuid(),
    kind: p.enum(RELATION_KINDS).length(10),
    actorId: p.uuid().nullable(),
    classes: p.array(),
    validFrom: p.datetime(6),
    validTo: p.datetime(6).nullable(),
    recordedBy: p.uuid().nullable(),
    recordedAt: p.datetime(6),
    endedBy: p.uuid().nullable(),
  },
  uniques: [{ name: 'relation_organisation_id_unique', properties: ['organisationId', 'id'] }],
  indexes: [
    { name: 'relation_patient_index', properties: ['organisationId', 'patientId'] },
    { name: 'relation_actor_index', properties: ['organisationId', 'actorId'] },
  ],
  ...organisationWall,
})
