import { z } from 'zod'
import { CONSENT_EFFECTS, CONSENT_RECIPIENTS, RELATION_KINDS } from '../../usecases/access-facts.js'
import { DATA_CLASSES } from '../../usecases/data-classes.js'
import { PURPOSES, ROLES } from '../../usecases/records.js'

export const dataClasses = z.array(z.enum(DATA_CLASSES))
export const purposes = z.array(z.enum(PURPOSES))
export const role = z.enum(ROLES)

export const heldGenes = z.array(z.strictObject({ gene: z.string(), reason: z.string() }))

/** What one statement says of an actor and a patient. */
export const accessRow = z.object({
  id: z.string(),
  organisationId: z.string(),
  relations: z.array(z.object({ kind: z.enum(RELATION_KINDS), classes: dataClasses })),
  consents: z.array(
    z.object({
      effect: z.enum(CONSENT_EFFECTS),
      classes: dataClasses,
      recipient: z.enum(CONSENT_RECIPIENTS),
      recipientRole: role.nullable().transform(value => value ?? undefined),
      recipientActorId: z
        .string()
        .nullable()
        .transform(value => value ?? undefined),
      purposes,
    }),
  ),
  glass: z.object({ id: z.string(), expiresAt: z.string().transform(text => new Date(text)) }).nullable(),
})
