import { z } from 'zod'

import type { Discontinuation, DrugFacts, OptionRule, PatientTest, RuledKind } from '../domain/option-knowledge.js'
import { LOOKED_KINDS, STOPPING } from '../domain/option-knowledge.js'
import type { DataFile } from './data-file.js'
import { badData, decodeFile } from './data-file.js'
import { code, effect, head, name, patientTest, riskLevel, statedIn, strength } from './decode-options-parts.js'

const dose = z.strictObject({
  kind: z.enum(['MAXIMUM', 'START', 'TARGET', 'FACTOR']),
  value: z.number().positive(),
  unit: z.string().optional(),
  per: z.string().optional(),
})

const said = { effect, strength: strength.default('moderate'), why: code.optional(), dose: dose.optional() }

const rule = z.strictObject({ when: patientTest.optional(), ...said, in: statedIn.optional() })

const fileSchema = z.strictObject({
  drug: name,
  ...head,
  /** Every kind must say whether anyone looked. */
  looked: z.record(z.enum(LOOKED_KINDS), z.boolean()),
  leftOut: z.array(z.string()).default([]),
  classes: z.array(code).default([]),
  dependsOn: z
    .array(z.strictObject({ gene: z.string(), part: z.enum(['ACTIVATION', 'MAIN', 'SECONDARY']) }))
    .default([]),
  risks: z.record(code, riskLevel).default({}),
  rules: z
    .strictObject({
      CONTRAINDICATION: z.array(rule).default([]),
      PREGNANCY: z.array(rule).default([]),
      LACTATION: z.array(rule).default([]),
      RENAL: z.array(rule).default([]),
      HEPATIC: z.array(rule).default([]),
      AGE: z.array(rule).default([]),
    })
    .prefault({}),
  together: z
    .array(
      z.strictObject({
        with: z.union([
          z.strictObject({ drug: name }),
          z.strictObject({ class: code }),
          z.strictObject({
            acting: z.enum(['inhibitor', 'inducer']),
            on: z.string(),
            strength: z.enum(['strong', 'moderate', 'weak']),
          }),
        ]),
        ...said,
        begins: z.enum(['THIS', 'OTHER']).optional(),
        afterStopDays: z.int().positive().optional(),
        washoutDays: z.int().positive().optional(),
        in: statedIn.optional(),
      }),
    )
    .default([]),
  discontinuation: z.strictObject({ how: z.enum(STOPPING), why: code, in: statedIn }).optional(),
  features: z
    .strictObject({
      routes: z.array(code).default([]),
      timesPerDay: z.number().positive().optional(),
      effects: z.record(code, z.union([riskLevel, z.literal('NONE')])).default({}),
      helps: z.array(code).default([]),
    })
    .prefault({}),
  monitoring: z.array(code).default([]),
})

type File = z.output<typeof fileSchema>

/** Where a drug's rows stand in its label, unless a row says otherwise. */
const SECTIONS: Readonly<Record<RuledKind, string>> = {
  CONTRAINDICATION: 'contraindications',
  PREGNANCY: 'use in specific populations: pregnancy',
  LACTATION: 'use in specific populations: lactation',
  RENAL: 'use in specific populations: renal impairment',
  HEPATIC: 'use in specific populations: hepatic impairment',
  AGE: 'use in specific populations: age',
}

const LABEL = 'LABEL'

/** Circumstances that the heading of the rule already states. */
const IMPLIED: Readonly<Partial<Record<RuledKind, PatientTest>>> = {
  PREGNANCY: { pregnant: true },
  LACTATION: { lactating: true },
}

/** Days that cannot count where a row says which of two drugs is begun: those before the other one. */
const IDLE_DAYS = { THIS: 'washoutDays', OTHER: 'afterStopDays', EITHER: undefined } as const

/** Facts about drugs apart from their genes, by generic name. */
export function decodeDrugFacts(files: readonly DataFile[]): ReadonlyMap<string, DrugFacts> {
  const facts = new Map<string, DrugFacts>()
  for (const file of files) {
    const decoded = decodeFile(fileSchema, file)
    if (facts.has(decoded.drug)) throw badData(file.path, ['drug'], 'is already described by another file')
    facts.set(decoded.drug, toFacts(file, decoded))
  }
  return facts
}

function toFacts(file: DataFile, decoded: File): DrugFacts {
  const { drug, leftOut, classes, dependsOn, risks, features, monitoring, source, basis, reviewed } = decoded
  const looked = new Set(LOOKED_KINDS.filter(kind => decoded.looked[kind]))
  const rulesOf = (kind: RuledKind): readonly OptionRule[] => {
    const rows = decoded.rules[kind]
    if (rows.length > 0 && !looked.has(kind))
      throw badData(file.path, ['rules', kind], 'has rows of a kind that nobody looked at')
    return rows.map(({ in: stated, when = IMPLIED[kind], ...row }, index) => {
      if (when === undefined) throw badData(file.path, ['rules', kind, index, 'when'], 'is missing')
      return { ...row, when, statedIn: stated ?? { document: LABEL, section: SECTIONS[kind] } }
    })
  }
  return {
    drug,
    looked,
    leftOut,
    classes,
    dependsOn,
    risks,
    rules: {
      CONTRAINDICATION: rulesOf('CONTRAINDICATION'),
      PREGNANCY: rulesOf('PREGNANCY'),
      LACTATION: rulesOf('LACTATION'),
      RENAL: rulesOf('RENAL'),
      HEPATIC: rulesOf('HEPATIC'),
      AGE: rulesOf('AGE'),
    },
    together: decoded.together.map(({ in: stated, ...row }, index) => {
      const idle = IDLE_DAYS[row.begins ?? 'EITHER']
      if (idle !== undefined && row[idle] !== undefined)
        throw badData(file.path, ['together', index, idle], 'counts days for the drug that is not the one to be begun')
      return { ...row, statedIn: stated ?? { document: LABEL, section: 'drug interactions' } }
    }),
    discontinuation: decoded.discontinuation && toDiscontinuation(decoded.discontinuation),
    features,
    monitoring,
    provenance: { source, basis, reviewed },
  }
}

function toDiscontinuation({ in: stated, ...row }: NonNullable<File['discontinuation']>): Discontinuation {
  return { ...row, statedIn: stated }
}
