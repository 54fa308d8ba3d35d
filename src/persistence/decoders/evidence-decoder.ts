import { z } from 'zod'
import { ASSEMBLIES } from '../../domain/knowledge.js'
import type { FileFacts, NoCallReason, PositionEvidence, SampleEvidence } from '../../domain/genotype/evidence.js'
import type { Places } from '../../domain/genotype/realign-evidence.js'

const NO_CALL_REASONS = [
  'GENOTYPE_MISSING',
  'PARTIAL_GENOTYPE',
  'REFERENCE_MISMATCH',
  'UNUSABLE_ALLELE',
  'STRUCTURAL',
  'ALLELE_DEPTH_CONTRADICTS',
  'FILTERED',
  'LOW_QUALITY',
  'LOW_DEPTH',
  'DISAGREEING_ROWS',
  'OTHER_REFERENCE_SEQUENCE',
] as const satisfies readonly NoCallReason[]

export const positionEvidence: z.ZodType<PositionEvidence> = z.strictObject({
  state: z.enum(['reference', 'variant', 'no-call', 'not-assayed']),
  slots: z.array(z.string().nullable()),
  phased: z.boolean(),
  phaseSet: z.string().optional(),
  reason: z.enum(NO_CALL_REASONS).optional(),
  origin: z.enum(['record', 'block', 'declared-region', 'assumption']).optional(),
  line: z.number().optional(),
  genotype: z.string().optional(),
  undocumented: z.boolean().optional(),
})

export const fileFacts: z.ZodType<FileFacts> = z.strictObject({
  name: z.string().optional(),
  sha256: z.string(),
  bytes: z.number(),
  lines: z.number(),
})

const sampleEvidence = z.strictObject({
  sample: z.string(),
  assembly: z.enum(ASSEMBLIES),
  positions: z.record(z.string(), z.array(positionEvidence)),
  quarantined: z.array(z.string()),
  otherReferenceSequence: z.array(z.string()),
})

/** As JSON: maps and sets become objects and lists. */
export function encodeEvidence(evidence: SampleEvidence): z.input<typeof sampleEvidence> {
  return {
    sample: evidence.sample,
    assembly: evidence.assembly,
    positions: Object.fromEntries([...evidence.positions].map(([gene, positions]) => [gene, [...positions]])),
    quarantined: [...evidence.quarantined],
    otherReferenceSequence: [...evidence.otherReferenceSequence],
  }
}

export function decodeEvidence(json: unknown): SampleEvidence {
  const { sample, assembly, positions, quarantined, otherReferenceSequence } = sampleEvidence.parse(json)
  return {
    sample,
    assembly,
    positions: new Map(Object.entries(positions)),
    quarantined: new Set(quarantined),
    otherReferenceSequence: new Set(otherReferenceSequence),
  }
}

/** Positions by gene, as JSON. */
const placesJson = z.record(z.string(), z.array(z.string()))

export function encodePlaces(places: Places): z.input<typeof placesJson> {
  return Object.fromEntries([...places].map(([gene, list]) => [gene, [...list]]))
}

export function decodePlaces(json: unknown): Places {
  return new Map(Object.entries(placesJson.parse(json)))
}
