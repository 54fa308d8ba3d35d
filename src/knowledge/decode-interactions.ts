import { z } from 'zod'
import type { Citation, Interaction, PhenoconversionRule, Provenance } from '../domain/knowledge.js'
import { ACTIONS } from '../domain/knowledge.js'
import type { DataFile } from './data-file.js'
import { badData, decodeFile } from './data-file.js'

const rxnorm = z.string().regex(/^\d+$/).optional()
const basis = z.enum(['source-row', 'curator-knowledge'])

const interactionSchema = z.strictObject({
  drug: z.string(),
  role: z.enum(['inhibitor', 'inducer']),
  rxnorm,
  rxnormBasis: z.literal('curator-knowledge').optional(),
  ingredients: z.array(z.strictObject({ name: z.string(), rxnorm })).default([]),
  strength: z.enum(['strong', 'moderate', 'weak']).optional(),
  factor: z.number().min(0).max(1).optional(),
  basis,
  target: z.string().optional(),
  notes: z.array(z.string()).default([]),
  affects: z.array(z.string()).default([]),
  notAffected: z.array(z.string()).default([]),
  washoutDays: z.int().positive().optional(),
  action: z.enum(ACTIONS).optional(),
  doseChange: z.strictObject({ min: z.number(), max: z.number(), of: z.string() }).optional(),
  sources: z.array(z.string()).default([]),
  confidence: z.enum(['high', 'medium', 'low']),
})

const fileSchema = z.strictObject({
  gene: z.string(),
  licence: z.string(),
  phenoconversion: z
    .strictObject({
      method: z.literal('activity-score-factor'),
      factors: z.strictObject({ strong: z.number(), moderate: z.number(), weak: z.number() }),
      source: z.string(),
      ranges: z.array(
        z.strictObject({
          above: z.number().optional(),
          atLeast: z.number().optional(),
          below: z.number().optional(),
          atMost: z.number().optional(),
          phenotype: z.string(),
        }),
      ),
      onsetDays: z.int().nonnegative(),
      washoutDays: z.int().nonnegative(),
      windowBasis: basis,
    })
    .optional(),
  references: z.record(z.string(), z.strictObject({ title: z.string(), url: z.string().optional() })),
  interactions: z.array(interactionSchema),
})

export interface DecodedInteractions {
  readonly interactions: ReadonlyMap<string, readonly Interaction[]>
  readonly phenoconversion: ReadonlyMap<string, PhenoconversionRule>
}

/** Inhibitors and inducers by gene, and for some genes how they count. */
export function decodeInteractions(files: readonly DataFile[]): DecodedInteractions {
  const interactions = new Map<string, readonly Interaction[]>()
  const phenoconversion = new Map<string, PhenoconversionRule>()
  for (const file of files) {
    const decoded = decodeFile(fileSchema, file)
    if (interactions.has(decoded.gene)) throw badData(file.path, ['gene'], `${decoded.gene} already has a file`)
    interactions.set(
      decoded.gene,
      decoded.interactions.map((row, index) => toInteraction(file, decoded, row, index)),
    )
    if (decoded.phenoconversion) phenoconversion.set(decoded.gene, toRule(decoded.gene, decoded.phenoconversion))
  }
  return { interactions, phenoconversion }
}

function toInteraction(
  file: DataFile,
  { gene, references, phenoconversion }: z.output<typeof fileSchema>,
  { sources, basis: rowBasis, rxnormBasis, ...row }: z.output<typeof interactionSchema>,
  index: number,
): Interaction {
  if (
    row.factor !== undefined &&
    (row.strength === undefined || phenoconversion?.factors[row.strength] !== row.factor)
  ) {
    throw badData(
      file.path,
      ['interactions', index, 'factor'],
      'is not the factor that the gene’s rule gives for this strength',
    )
  }
  const citations = sources.map((id): Citation => {
    const reference = references[id]
    if (!reference)
      throw badData(file.path, ['interactions', index, 'sources'], `"${id}" is none of the file's references`)
    return { id, ...reference }
  })
  const provenance: Provenance = { source: 'fda-interactions', basis: rowBasis, reviewed: false }
  const rxnormProvenance: Provenance = { source: 'rxnorm', basis: rxnormBasis ?? 'source-row', reviewed: false }
  return { ...row, gene, citations, provenance, rxnormProvenance }
}

function toRule(gene: string, rule: NonNullable<z.output<typeof fileSchema>['phenoconversion']>): PhenoconversionRule {
  const { source, windowBasis, ...rest } = rule
  return {
    gene,
    ...rest,
    provenance: { source, basis: 'source-row', reviewed: false },
    windowProvenance: { source: 'sextant', basis: windowBasis, reviewed: false },
  }
}
