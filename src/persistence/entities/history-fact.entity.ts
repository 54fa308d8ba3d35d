import { defineEntity, p } from '@mikro-orm/postgresql'
import { FACT_KINDS } from '../../domain/history/history-fact.js'
import { organisationWall } from './organisation-wall.js'

/** One statement about a patient as it was recorded. Rows are added, never changed. */
export const HistoryFactEntity = defineEntity({
  name: 'HistoryFactEntity',
  tableName: 'history_fact',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    patientId: p.uuid(),
    kind: p.enum(FACT_KINDS).length(20),
    /** A day or an instant; partial where nobody knows better. */
    recordedOn: p.string().length(40),
    supersedes: p.uuid().nullable(),
    restricted: p.boolean(),
    recordedBy: p.uuid(),
    recordedAt: p.datetime(6),
    /** Hash of what the sending system calls the thing: sent again, it is the same thing. */
    origin: p.string().length(64).nullable(),
    /** Hash of what was read of it. */
    originFingerprint: p.string().length(64).nullable(),
    document: p.json<unknown>(),
  },
  uniques: [
    { name: 'history_fact_patient_id_unique', properties: ['organisationId', 'patientId', 'id'] },
    { name: 'history_fact_supersedes_unique', properties: ['organisationId', 'supersedes'] },
    {
      name: 'history_fact_origin_unique',
      properties: ['organisationId', 'patientId', 'origin'],
      where: 'supersedes is null',
    },
  ],
  ...organisationWall,
})
