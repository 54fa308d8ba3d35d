import { defineEntity, p } from '@mikro-orm/postgresql'
import { organisationWall } from './organisation-wall.js'

/** How far the newest attempt is. Its own table: written often, and never in the way of the upload's row. */
export const UploadProgressEntity = defineEntity({
  name: 'UploadProgressEntity',
  tableName: 'upload_progress',
  properties: {
    uploadId: p.uuid().primary(),
    organisationId: p.uuid(),
    bytesDone: p.bigint('number'),
    bytesTotal: p.bigint('number').nullable(),
    genesDone: p.integer(),
    genesTotal: p.integer(),
    at: p.datetime(6),
  },
  ...organisationWall,
})
