import { z } from 'zod'
import type {
  Alternative,
  Condition,
  Directive,
  Guideline,
  GuidelineRow,
  Implication,
  Provenance,
  RowKey,
  Source,
} from '../domain/knowledge.js'
import { ACTIONS, DOSE_KINDS, DOSE_PHASES, STRENGTHS } from '../domain/knowledge.js'
import type { DataFile } from './data-file.js'
import { badData, decodeFile } from './data-file.js'

const code = z.string().regex(/^[A-Z0-9_]+$/, 'is no term code (UPPER_SNAKE)')
const codes = z.array(code).default([])
const positive = z.number().positive()
const count = z.int().positive()

const doseChangeSchema = z.strictObject({
  min: z.number().nonnegative().optional(),
  max: z.number().nonnegative().optional(),
  strictlyLess: z.boolean().optional(),
  of: code.optional(),
  phase: z.enum(DOSE_PHASES).optional(),
})

const doseSchema = z.strictObject({
  kind: z.enum(DOSE_KINDS),
  value: positive.optional(),
  min: positive.optional(),
  max: positive.optional(),
  options: z.array(positive).optional(),
  rarely: z.array(positive).optional(),
  values: z.array(positive).optional(),
  unit: z.string(),
  per: z.string().optional(),
  strictlyLess: z.boolean().optional(),
  frequency: z.string().optional(),
  timesPerDay: count.optional(),
  timesPerWeek: count.optional(),
  daysPerWeek: count.optional(),
  divided: z.boolean().optional(),
  dividedDoses: count.optional(),
  durationWeeks: count.optional(),
  fromDay: count.optional(),
  afterDays: count.optional(),
  afterWeeks: count.optional(),
  stepDays: count.optional(),
  targetDay: count.optional(),
  infusionMinutes: count.optional(),
  volumeMillilitres: positive.optional(),
  when: code.optional(),
  appliesTo: code.optional(),
  population: code.optional(),
  statedBy: z.string().optional(),
  notes: z.array(code).optional(),
})

const alternativeSchema = z.union([
  z.string(),
  z.strictObject({ drug: z.string(), when: code.optional() }),
  z.strictObject({ group: code, when: code.optional() }),
])

const observationSchema = z.strictObject({
  kind: z.enum(['TITRATED', 'TOLERATED', 'SEEN']),
  factors: z.array(z.number()).optional(),
  drug: z.string().optional(),
  genotype: z.string().optional(),
  activityScore: z.string().optional(),
  people: count.optional(),
  share: z.number().optional(),
  value: positive.optional(),
  unit: z.string().optional(),
  per: z.string().optional(),
  everyDays: count.optional(),
  residualActivityPercent: z.number().optional(),
  notes: z.array(code).optional(),
})

const directiveFields = {
  actions: z.array(z.enum(ACTIONS)).default([]),
  doseChanges: z.array(doseChangeSchema).default([]),
  dosePhase: z.enum(DOSE_PHASES).optional(),
  doses: z.array(doseSchema).default([]),
  timesPerWeek: count.optional(),
  targetConcentration: z
    .strictObject({ analyte: z.string().optional(), min: positive, max: positive, unit: z.string() })
    .optional(),
  alternatives: z.array(alternativeSchema).default([]),
  avoidAlternatives: z.array(z.string()).default([]),
  alternativeCriteria: codes,
  monitoring: codes,
  monitoringDays: z.array(count).optional(),
  tags: codes,
  observations: z.array(observationSchema).default([]),
}

const conditionSchema = z.strictObject({
  kind: z.enum(['if', 'exception', 'phase', 'also']),
  when: code.optional(),
  order: count.optional(),
  afterDays: count.optional(),
  ...directiveFields,
})

const keyGroupSchema = z.strictObject({
  by: z.array(z.enum(['phenotype', 'activity-score', 'allele-status', 'diplotype', 'no-result'])),
  values: z.array(z.array(z.string())).min(1),
  ids: z.array(z.string().nullable()).optional(),
  /** Fingerprints of the source's texts as they were read, for the next import; nothing else uses them. */
  texts: z
    .array(
      z
        .string()
        .regex(/^[0-9a-f]{16}$/)
        .nullable(),
    )
    .optional(),
})

const FLAGS = ['DOSING', 'ALTERNATE', 'OTHER'] as const

const rowSchema = z.strictObject({
  population: z.union([z.literal('general'), code]).default('general'),
  subgroup: z.string().optional(),
  genes: z.array(z.string()).optional(),
  keys: z.array(keyGroupSchema).min(1),
  strength: z.enum(STRENGTHS).optional(),
  ...directiveFields,
  conditions: z.array(conditionSchema).default([]),
  implications: z.record(z.string(), z.array(z.string().regex(/^[a-z-]+\/[a-z-]+$/))).default({}),
  decidingGenes: z.array(z.string()).default([]),
  presumes: codes,
  steadyStateWeeks: z.strictObject({ min: count, max: count }).optional(),
  exposureChange: z.strictObject({ aucPercent: z.number().optional(), peakPercent: z.number().optional() }).optional(),
  flags: z.array(z.enum(FLAGS)).optional(),
  basis: z.enum(['inferred', 'curator-knowledge']).optional(),
})

const guidelineSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['guideline', 'label', 'association']),
  genes: z.array(z.string()).min(1),
  otherGenes: z.array(z.string()).default([]),
  url: z.string().optional(),
  publisherUrls: z.array(z.string()).default([]),
  pmids: z.array(z.string().regex(/^\d+$/)).default([]),
  year: z.int().optional(),
  tableSection: z.int().min(1).max(3).optional(),
  dataDate: z.iso.date(),
  algorithm: z.string().optional(),
  basis: z.literal('curator-knowledge').optional(),
  notes: codes,
  rows: z.array(rowSchema),
})

const fileSchema = z.strictObject({
  drug: z.string(),
  source: z.enum(['CPIC', 'DPWG', 'FDA']),
  licence: z.string(),
  idLicence: z.string().optional(),
  guidelines: z.array(guidelineSchema).min(1),
})

const SOURCE_IDS: Readonly<Record<Source, string>> = { CPIC: 'cpic', DPWG: 'dpwg', FDA: 'fda' }

/** All guidelines by generic drug name, in the order CPIC, DPWG, FDA. */
export function decodeGuidelines(files: readonly DataFile[]): ReadonlyMap<string, readonly Guideline[]> {
  const byDrug = new Map<string, Guideline[]>()
  for (const file of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const decoded = decodeFile(fileSchema, file)
    const guidelines = byDrug.get(decoded.drug) ?? []
    if (guidelines.some(other => other.source === decoded.source)) {
      throw badData(
        file.path,
        ['drug'],
        `another file already holds ${decoded.source} guidelines for "${decoded.drug}"`,
      )
    }
    guidelines.push(...decoded.guidelines.map((guideline, index) => toGuideline(file, decoded, guideline, index)))
    byDrug.set(decoded.drug, guidelines)
  }
  return byDrug
}

function toGuideline(
  file: DataFile,
  { drug, source, licence }: z.output<typeof fileSchema>,
  { basis, rows, ...guideline }: z.output<typeof guidelineSchema>,
  index: number,
): Guideline {
  const provenance: Provenance = { source: SOURCE_IDS[source], basis: basis ?? 'source-row', reviewed: false }
  return {
    ...guideline,
    drug,
    source,
    licence,
    provenance,
    rows: rows.map((row, rowIndex) =>
      toRow(row, guideline, provenance, `${SOURCE_IDS[source]}/${drug}/${guideline.id}/${rowIndex + 1}`, (...field) =>
        badData(file.path, ['guidelines', index, 'rows', rowIndex, ...field.slice(0, -1)], String(field.at(-1))),
      ),
    ),
  }
}

function toRow(
  { genes: rowGenes, keys: groups, flags, basis, implications, ...row }: z.output<typeof rowSchema>,
  guideline: { readonly genes: readonly string[] },
  provenance: Provenance,
  id: string,
  fail: (...field: (string | number)[]) => Error,
): GuidelineRow {
  const genes = rowGenes ?? guideline.genes
  const stranger = genes.find(gene => !guideline.genes.includes(gene))
  if (stranger !== undefined) throw fail('genes', `${stranger} is none of the guideline's genes`)
  const keys: RowKey[][] = []
  const sourceIds: (string | undefined)[] = []
  for (const [groupIndex, { by, values, ids, texts }] of groups.entries()) {
    if (by.length !== genes.length)
      throw fail('keys', groupIndex, 'by', `needs one key type for each of ${genes.join(', ')}`)
    if (ids !== undefined && ids.length !== values.length)
      throw fail('keys', groupIndex, 'ids', 'needs one id for each of the values')
    if (texts !== undefined && texts.length !== values.length)
      throw fail('keys', groupIndex, 'texts', 'needs one fingerprint for each of the values')
    for (const [valueIndex, value] of values.entries()) {
      if (value.length !== genes.length)
        throw fail('keys', groupIndex, 'values', valueIndex, `needs one text for each of ${genes.join(', ')}`)
      keys.push(by.map((type, geneIndex) => ({ type, value: value[geneIndex] ?? '' })))
      sourceIds.push(ids?.[valueIndex] ?? undefined)
    }
  }
  return {
    ...row,
    ...toDirective(row),
    id,
    genes,
    keys,
    sourceIds,
    conditions: row.conditions.map(condition => toCondition(condition)),
    implications: Object.entries(implications).flatMap(([gene, texts]) => texts.map(text => toImplication(gene, text))),
    flags: flags && {
      dosingInformation: flags.includes('DOSING'),
      alternateDrugAvailable: flags.includes('ALTERNATE'),
      otherPrescribingGuidance: flags.includes('OTHER'),
    },
    provenance: basis ? { ...provenance, basis } : provenance,
  }
}

function toCondition(condition: z.output<typeof conditionSchema>): Condition {
  return { ...condition, ...toDirective(condition) }
}

function toDirective({
  alternatives,
  ...directive
}: Pick<z.output<typeof conditionSchema>, keyof typeof directiveFields>): Directive {
  return { ...directive, alternatives: alternatives.map(toAlternative) }
}

function toAlternative(alternative: z.output<typeof alternativeSchema>): Alternative {
  if (typeof alternative === 'string') return { kind: 'drug', name: alternative }
  if ('drug' in alternative) return { kind: 'drug', name: alternative.drug, when: alternative.when }
  return { kind: 'group', name: alternative.group, when: alternative.when }
}

function toImplication(gene: string, text: string): Implication {
  const [category = '', effect = ''] = text.split('/')
  return { gene, category, effect }
}
