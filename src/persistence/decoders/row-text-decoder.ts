import { z } from 'zod'
import { ASSEMBLIES } from '../../domain/knowledge.js'
import { accessRow } from './access-decoder.js'

/** Rows that come as one text: everything that is made of them is in it, and nothing else. */

/** A patient, the key to them, and what is recorded between them and whoever asks. */
export const patientText = z.strictObject({
  ...accessRow.shape,
  identity: z.string().nullable(),
  sex: z.enum(['female', 'male']).nullable(),
  createdAt: z.string(),
  wrapped: z.string().nullable(),
})

export const sampleText = z.strictObject({
  id: z.string(),
  organisationId: z.string(),
  patientId: z.string(),
  uploadId: z.string(),
  names: z.string().nullable(),
  assembly: z.enum(ASSEMBLIES),
  file: z.unknown(),
  knowledgeVersion: z.string(),
  calledAt: z.string(),
  releasedAt: z.string().nullable(),
  heldGenes: z.unknown(),
  wrapped: z.string().nullable(),
})
