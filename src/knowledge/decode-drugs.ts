import { z } from 'zod'
import type { Brand, Drug, Provenance } from '../domain/knowledge.js'
import type { DataFile } from './data-file.js'
import { badData, decodeFile } from './data-file.js'

const BRAND_KINDS = ['rxnorm', 'fda-label', 'curator-knowledge'] as const

type BrandKind = (typeof BRAND_KINDS)[number]

const BRAND_SOURCES: Readonly<Record<BrandKind, string>> = {
  rxnorm: 'rxnorm-products',
  'fda-label': 'fda-labels',
  'curator-knowledge': 'sextant',
}

/** `combination`: it holds other drugs besides, and no file of a product says which. */
const brandSchema = z.union([z.string(), z.strictObject({ name: z.string(), combination: z.boolean() })])

const drugSchema = z.strictObject({
  name: z.string().min(1),
  /** A drug that no list of the sources holds, known from a curator's memory. */
  basis: z.literal('curator-knowledge').optional(),
  rxnorm: z.string().regex(/^\d+$/).optional(),
  rxnormBasis: z.literal('curator-knowledge').optional(),
  clinpgxId: z
    .string()
    .regex(/^PA\d+$/)
    .optional(),
  drugbank: z
    .string()
    .regex(/^DB\d+$/)
    .optional(),
  brands: z.partialRecord(z.enum(BRAND_KINDS), z.array(brandSchema)).default({}),
  synonyms: z.array(z.string()).default([]),
  ingredients: z.array(z.string()).default([]),
  cpicLevel: z.string().optional(),
  notes: z.array(z.string()).default([]),
  licence: z.string(),
  pairs: z
    .array(
      z.strictObject({
        gene: z.string(),
        level: z.string().optional(),
        status: z.string().optional(),
        clinpgxLevel: z.string().optional(),
        fdaTesting: z.string().optional(),
        url: z.string().optional(),
        pmids: z.array(z.string()).default([]),
      }),
    )
    .default([]),
})

const atcSchema = z.strictObject({
  source: z.string(),
  licence: z.string(),
  attribution: z.string(),
  codes: z.record(z.string(), z.array(z.string().regex(/^[A-V]\d\d[A-Z]{0,2}\d{0,2}$/))),
})

/** Drugs by generic name. ATC codes stand in a file of their own, because their licence forbids mixing. */
export function decodeDrugs(files: readonly DataFile[]): ReadonlyMap<string, Drug> {
  const atcFile = files.find(file => file.path.endsWith('/atc.json'))
  const atc = atcFile ? decodeFile(atcSchema, atcFile).codes : {}
  const drugs = new Map<string, Drug>()
  for (const file of files) {
    if (file === atcFile) continue
    const drug = toDrug(decodeFile(drugSchema, file), atc)
    if (drugs.has(drug.name)) throw badData(file.path, ['name'], `"${drug.name}" is already described by another file`)
    drugs.set(drug.name, drug)
  }
  const stranger = Object.keys(atc).find(name => !drugs.has(name))
  if (atcFile && stranger !== undefined) throw badData(atcFile.path, ['codes', stranger], 'no file describes this drug')
  return new Map([...drugs].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function toDrug(file: z.output<typeof drugSchema>, atc: Readonly<Record<string, readonly string[]>>): Drug {
  const { basis } = file
  const provenance: Provenance =
    basis === undefined
      ? { source: 'clinpgx', basis: 'source-row', reviewed: false }
      : { source: 'sextant', basis, reviewed: false }
  return {
    name: file.name,
    rxnorm: file.rxnorm,
    atc: atc[file.name] ?? [],
    clinpgxId: file.clinpgxId,
    drugbank: file.drugbank,
    brands: BRAND_KINDS.flatMap(kind => (file.brands[kind] ?? []).map(brand => toBrand(brand, kind))),
    synonyms: file.synonyms,
    ingredients: file.ingredients,
    cpicLevel: file.cpicLevel,
    notes: file.notes,
    pairs: file.pairs.map(({ level, status, ...pair }) => ({ ...pair, cpicLevel: level, cpicStatus: status })),
    provenance,
    rxnormProvenance: { source: 'rxnorm', basis: file.rxnormBasis ?? 'source-row', reviewed: false },
  }
}

function toBrand(brand: z.output<typeof brandSchema>, kind: BrandKind): Brand {
  const basis = kind === 'curator-knowledge' ? 'curator-knowledge' : 'source-row'
  return {
    ...(typeof brand === 'string' ? { name: brand, combination: false } : brand),
    provenance: { source: BRAND_SOURCES[kind], basis, reviewed: false },
  }
}
