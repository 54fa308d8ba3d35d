import { z } from 'zod'
import type { FactTest, GeneTest } from '../domain/knowledge.js'

/** What a circumstance, a population or a step asks of the stated facts. */
export const factTest: z.ZodType<FactTest> = z.lazy(() =>
  z.union([
    z.strictObject({
      fact: z.string(),
      atLeast: z.number().optional(),
      atMost: z.number().optional(),
      above: z.number().optional(),
      below: z.number().optional(),
      oneOf: z.array(z.union([z.string(), z.boolean()])).optional(),
      undecidedBy: z.array(z.string()).optional(),
    }),
    z.strictObject({ all: z.array(factTest) }),
    z.strictObject({ any: z.array(factTest) }),
    z.strictObject({ not: factTest }),
  ]),
)

/** What a circumstance or a step asks of results of genes. */
export const geneTest: z.ZodType<GeneTest> = z.lazy(() =>
  z.union([
    z.strictObject({ phenotype: z.strictObject({ gene: z.string(), oneOf: z.array(z.string()) }) }),
    z.strictObject({
      copies: z.strictObject({ gene: z.string(), alleles: z.array(z.string()), count: z.int().positive() }),
    }),
    z.strictObject({ base: z.strictObject({ gene: z.string(), rsid: z.string(), base: z.string() }) }),
    z.strictObject({ excluded: z.strictObject({ gene: z.string(), alleles: z.array(z.string()) }) }),
    z.strictObject({ all: z.array(geneTest) }),
    z.strictObject({ any: z.array(geneTest) }),
    z.strictObject({ not: geneTest }),
  ]),
)
