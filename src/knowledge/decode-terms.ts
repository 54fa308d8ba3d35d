import { z } from 'zod'
import type { FactTest, Population, Term } from '../domain/knowledge.js'
import type { DataFile } from './data-file.js'
import { badData, decodeFile } from './data-file.js'

const code = z.string().regex(/^[A-Z0-9_]+$/, 'is no term code (UPPER_SNAKE)')

export const factTest: z.ZodType<FactTest> = z.lazy(() =>
  z.union([
    z.strictObject({
      fact: z.string(),
      atLeast: z.number().optional(),
      atMost: z.number().optional(),
      above: z.number().optional(),
      below: z.number().optional(),
      oneOf: z.array(z.union([z.string(), z.boolean()])).optional(),
    }),
    z.strictObject({ all: z.array(factTest) }),
    z.strictObject({ any: z.array(factTest) }),
  ]),
)

const wording = { clinician: z.string().min(1), plain: z.string().min(1), test: factTest.optional() }

const termsSchema = z.strictObject({
  licence: z.string(),
  terms: z.record(code, z.strictObject({ ...wording, informative: z.boolean().default(false) })),
})

const populationsSchema = z.strictObject({
  licence: z.string(),
  populations: z.record(code, z.strictObject(wording)),
})

export interface DecodedTerms {
  readonly terms: ReadonlyMap<string, Term>
  readonly populations: ReadonlyMap<string, Population>
}

/** The codes of the guidelines in words (`terms*.json`), and the groups of people they distinguish (`populations.json`). */
export function decodeTerms(files: readonly DataFile[]): DecodedTerms {
  const terms = new Map<string, Term>()
  const populations = new Map<string, Population>()
  for (const file of files) {
    if (file.path.endsWith('/populations.json')) {
      const decoded = decodeFile(populationsSchema, file).populations
      for (const [name, population] of Object.entries(decoded)) populations.set(name, { code: name, ...population })
      continue
    }
    for (const [name, term] of Object.entries(decodeFile(termsSchema, file).terms)) {
      if (terms.has(name)) throw badData(file.path, ['terms', name], 'is already defined by another file')
      terms.set(name, { code: name, ...term })
    }
  }
  return { terms, populations }
}
