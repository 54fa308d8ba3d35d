import { z } from 'zod'

/** A gene's files as they lie in a release: what an import changes is spelled out, all else passes through. */
const positionRow = z.looseObject({
  rsid: z.string().optional(),
  grch38: z.string(),
  grch37: z.string().optional(),
  inferred37: z.literal(true).optional(),
  hgvs: z.string().optional(),
  role: z.string().optional(),
  window: z.string().optional(),
})

const alleleRow = z.looseObject({
  name: z.string(),
  id: z.string().optional(),
  reference: z.literal(true).optional(),
  filled: z.literal(true).optional(),
  cells: z.record(z.string(), z.string()).optional(),
  unmatchable: z.string().optional(),
  core: z.string().optional(),
  function: z.string().optional(),
  formerFunction: z.string().optional(),
  value: z.string().optional(),
})

const head = { source: z.string(), reviewed: z.boolean() }

const geneFile = z.looseObject({
  ...head,
  symbol: z.string(),
  chromosome: z.string(),
  lookupMethod: z.string(),
  grch37Source: z.string().optional(),
  windowSource: z.string().optional(),
  definitionDate: z.string().optional(),
  referenceAllele: z.string().optional(),
  positions: z.array(positionRow),
})

const allelesFile = z.looseObject({ ...head, functionSource: z.string().optional(), alleles: z.array(alleleRow) })

const ruleRow = z.looseObject({ functions: z.array(z.string()), phenotype: z.string() })

const phenotypesFile = z.looseObject({
  ...head,
  method: z.string(),
  ehrPriority: z.unknown().optional(),
  ehrPrioritySource: z.string().optional(),
  rules: z.array(ruleRow).optional(),
  scores: z.record(z.string(), z.array(z.string())).optional(),
  ranges: z.array(z.looseObject({ min: z.number(), max: z.number().optional(), phenotype: z.string() })).optional(),
  indeterminate: z.string().optional(),
})

const geneFiles = z.object({ gene: geneFile, alleles: allelesFile, phenotypes: phenotypesFile })

export type PositionRow = z.output<typeof positionRow>
export type AlleleRow = z.output<typeof alleleRow>
export type RuleRow = z.output<typeof ruleRow>
export type PhenotypesFile = z.output<typeof phenotypesFile>
export type RawGene = z.output<typeof geneFiles>

export const GENE_PARTS = ['gene', 'alleles', 'phenotypes'] as const

/** The files were checked when the release was loaded: one that does not fit is a mistake of the program. */
export function rawGene(files: Readonly<Record<(typeof GENE_PARTS)[number], unknown>>): RawGene {
  return geneFiles.parse(files)
}

/** How alleles name a position. */
export function positionKey(row: { readonly rsid?: string | undefined; readonly grch38: string }): string {
  return row.rsid ?? row.grch38.slice(0, row.grch38.indexOf(' '))
}
