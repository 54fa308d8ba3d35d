import { z } from 'zod'

import type { Source } from '../../domain/knowledge.js'
import type { DataFile } from '../data-file.js'

/** A ClinPGx or PharmCAT release as its files say it: facts by gene and guideline, nothing interpreted yet. */
export interface PublishedRelease {
  readonly definitions: ReadonlyMap<string, PublishedDefinition>
  readonly phenotypes: ReadonlyMap<string, PublishedPhenotypes>
  readonly guidelines: readonly PublishedGuideline[]
  /** Newest data version that a file names, "2026-05-05". */
  readonly version?: string
  /** Files of the folder that are none of the three kinds, and those that are and cannot be read, with the reason. */
  readonly unread: readonly { readonly file: string; readonly reason: string }[]
}

const text = z.string().min(1)
const bases = z.string().regex(/^[ACGT]+$/)

const definitionFile = z.object({
  gene: text,
  version: z.string().optional(),
  dataVersion: z.string().optional(),
  chromosome: z.string().optional(),
  genomeBuild: z.string().startsWith('GRCh38', 'must be GRCh38').optional(),
  variants: z.array(
    z.object({
      position: z.int().positive(),
      rsid: z.string().nullish(),
      chromosomeHgvsName: z.string().nullish(),
      ref: bases,
      alts: z.array(bases).min(1),
    }),
  ),
  namedAlleles: z.array(
    z.object({
      name: text,
      id: z.string().nullish(),
      reference: z.boolean().default(false),
      alleles: z.array(z.string().nullable()),
      structuralVariant: z.boolean().default(false),
    }),
  ),
  /** Sub-allele → core allele, or core allele → its sub-alleles. */
  suballelesMap: z.record(z.string(), z.union([z.string(), z.array(z.string())])).nullish(),
})

export type PublishedDefinition = z.output<typeof definitionFile>

const phenotypesFile = z.object({
  gene: text,
  version: z.string().optional(),
  haplotypes: z.record(z.string(), z.string()),
  activityValues: z.record(z.string(), z.string().nullable()).default({}),
  diplotypes: z.array(
    z.object({
      generesult: text,
      lookupkey: text,
      /** Allele → copies. */
      diplotypekey: z.record(z.string(), z.number().positive()),
      activityScore: z.string().nullish(),
    }),
  ),
})

export type PublishedPhenotypes = z.output<typeof phenotypesFile>

const chemical = z.object({ id: z.string().optional(), name: text })

const recommendation = z.object({
  id: text,
  population: z.string().nullish(),
  classification: z.object({ term: z.string() }).nullish(),
  relatedChemicals: z.array(chemical),
  text: z.object({ html: z.string() }),
  implications: z.array(z.string()).default([]),
  /** Gene → phenotype, score, status or "No Result", or the alleles of a diplotype with their copies. */
  lookupKey: z.array(z.record(z.string(), z.union([z.string(), z.record(z.string(), z.number().positive())]))),
  dosingInformation: z.boolean().default(false),
  alternateDrugAvailable: z.boolean().default(false),
  otherPrescribingGuidance: z.boolean().default(false),
})

export type PublishedRecommendation = z.output<typeof recommendation>

const guidance = z.object({
  guideline: z.object({
    id: text,
    source: z.string(),
    objCls: z.string().optional(),
    relatedChemicals: z.array(chemical),
    relatedGenes: z.array(z.object({ symbol: text })),
  }),
  recommendations: z.array(recommendation).default([]),
  citations: z.array(z.object({ pmid: z.string().nullish() })).default([]),
  url: z.string().nullish(),
  version: z.string().nullish(),
})

export type PublishedGuideline = z.output<typeof guidance> & {
  readonly publisher: Source
  /** ISO date of the data, where the file says so. */
  readonly dataDate?: string
}

const guidanceFile = z.object({ guidelines: z.array(guidance), version: z.string().optional() })

const SOURCES: Readonly<Record<string, Source>> = { CPIC: 'CPIC', DPWG: 'DPWG', FDA: 'FDA' }

/** Tells the files of a release apart by what they hold, not by their names. */
export function readPublishedRelease(files: readonly DataFile[]): PublishedRelease {
  const definitions = new Map<string, PublishedDefinition>()
  const phenotypes = new Map<string, PublishedPhenotypes>()
  const guidelines: PublishedGuideline[] = []
  const versions: string[] = []
  const unread: { file: string; reason: string }[] = []
  const addGuidance = (file: string, one: z.output<typeof guidance>, version = one.version): void => {
    const publisher = SOURCES[one.guideline.source]
    if (publisher !== undefined) guidelines.push({ ...one, publisher, dataDate: dateOf(version ?? '') })
    else unread.push({ file, reason: `${one.guideline.id}: guidelines of ${one.guideline.source} have no place here` })
  }
  for (const { path: file, json } of files) {
    const decode = <Schema extends z.ZodType>(schema: Schema): z.output<Schema> | undefined => {
      const { success, data, error } = schema.safeParse(json)
      if (success) return data
      for (const { path, message } of error.issues) unread.push({ file, reason: `${path.join('.')}: ${message}` })
      return undefined
    }
    const has = (...names: readonly string[]): boolean =>
      typeof json === 'object' && json !== null && names.every(name => name in json)
    if (has('variants', 'namedAlleles')) {
      const found = decode(definitionFile)
      if (found && definitions.has(found.gene)) unread.push({ file, reason: `defines ${found.gene} a second time` })
      else if (found) definitions.set(found.gene, found)
      versions.push(found?.version ?? found?.dataVersion ?? '')
    } else if (has('haplotypes', 'diplotypes')) {
      const found = decode(phenotypesFile)
      if (found && phenotypes.has(found.gene)) unread.push({ file, reason: `has phenotypes of ${found.gene} again` })
      else if (found) phenotypes.set(found.gene, found)
      versions.push(found?.version ?? '')
    } else if (has('guidelines')) {
      const found = decode(guidanceFile)
      for (const one of found?.guidelines ?? []) addGuidance(file, one, found?.version)
      versions.push(found?.version ?? '')
    } else if (has('guideline', 'recommendations')) {
      const found = decode(guidance)
      if (found) addGuidance(file, found)
      versions.push(found?.version ?? '')
    } else unread.push({ file, reason: 'is neither definition, phenotypes nor guidelines' })
  }
  const dates = versions.flatMap(version => dateOf(version) ?? [])
  return { definitions, phenotypes, guidelines, version: dates.toSorted().at(-1), unread }
}

/** "2026-05-05-00-25" → "2026-05-05" */
function dateOf(version: string): string | undefined {
  return /^\d{4}-\d{2}-\d{2}/.exec(version)?.[0]
}
