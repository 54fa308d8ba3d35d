import { defineEntity, p } from '@mikro-orm/postgresql'
import { UPLOAD_STATES } from '../../usecases/records.js'
import { organisationWall } from './organisation-wall.js'

/** Every state an upload has been in, when and by which attempt (S30). */
export const UploadTransitionEntity = defineEntity({
  name: 'UploadTransitionEntity',
  tableName: 'upload_transition',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    uploadId: p.uuid(),
    state: p.enum(UPLOAD_STATES).length(20),
    attempt: p.integer(),
    at: p.datetime(6),
  },
  indexes: [{ name: 'upload_transition_upload_index', properties: ['organisationId', 'uploadId'] }],
  ...organisationWall,
})
