import { defineEntity, p } from '@mikro-orm/postgresql'
import { organisationWall } from './organisation-wall.js'

/** What was called of a sample and what it was called from; read whole, and only when asked for. */
export const SampleDocumentEntity = defineEntity({
  name: 'SampleDocumentEntity',
  tableName: 'sample_document',
  properties: {
    sampleId: p.uuid().primary(),
    organisationId: p.uuid(),
    /** Gene calls; the evidence of a gene is left out where it is that of `evidence`. */
    calls: p.json<unknown>(),
    /** The sample's evidence at all positions of interest, as compressed JSON. */
    evidence: p.blob(),
  },
  ...organisationWall,
})
