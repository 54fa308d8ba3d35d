import { z } from 'zod'
import { CALL_NOTE_CODES, NOT_CALLED_REASONS } from '../../domain/diplotype/gene-call.js'
import type { CallNote, Completeness, Diplotype, GeneCall, OutsideCall } from '../../domain/diplotype/gene-call.js'
import type { RecordedCall } from '../../domain/standing-calls.js'
import type { SampleEvidence } from '../../domain/genotype/evidence.js'
import { positionEvidence } from './evidence-decoder.js'

const fields = {
  gene: z.string(),
  diplotype: z.string().optional(),
  phenotype: z.string().optional(),
  activityScore: z.string().optional(),
  line: z.number().optional(),
  source: z.strictObject({ system: z.string(), reference: z.string().optional(), on: z.string() }).optional(),
  refused: z.string().optional(),
  retractedOn: z.string().optional(),
}

export const outsideCall: z.ZodType<OutsideCall> = z.strictObject(fields)

/** A row of them, with the name of what it came from. */
export const recordedCall: z.ZodType<RecordedCall> = z
  .strictObject({ ...fields, thing: z.string().optional() })
  .transform(({ thing, ...call }) => (thing === undefined ? { call } : { call, thing }))

export function encodeRecordedCall({ call, thing }: RecordedCall): unknown {
  return { ...call, thing }
}

const haplotype = z.strictObject({
  name: z.string(),
  alleles: z.array(z.string()),
  partials: z.array(z.string()),
})

const diplotype: z.ZodType<Diplotype> = z.strictObject({
  haplotypes: z.array(haplotype),
  name: z.string(),
  score: z.number(),
})

const completeness: z.ZodType<Completeness> = z.strictObject({
  positions: z.number(),
  assayed: z.number(),
  missing: z.array(z.number()),
  assumedReference: z.number(),
  notExcluded: z.array(z.string()),
  ampTier1NotExcluded: z.array(z.string()),
})

const note: z.ZodType<CallNote> = z.strictObject({ code: z.enum(CALL_NOTE_CODES), facts: z.array(z.string()) })

const base = {
  gene: z.string(),
  origin: z.enum(['file', 'outside']),
  /** Absent where it is the sample's own evidence, which is stored once. */
  evidence: z.array(positionEvidence).optional(),
  completeness,
  phased: z.boolean(),
  effectivelyPhased: z.boolean(),
  notes: z.array(note),
  outside: z.array(outsideCall).optional(),
  retracted: z.array(outsideCall).optional(),
}

const storedCall = z.discriminatedUnion('status', [
  z.strictObject({
    ...base,
    status: z.literal('called'),
    diplotypes: z.array(diplotype),
    otherDiplotypes: z.array(diplotype),
    alleles: z.array(z.string()).optional(),
  }),
  z.strictObject({
    ...base,
    status: z.literal('not-called'),
    reason: z.enum(NOT_CALLED_REASONS),
    fallback: diplotype.optional(),
    seen: z.array(z.string()),
  }),
])

const storedCalls = z.array(storedCall)

/** Leaves out the evidence of a call where it is that of the sample. */
export function encodeCalls(calls: readonly GeneCall[], evidence: SampleEvidence): unknown {
  return calls.map(call => {
    const own = evidence.positions.get(call.gene)
    return own !== undefined && sameEvidence(own, call.evidence) ? { ...call, evidence: undefined } : call
  })
}

export function decodeCalls(json: unknown, evidence: SampleEvidence): readonly GeneCall[] {
  return storedCalls.parse(json).map(call => ({
    ...call,
    evidence: call.evidence ?? evidence.positions.get(call.gene) ?? [],
  }))
}

function sameEvidence(own: readonly unknown[], called: readonly unknown[]): boolean {
  return own === called || JSON.stringify(own) === JSON.stringify(called)
}
