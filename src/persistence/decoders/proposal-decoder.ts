import { z } from 'zod'
import type { ProposedAct } from '../../usecases/proposal.js'
import { role } from './access-decoder.js'

const date = z.iso.datetime().transform(text => new Date(text))

const giveRole = z.strictObject({
  kind: z.literal('GIVE_ROLE'),
  actorId: z.string(),
  issuer: z.string(),
  subject: z.string(),
  name: z.string(),
  role,
  validFrom: date.optional(),
  validTo: date.optional(),
})

const erasePatient = z.strictObject({ kind: z.literal('ERASE_PATIENT'), patientId: z.string() })

/** What was proposed, as it is stored. */
export const proposedAct: z.ZodType<ProposedAct> = z.discriminatedUnion('kind', [giveRole, erasePatient])
