import { z } from 'zod'

import type { PatientTest, StatedIn } from '../domain/option-knowledge.js'
import { CAUTION_STRENGTHS, EFFECTS, RISK_LEVELS } from '../domain/option-knowledge.js'

/** Parts that several files about options are made of. */
export const code = z.string().regex(/^[A-Z0-9][A-Z0-9_-]*$/, 'is no code (UPPER_SNAKE)')

export const texts = z.strictObject({ clinician: z.string().min(1), plain: z.string().min(1) })

export const effect = z.enum(EFFECTS)

export const strength = z.enum(CAUTION_STRENGTHS)

export const riskLevel = z.enum(RISK_LEVELS)

export const name = z.string().regex(/^[^A-Z]+$/, 'is no generic name (lower case)')

export const prefix = z.string().regex(/^[A-Z]\d[0-9A-Z]{0,5}$/, 'is no ICD-10-CM prefix without dot')

/** "LABEL/contraindications" → the document and the part of it. */
export const statedIn = z
  .string()
  .regex(/^[A-Z0-9][A-Z0-9_-]*(\/.+)?$/, 'is no document with its part ("LABEL/contraindications")')
  .transform((text): StatedIn => {
    const slash = text.indexOf('/')
    return slash < 0 ? { document: text } : { document: text.slice(0, slash), section: text.slice(slash + 1) }
  })

export const head = {
  licence: z.string(),
  source: z.string(),
  basis: z.enum(['source-row', 'curator-knowledge']),
  reviewed: z.boolean(),
}

const number = z.number().optional()

export const patientTest: z.ZodType<PatientTest> = z.lazy(() =>
  z.union([
    z.strictObject({ condition: code }),
    z.strictObject({ measure: code, below: number, atMost: number, above: number, atLeast: number }),
    z.strictObject({ age: z.strictObject({ below: number, atLeast: number }) }),
    z.strictObject({ sex: z.enum(['female', 'male']) }),
    z.strictObject({ pregnant: z.literal(true), trimesters: z.array(z.int().min(1).max(3)).min(1).optional() }),
    z.strictObject({ lactating: z.literal(true) }),
    z.strictObject({ smoking: z.literal(true) }),
    z.strictObject({ childPugh: z.array(z.enum(['A', 'B', 'C'])).min(1) }),
    z.strictObject({ atLeast: z.int().positive(), of: z.array(patientTest).min(1) }),
  ]),
)
