import { z } from 'zod'
import type { ProposedAct } from '../../usecases/proposal.js'
import { role } from './access-decoder.js'

const date = z.iso.datetime().transform(text => new Date(text))

/** What was proposed, as it is stored. */
export const proposedAct: z.ZodType<ProposedAct> = z.strictObject({
  kind: z.literal('GIVE_ROLE'),
  actorId: z.string(),
  issuer: z.string(),
  subject: z.string(),
  name: z.string(),
  role,
  validFrom: date.optional(),
  validTo: date.optional(),
})
