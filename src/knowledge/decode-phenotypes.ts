import { z } from 'zod'

import type { PhenotypeTable } from '../domain/knowledge.js'
import type { Report } from './knowledge-error.js'
import { checkFile, type DataFile } from './data-file.js'
import { fileProvenance, text } from './provenance.js'

const scoreText = z.string().regex(/^(≥?\d+\.\d+|n\/a)$/, 'must be like "1.25", "≥3.0" or "n/a"')

const common = {
  ...fileProvenance,
  /** Phenotype → priority that the electronic record should give it. */
  ehrPriority: z.record(z.string(), text).optional(),
  ehrPrioritySource: text.optional(),
}

const phenotypesFile = z.discriminatedUnion('method', [
  z.strictObject({
    ...common,
    method: z.literal('activity-score'),
    indeterminate: text,
    /** Phenotype → all scores that occur and mean it. */
    scores: z.record(z.string(), z.array(scoreText).min(1)),
    ranges: z.array(z.strictObject({ min: z.number(), max: z.number().optional(), phenotype: text })).min(1),
  }),
  z.strictObject({
    ...common,
    method: z.literal('function-combination'),
    rules: z
      .array(
        z.strictObject({
          functions: z.array(text).min(1).max(2),
          phenotype: text,
          reviewed: z.boolean().optional(),
        }),
      )
      .min(1),
  }),
  z.strictObject({
    ...common,
    method: z.literal('allele-status'),
    statuses: z.array(z.strictObject({ allele: text, positive: text, negative: text })).min(1),
  }),
  z.strictObject({ ...common, method: z.literal('none') }),
])

type PhenotypesFile = z.infer<typeof phenotypesFile>

export interface GenePhenotypes {
  readonly table: PhenotypeTable
  readonly ehrPriority: ReadonlyMap<string, string>
  /** Ids of the sources that the file names. */
  readonly sources: readonly string[]
}

export function decodePhenotypes(file: DataFile, report: Report): GenePhenotypes | undefined {
  const decoded = checkFile(phenotypesFile, file, report)
  if (decoded === undefined) return undefined
  const { ehrPriority = {}, ehrPrioritySource = decoded.source } = decoded
  return {
    table: phenotypeTable(decoded),
    ehrPriority: new Map(Object.entries(ehrPriority)),
    sources: [decoded.source, ehrPrioritySource],
  }
}

function phenotypeTable(decoded: PhenotypesFile): PhenotypeTable {
  const provenance = { source: decoded.source, basis: decoded.basis, reviewed: decoded.reviewed }
  switch (decoded.method) {
    case 'activity-score': {
      const { method, ranges, indeterminate, scores } = decoded
      return { method, ranges, indeterminate, scoresByPhenotype: new Map(Object.entries(scores)), provenance }
    }
    case 'function-combination': {
      const rules = decoded.rules.map(({ functions, phenotype, reviewed }) => {
        return { functions, phenotype, reviewed: reviewed ?? provenance.reviewed }
      })
      return { method: decoded.method, rules, provenance }
    }
    case 'allele-status':
      return { method: decoded.method, statuses: decoded.statuses, provenance }
    case 'none':
      return { method: decoded.method, provenance }
  }
}
