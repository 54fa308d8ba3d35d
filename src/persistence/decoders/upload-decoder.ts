import { z } from 'zod'
import { DIAGNOSTIC_CODES } from '../../domain/diagnostics.js'
import type { Diagnostic } from '../../domain/diagnostics.js'
import { ERROR_CODES } from '../../domain/errors.js'
import { ASSEMBLIES } from '../../domain/knowledge.js'
import type { AssayFacts, Upload, UploadRecord } from '../../usecases/records.js'

export const assayFacts: z.ZodType<AssayFacts> = z.strictObject({
  panel: z.string().optional(),
  assembly: z.enum(ASSEMBLIES).optional(),
  assumeReference: z.boolean(),
  assayedRegions: z.array(z.strictObject({ chromosome: z.string(), start: z.number(), end: z.number() })),
  copyNumberMeasured: z.boolean(),
  sex: z.enum(['female', 'male']).optional(),
})

export const diagnostic: z.ZodType<Diagnostic> = z.strictObject({
  code: z.enum(DIAGNOSTIC_CODES),
  severity: z.enum(['error', 'warning', 'note']),
  line: z.number().optional(),
  chromosome: z.string().optional(),
  position: z.number().optional(),
  gene: z.string().optional(),
  message: z.string(),
})

export const declaredContent: z.ZodType<UploadRecord['declared']> = z.strictObject({
  sizeBytes: z.number().optional(),
  sha256: z.string().optional(),
})

export const refusal: z.ZodType<NonNullable<Upload['refusal']>> = z.strictObject({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  details: z.record(z.string(), z.unknown()),
})
