import { z } from 'zod'
import {
  ALLERGY_STATUSES,
  ALLERGY_TYPES,
  CONDITION_STATUSES,
  CONDITION_SYSTEMS,
  CRITICALITIES,
  LISTS,
  LIVER_CLASSES,
  MEDICATION_STATUSES,
  PREFERENCE_SUBJECTS,
  RESPONSES,
  SEVERITIES,
  SMOKING_STATES,
  SOURCE_KINDS,
  VERIFICATIONS,
} from '../../domain/history/history-fact.js'
import type { HistoryFact, StatedFact } from '../../domain/history/history-fact.js'
import { toJson } from '../stores/to-json.js'

const document = z.record(z.string(), z.unknown())

const head = {
  id: z.string(),
  recordedOn: z.string(),
  supersedes: z.string().optional(),
  source: z.strictObject({
    kind: z.enum(SOURCE_KINDS),
    name: z.string().optional(),
    reference: z.string().optional(),
  }),
  enteredInError: z.boolean().optional(),
  original: z
    .array(z.strictObject({ system: z.string().optional(), code: z.string().optional(), text: z.string().optional() }))
    .optional(),
}

const namedDrug = z.strictObject({ name: z.string(), rxnorm: z.string().optional() })

const medication = z.strictObject({
  ...head,
  kind: z.literal('MEDICATION'),
  drug: namedDrug,
  status: z.enum(MEDICATION_STATUSES),
  startedOn: z.string().optional(),
  stoppedOn: z.string().optional(),
  dose: z
    .strictObject({ value: z.number(), unit: z.string().optional(), timesPerDay: z.number().optional() })
    .optional(),
})

const condition = z.strictObject({
  ...head,
  kind: z.literal('CONDITION'),
  code: z.strictObject({ system: z.enum(CONDITION_SYSTEMS), code: z.string(), text: z.string().optional() }),
  status: z.enum(CONDITION_STATUSES),
  verification: z.enum(VERIFICATIONS),
  onset: z.string().optional(),
  abated: z.string().optional(),
})

const allergy = z.strictObject({
  ...head,
  kind: z.literal('ALLERGY'),
  type: z.enum(ALLERGY_TYPES),
  substance: namedDrug,
  verification: z.enum(VERIFICATIONS),
  status: z.enum(ALLERGY_STATUSES),
  criticality: z.enum(CRITICALITIES).optional(),
  reaction: z.string().optional(),
})

const observation = z.strictObject({
  ...head,
  kind: z.literal('OBSERVATION'),
  code: z.string(),
  value: z.number(),
  unit: z.string(),
  takenOn: z.string(),
  preliminary: z.boolean().optional(),
})

const priorResponse = z.strictObject({
  ...head,
  kind: z.literal('PRIOR_RESPONSE'),
  drug: namedDrug,
  response: z.enum(RESPONSES),
  severity: z.enum(SEVERITIES).optional(),
  reaction: z.string().optional(),
})

const preference = z.strictObject({
  ...head,
  kind: z.literal('PREFERENCE'),
  about: z.enum(PREFERENCE_SUBJECTS),
  value: z.union([z.string(), z.number()]),
})

const historyFact: z.ZodType<HistoryFact> = z.discriminatedUnion('kind', [
  medication,
  condition,
  allergy,
  observation,
  z.strictObject({ ...head, kind: z.literal('BIRTH'), date: z.string() }),
  z.strictObject({ ...head, kind: z.literal('SEX'), sex: z.enum(['female', 'male']) }),
  z.strictObject({
    ...head,
    kind: z.literal('PREGNANCY'),
    pregnant: z.boolean(),
    on: z.string(),
    dueOn: z.string().optional(),
  }),
  z.strictObject({ ...head, kind: z.literal('LACTATION'), lactating: z.boolean(), on: z.string() }),
  z.strictObject({ ...head, kind: z.literal('SMOKING'), state: z.enum(SMOKING_STATES), on: z.string() }),
  z.strictObject({ ...head, kind: z.literal('LIVER_FUNCTION'), childPugh: z.enum(LIVER_CLASSES), on: z.string() }),
  priorResponse,
  preference,
  z.strictObject({ ...head, kind: z.literal('LIST'), list: z.enum(LISTS), on: z.string() }),
])

/** A fact as a file of ours states it: without who recorded it and when. */
export function decodeStatedFact(value: unknown): StatedFact {
  const unnamed = { id: '', recordedOn: '', source: { kind: 'CLINICIAN' } }
  const {
    id: _id,
    recordedOn: _recordedOn,
    source: _source,
    ...fact
  } = historyFact.parse({
    ...unnamed,
    ...document.parse(value),
  })
  return fact
}

interface FactColumns {
  readonly id: string
  readonly kind: HistoryFact['kind']
  readonly recordedOn: string
  readonly supersedes?: string | null | undefined
  readonly document: unknown
}

/** What has a column of its own is not in the document, so that the two cannot disagree. */
export function encodeFact({ id, kind, recordedOn, supersedes, ...rest }: HistoryFact): Required<FactColumns> {
  return { id, kind, recordedOn, supersedes: supersedes ?? null, document: toJson(rest) }
}

export function decodeFact(row: FactColumns): HistoryFact {
  const { id, kind, recordedOn, supersedes } = row
  const superseding = supersedes === null || supersedes === undefined ? {} : { supersedes }
  return historyFact.parse({ ...document.parse(row.document), id, kind, recordedOn, ...superseding })
}
