import { defineEntity, p } from '@mikro-orm/postgresql'
import { organisationWall } from './organisation-wall.js'

/** What was called of a sample and what it was called from; read whole, and only when asked for. */
export const SampleDocumentEntity = defineEntity({
  name: 'SampleDocumentEntity',
  tableName: 'sample_document',
  properties: {
    sampleId: p.uuid().primary(),
    organisationId: p.uuid(),
    /** Gene calls without what they say of single positions. */
    calls: p.json<unknown>(),
    /** In clear only in rows from before encryption, until the next start; nobody reads it but that. */
    evidence: p.blob().nullable().lazy(),
    /** The sample's evidence at all positions of interest and what calls say of positions, as compressed JSON, encrypted. */
    sealed: p.blob().nullable(),
  },
  ...organisationWall,
})
