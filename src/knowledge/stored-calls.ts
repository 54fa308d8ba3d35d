import { z } from 'zod'

import { diplotypeOf, haplotypeNamed } from '../domain/diplotype/diplotype.js'
import type { Diplotype, GeneCall, OutsideCall } from '../domain/diplotype/gene-call.js'
import type { Gene } from '../domain/knowledge.js'

const texts = z.array(z.string())

/** One gene of a line of `sextant call --json`, as far as phenotypes and advice follow from it. */
const storedGene = z.object({
  status: z.enum(['called', 'not-called']),
  diplotypes: texts,
  otherDiplotypes: texts.default([]),
  phenotypes: texts,
  activityScores: texts.nullable().default(null),
})

const storedSample = z.object({ sample: z.string(), genes: z.record(z.string(), storedGene) })

export type StoredGene = z.output<typeof storedGene>
export type StoredSample = z.output<typeof storedSample>

/** Reads one line of `sextant call --json`; undefined when it is none. */
export function readStoredSample(line: string): StoredSample | undefined {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    return undefined
  }
  const parsed = storedSample.safeParse(json)
  return parsed.success ? parsed.data : undefined
}

/**
 * The call that a stored line means, to be given a phenotype again. A line keeps no evidence; a result that stands
 * without a diplotype (stated elsewhere, or from a deciding position) counts as stated.
 */
export function storedCall(gene: Gene, stored: StoredGene): GeneCall {
  const base = {
    gene: gene.symbol,
    evidence: [],
    completeness: {
      positions: 0,
      assayed: 0,
      missing: [],
      assumedReference: 0,
      notExcluded: [],
      ampTier1NotExcluded: [],
    },
    phased: false,
    effectivelyPhased: true,
    notes: [],
  } as const
  const { diplotypes, otherDiplotypes, phenotypes } = stored
  if (diplotypes.length > 0) {
    const [best, others] = [diplotypes, otherDiplotypes].map(names => names.map(name => diplotypeNamed(gene, name)))
    return { ...base, status: 'called', origin: 'file', diplotypes: best ?? [], otherDiplotypes: others ?? [] }
  }
  if (phenotypes.length === 0) return { ...base, status: 'not-called', origin: 'file', reason: 'NO_DATA', seen: [] }
  const outside = phenotypes.map((phenotype, index) => statedResult(gene, phenotype, stored.activityScores?.[index]))
  return { ...base, status: 'called', origin: 'outside', diplotypes: [], otherDiplotypes: [], outside }
}

function diplotypeNamed(gene: Gene, name: string): Diplotype {
  return diplotypeOf(
    name.split('/').map(part => haplotypeNamed(part, gene)),
    0,
  )
}

/** "n/a" is how a line says that there is no score. */
function statedResult(gene: Gene, phenotype: string, score: string | undefined): OutsideCall {
  const activityScore = score === 'n/a' ? undefined : score
  return { gene: gene.symbol, phenotype, ...(activityScore === undefined ? {} : { activityScore }) }
}
