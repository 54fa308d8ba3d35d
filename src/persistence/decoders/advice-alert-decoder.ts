import { z } from 'zod'
import {
  ALERT_CAUSES,
  type AdviceChange,
  type Reason,
  type RememberedLook,
} from '../../domain/medication/advice-changes.js'
import { VERDICTS } from '../../domain/medication/verdicts.js'
import { EFFECTS, FINDING_KINDS } from '../../domain/option-knowledge.js'
import type { AdviceAlert } from '../../usecases/advice-alert.js'

const reasonFields = {
  kind: z.enum(FINDING_KINDS),
  effect: z.enum(EFFECTS),
  text: z.strictObject({ clinician: z.string(), plain: z.string() }),
  open: z.boolean(),
}

const reason: z.ZodType<Reason> = z.strictObject(reasonFields)

export const rememberedLooks: z.ZodType<readonly RememberedLook[]> = z.array(
  z.strictObject({
    drug: z.string(),
    verdict: z.enum(VERDICTS),
    couldBeStricter: z.boolean(),
    reasons: z.array(reason),
  }),
)

const change: z.ZodType<AdviceChange> = z.strictObject({
  drug: z.string(),
  before: z.enum(VERDICTS).optional(),
  after: z.enum(VERDICTS),
  because: z.array(z.strictObject({ ...reasonFields, change: z.enum(['APPEARED', 'DISAPPEARED']) })),
})

/** What an alert says; id, patient and time are columns. */
export const alertDocument: z.ZodType<Omit<AdviceAlert, 'id' | 'patientId' | 'at'>> = z.strictObject({
  causes: z.array(z.enum(ALERT_CAUSES)),
  changes: z.array(change),
  knowledgeVersion: z.string(),
})

/** A whole alert, as one text. */
export const alertText = z.strictObject({
  id: z.string(),
  patientId: z.string(),
  at: z.string(),
  document: alertDocument,
})

/** The newest alerts of a patient, as one text. */
export const newestAlertsText = z.strictObject({ total: z.number(), alerts: z.array(alertText) })
