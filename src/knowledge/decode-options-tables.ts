import { z } from 'zod'

import { ACTIONS, STRENGTHS } from '../domain/knowledge.js'
import type { OptionKnowledge } from '../domain/option-knowledge.js'
import { PREFERENCE_VOCABULARIES, RESPONSE_CODES } from '../domain/option-knowledge.js'
import { badData, type DataFile, decodeFile } from './data-file.js'
import { code, effect, head, name, prefix, riskLevel, statedIn, strength, texts } from './decode-options-parts.js'

const acting = z.strictObject({ effect, strength })
const days = z.int().positive()

const SCHEMAS = {
  classes: z.strictObject({
    ...head,
    classes: z.record(
      code,
      z.strictObject({
        ...texts.shape,
        duplicate: acting.optional(),
        members: z.array(name).default([]),
        risks: z.record(code, riskLevel).default({}),
      }),
    ),
  }),
  'allergy-classes': z.strictObject({
    ...head,
    classes: z.record(
      code,
      z.strictObject({
        ...texts.shape,
        names: z.array(name).default([]),
        members: z.array(name).min(1),
        within: acting,
        cross: z.array(z.strictObject({ class: code, effect, strength })).default([]),
        in: statedIn,
      }),
    ),
  }),
  conditions: z.strictObject({
    ...head,
    conditions: z.record(
      code,
      z.strictObject({ ...texts.shape, icd10cm: z.array(prefix).min(1), evenResolved: z.boolean().default(false) }),
    ),
  }),
  measures: z.strictObject({
    ...head,
    measures: z.record(
      code,
      z.strictObject({
        ...texts.shape,
        unit: z.string(),
        unitText: z.string(),
        loinc: z.array(z.string().regex(/^\d{1,5}-\d$/)).default([]),
        units: z.record(z.string(), z.number().positive()),
        possible: z.strictObject({ min: z.number(), max: z.number() }),
        validDays: days,
        fact: z.string().optional(),
        derivedBy: z.literal('cockcroft-gault').optional(),
        derivedFrom: z.array(code).default([]),
        hintedBy: z.array(code).default([]),
      }),
    ),
  }),
  mechanisms: z.strictObject({
    ...head,
    mechanisms: z.record(
      code,
      z.strictObject({
        ...texts.shape,
        pairs: z.array(z.strictObject({ levels: z.tuple([riskLevel, riskLevel]), effect, strength })).min(1),
        in: statedIn,
      }),
    ),
  }),
  documents: z.strictObject({
    ...head,
    documents: z.record(
      code,
      z.strictObject({
        title: z.string().min(1),
        publisher: z.string().optional(),
        year: z.int().min(1950).max(2100).optional(),
      }),
    ),
  }),
  terms: z.strictObject({ ...head, terms: z.record(code, texts) }),
  preferences: z.strictObject({
    ...head,
    preferences: z.record(z.enum(PREFERENCE_VOCABULARIES), z.record(code, texts)),
  }),
  effects: z.strictObject({
    ...head,
    in: statedIn,
    actions: z.record(z.enum(ACTIONS), effect),
    optional: z.partialRecord(effect, effect),
    strengths: z.record(z.enum([...STRENGTHS, 'ungraded']), strength),
    inhibition: z.array(
      z.strictObject({
        role: z.enum(['inhibitor', 'inducer']),
        part: z.enum(['ACTIVATION', 'MAIN', 'SECONDARY']),
        acting: z.enum(['strong', 'moderate', 'weak']).optional(),
        effect,
        strength,
      }),
    ),
    allergy: z.strictObject({ sameDrug: effect, intolerance: effect, intoleranceHighRisk: effect }),
    priorResponse: z.strictObject({
      sameDrug: z.record(z.enum(RESPONSE_CODES), effect),
      sameClass: z.record(z.enum(RESPONSE_CODES), effect),
    }),
  }),
  currency: z.strictObject({
    ...head,
    lists: z.strictObject({ MEDICINES: days, CONDITIONS: days, ALLERGIES: days }),
    pregnant: days,
    notPregnant: days,
    lactation: days,
    smoking: days,
    childPugh: days,
    childbearing: z.strictObject({ from: z.int(), to: z.int() }),
    notFertile: code,
    liverDisease: code,
    tobacco: name,
  }),
} as const

type Tables = Omit<OptionKnowledge, 'indications' | 'drugFacts'>

/** The tables and words by which facts become effects; all of them, or none where a release does not speak of options. */
export function decodeOptionTables(files: readonly DataFile[]): Tables {
  const read = <Schema extends z.ZodType>(table: keyof typeof SCHEMAS, schema: Schema): z.output<Schema> => {
    const file = files.find(({ path }) => path === pathOf(table))
    if (file === undefined) throw badData(pathOf(table), [], 'does not exist')
    return decodeFile(schema, file)
  }
  const stranger = files.find(({ path }) => !Object.keys(SCHEMAS).some(table => path === pathOf(table)))
  if (stranger !== undefined) throw badData(stranger.path, [], 'is no table of options')
  const { in: effectsIn, source, basis, reviewed, licence: _licence, ...effects } = read('effects', SCHEMAS.effects)
  const { licence: _l, source: _s, basis: _b, reviewed: _r, ...currency } = read('currency', SCHEMAS.currency)
  return {
    classes: mapOf(read('classes', SCHEMAS.classes).classes, (each, row) => ({ code: each, ...split(row) })),
    allergyClasses: mapOf(
      read('allergy-classes', SCHEMAS['allergy-classes']).classes,
      (each, { in: stated, ...row }) => ({
        code: each,
        ...split(row),
        statedIn: stated,
      }),
    ),
    conditions: mapOf(read('conditions', SCHEMAS.conditions).conditions, (each, row) => ({
      code: each,
      ...split(row),
    })),
    measures: mapOf(read('measures', SCHEMAS.measures).measures, (each, row) => ({ code: each, ...split(row) })),
    mechanisms: mapOf(read('mechanisms', SCHEMAS.mechanisms).mechanisms, (each, { in: stated, ...row }) => ({
      code: each,
      ...split(row),
      statedIn: stated,
    })),
    documents: mapOf(read('documents', SCHEMAS.documents).documents, (each, row) => ({ code: each, ...row })),
    terms: mapOf(read('terms', SCHEMAS.terms).terms, (_, row) => row),
    preferences: read('preferences', SCHEMAS.preferences).preferences,
    effects: { ...effects, statedIn: effectsIn },
    currency,
    provenance: { source, basis, reviewed },
  }
}

function pathOf(table: string): string {
  return `options/${table}.json`
}

function split<Row extends { readonly clinician: string; readonly plain: string }>(row: Row) {
  const { clinician, plain, ...rest } = row
  return { ...rest, texts: { clinician, plain } }
}

function mapOf<Row, Value>(
  rows: Readonly<Record<string, Row>>,
  change: (each: string, row: Row) => Value,
): ReadonlyMap<string, Value> {
  return new Map(Object.entries(rows).map(([each, row]) => [each, change(each, row)]))
}
