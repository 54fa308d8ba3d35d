import { z } from 'zod'
import type { DoseAlgorithm } from '../domain/knowledge.js'
import { ACTIONS, DOSE_PHASES, STRENGTHS } from '../domain/knowledge.js'
import type { DataFile } from './data-file.js'
import { badData, decodeFile } from './data-file.js'
import { factTest, geneTest } from './decode-tests.js'

const code = z.string().regex(/^[A-Z0-9_]+$/, 'is no term code (UPPER_SNAKE)')
const status = z.enum(['confirmed', 'related-lineage', 'single-source', 'unresolved'])

const base = {
  id: code,
  drug: z.string(),
  title: z.string(),
  status,
  licence: z.string(),
  source: z.string(),
  citations: z.array(z.strictObject({ id: z.string(), title: z.string(), url: z.string().optional() })).min(1),
}

const termSchema = z.strictObject({
  id: z.string(),
  value: z.number(),
  times: z.string().optional(),
  perCopy: z.strictObject({ gene: z.string(), allele: z.string() }).optional(),
  diplotype: z.strictObject({ gene: z.string(), alleles: z.array(z.string()).length(2) }).optional(),
  withoutResult: z.string().optional(),
  when: factTest.optional(),
})

const linearSchema = z.strictObject({
  ...base,
  kind: z.literal('linear'),
  output: z.strictObject({ transform: z.enum(['square', 'exp']), unit: z.string(), per: z.enum(['day', 'week']) }),
  inputs: z.array(
    z.strictObject({
      name: z.string(),
      whenAbsent: z.union([z.string(), z.number(), z.boolean()]).optional(),
      medicines: z.array(z.string()).default([]),
    }),
  ),
  validFor: factTest.optional(),
  alleles: z.record(z.string(), z.array(z.string())),
  terms: z.array(termSchema).min(1),
})

const stepSchema = z.strictObject({
  id: z.string(),
  when: code.optional(),
  test: geneTest.optional(),
  calculate: z.array(code).default([]),
  actions: z.array(z.enum(ACTIONS)).default([]),
  doseChange: z
    .strictObject({ min: z.number(), max: z.number(), of: code, phase: z.enum(DOSE_PHASES).optional() })
    .optional(),
  tags: z.array(code).default([]),
  strength: z.enum(STRENGTHS).optional(),
  strengthStatus: status.optional(),
  status,
})

const flowSchema = z.strictObject({
  ...base,
  kind: z.literal('flow'),
  validFor: factTest,
  needs: z.array(z.string()),
  readAsReference: z.record(z.string(), z.strictObject({ alleles: z.array(z.string()), reference: z.string() })),
  branches: z
    .array(z.strictObject({ id: z.string(), people: code, test: factTest, steps: z.array(stepSchema).min(1) }))
    .min(1),
  switchedOff: z.array(z.strictObject({ part: z.string(), status })),
})

/** Dose algorithms by id: coefficients and steps are data, how to add and multiply them is code. */
export function decodeAlgorithms(files: readonly DataFile[]): ReadonlyMap<string, DoseAlgorithm> {
  const algorithms = new Map<string, DoseAlgorithm>()
  for (const file of files) {
    const {
      licence: _,
      source,
      ...algorithm
    } = decodeFile(z.discriminatedUnion('kind', [linearSchema, flowSchema]), file)
    if (algorithms.has(algorithm.id))
      throw badData(file.path, ['id'], `"${algorithm.id}" is already defined by another file`)
    algorithms.set(algorithm.id, { ...algorithm, provenance: { source, basis: 'source-row', reviewed: false } })
  }
  for (const file of files) {
    const flow = algorithms.get(decodeFile(z.looseObject({ id: code }), file).id)
    if (flow?.kind !== 'flow') continue
    for (const [branch, { steps }] of flow.branches.entries()) {
      for (const [step, { calculate }] of steps.entries()) {
        const unknown = calculate.find(id => algorithms.get(id)?.kind !== 'linear')
        if (unknown !== undefined)
          throw badData(file.path, ['branches', branch, 'steps', step, 'calculate'], `"${unknown}" is no algorithm`)
      }
    }
  }
  return algorithms
}
