import { z } from 'zod'

import { DIAGNOSTIC_CODES } from '../../src/domain/diagnostics.js'
import { NOT_CALLED_REASONS } from '../../src/domain/diplotype/gene-call.js'
import { ACTIONS, SOURCES, STRENGTHS } from '../../src/domain/knowledge.js'
import { OUTCOMES } from '../../src/domain/recommendation/advice.js'

/** The contract of `--json`, strictly: a field more or less is a fault. */
const gene = z.strictObject({
  status: z.enum(['called', 'not-called']),
  reason: z.enum(NOT_CALLED_REASONS).optional(),
  diplotypes: z.array(z.string().regex(/^[^()]*(\([^()]+\)[^()]*)*$/)),
  otherDiplotypes: z.array(z.string()),
  alleles: z.array(z.string()).optional(),
  phenotypes: z.array(z.string()),
  activityScores: z.array(z.string()).nullable(),
  robust: z.boolean(),
  assumedReference: z.int().nonnegative(),
  phased: z.boolean(),
  missing: z.array(z.string().regex(/^chr(\d+|[XYM]):\d+( \(GRCh38\))?$/)),
  notes: z.array(z.string()),
})

const recommendation = z.strictObject({
  drug: z.string(),
  source: z.enum(SOURCES),
  guideline: z.string().optional(),
  outcome: z.enum(OUTCOMES),
  actions: z.array(z.enum(ACTIONS)),
  robust: z.boolean(),
  strength: z.enum(STRENGTHS).optional(),
  population: z.string().optional(),
  genes: z.record(z.string(), z.strictObject({ diplotypes: z.array(z.string()), lookupKeys: z.array(z.string()) })),
  text: z.string().optional(),
})

const sample = z.strictObject({
  sample: z.string(),
  build: z.enum(['GRCh38', 'GRCh37']),
  file: z.strictObject({ name: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  genes: z.record(z.string(), gene),
  recommendations: z.array(recommendation),
  diagnostics: z.array(
    z.strictObject({ code: z.enum(DIAGNOSTIC_CODES), line: z.int().positive().optional(), message: z.string() }),
  ),
})

export type CalledSample = z.infer<typeof sample>

/** One object per line. */
export function parseJsonLines(text: string): CalledSample[] {
  return text
    .trimEnd()
    .split('\n')
    .map(line => sample.parse(JSON.parse(line)))
}

export function onlySample(text: string): CalledSample {
  const [only, ...others] = parseJsonLines(text)
  if (only === undefined || others.length > 0) throw new Error(`${others.length + 1} samples`)
  return only
}

/** Diplotypes of a called gene, or the reason why it is not called. */
export function callOf({ genes }: CalledSample, symbol: string): string {
  const found = genes[symbol]
  if (found === undefined) throw new Error(`${symbol} is not there`)
  return found.status === 'called' ? found.diplotypes.join(' or ') : (found.reason ?? 'no reason')
}
