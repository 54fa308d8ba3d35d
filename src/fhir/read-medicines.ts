import type { MedicationRequest, MedicationStatement } from 'fhir/r4.js'
import type { MedicationFact, NamedDrug, OriginalCode } from '../domain/history/history-fact.js'
import { drugOf, isExact, originalCodes } from './concepts.js'
import type { EntryIssueCode } from './entry-issues.js'
import { type Json, jsonAt, listAt, textAt } from './json.js'
import { readDosage } from './read-dosage.js'
import { issue, nothing, type ReadFact, type Reading, type ReadingContext } from './read-entry.js'

type NotCounted = Extract<EntryIssueCode, 'ENTERED_IN_ERROR' | 'STATUS_NOT_COUNTED'>
type StatusRule = { readonly taken: MedicationFact['status'] } | { readonly out: NotCounted }

/** `completed` and `stopped` count as long as they act on; what is on hold may be taken or not. */
export const STATEMENT_STATUS: Readonly<Record<MedicationStatement['status'], StatusRule>> = {
  active: { taken: 'ACTIVE' },
  completed: { taken: 'STOPPED' },
  stopped: { taken: 'STOPPED' },
  intended: { taken: 'PLANNED' },
  'on-hold': { taken: 'UNKNOWN' },
  unknown: { taken: 'UNKNOWN' },
  'not-taken': { taken: 'NOT_TAKEN' },
  'entered-in-error': { out: 'ENTERED_IN_ERROR' },
}

/** A cancelled order was never followed; a draft is no order yet. */
export const REQUEST_STATUS: Readonly<Record<MedicationRequest['status'], StatusRule>> = {
  active: { taken: 'ACTIVE' },
  completed: { taken: 'STOPPED' },
  stopped: { taken: 'STOPPED' },
  'on-hold': { taken: 'UNKNOWN' },
  unknown: { taken: 'UNKNOWN' },
  cancelled: { out: 'STATUS_NOT_COUNTED' },
  draft: { out: 'STATUS_NOT_COUNTED' },
  'entered-in-error': { out: 'ENTERED_IN_ERROR' },
}

/** Orders and plans are meant to be followed; proposals and options are not. */
export const REQUEST_INTENT: Readonly<Record<MedicationRequest['intent'], boolean>> = {
  order: true,
  'original-order': true,
  'reflex-order': true,
  'filler-order': true,
  'instance-order': true,
  plan: true,
  proposal: false,
  option: false,
}

export function readMedicationStatement(resource: Json, context: ReadingContext): Reading {
  const rule = ruleOf(STATEMENT_STATUS, textAt(resource, 'status'))
  if (rule === undefined) return nothing('UNKNOWN_STATUS', 'status')
  if ('out' in rule) return nothing(rule.out, 'status')
  const at = textAt(resource, 'effectiveDateTime')
  const period = jsonAt(resource, 'effectivePeriod')
  // A day on which something was taken is no first day; of what is over it is a last one.
  const startedOn = textAt(period, 'start') ?? (rule.taken === 'PLANNED' ? at : undefined)
  const stoppedOn = textAt(period, 'end') ?? (rule.taken === 'STOPPED' ? at : undefined)
  const recordedOn = textAt(resource, 'dateAsserted') ?? lastUpdated(resource) ?? at
  const dosages = listAt(resource, 'dosage')
  return medicines(resource, context, { status: rule.taken, startedOn, stoppedOn, recordedOn, dosages })
}

export function readMedicationRequest(resource: Json, context: ReadingContext): Reading {
  const rule = ruleOf(REQUEST_STATUS, textAt(resource, 'status'))
  if (rule === undefined) return nothing('UNKNOWN_STATUS', 'status')
  if ('out' in rule) return nothing(rule.out, 'status')
  const isMeant = ruleOf(REQUEST_INTENT, textAt(resource, 'intent'))
  if (isMeant === undefined) return nothing('UNKNOWN_STATUS', 'intent')
  if (!isMeant) return nothing('INTENT_NOT_COUNTED', 'intent')
  if (resource['doNotPerform'] === true) return nothing('PROHIBITION', 'doNotPerform')
  const dosages = listAt(resource, 'dosageInstruction')
  const bounds = boundsOf(dosages)
  // When an order was written says nothing about when it ended.
  const written = rule.taken === 'STOPPED' ? undefined : textAt(resource, 'authoredOn')
  return medicines(resource, context, {
    status: rule.taken,
    startedOn: bounds.start,
    stoppedOn: bounds.end,
    recordedOn: lastUpdated(resource) ?? written,
    dosages,
  })
}

/** From the first instruction's beginning to the last one's end, where every one of them has its end. */
function boundsOf(dosages: readonly Json[]): { readonly start?: string; readonly end?: string } {
  const bounds = dosages.map(dosage => jsonAt(jsonAt(jsonAt(dosage, 'timing'), 'repeat'), 'boundsPeriod'))
  const [start] = bounds.flatMap(each => textAt(each, 'start') ?? []).toSorted()
  const ends = bounds.flatMap(each => textAt(each, 'end') ?? []).toSorted()
  const end = ends.length === dosages.length ? ends.at(-1) : undefined
  return { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) }
}

export function lastUpdated(resource: Json): string | undefined {
  return textAt(jsonAt(resource, 'meta'), 'lastUpdated')
}

export function ruleOf<Rule>(rules: Readonly<Record<string, Rule>>, code: string | undefined): Rule | undefined {
  return code !== undefined && Object.hasOwn(rules, code) ? rules[code] : undefined
}

interface Taking {
  readonly status: MedicationFact['status']
  readonly startedOn: string | undefined
  readonly stoppedOn: string | undefined
  readonly recordedOn: string | undefined
  readonly dosages: readonly Json[]
}

function medicines(resource: Json, context: ReadingContext, taking: Taking): Reading {
  const { named, isBroken } = namedDrugs(resource, context)
  const broken = isBroken ? [issue('BROKEN_REFERENCE', 'medicationReference')] : []
  if (named.length === 0) return isBroken ? { facts: [], issues: broken } : nothing('NO_CODE', 'medication[x]')
  const { status, startedOn, stoppedOn, recordedOn, dosages } = taking
  const read = readDosage(dosages)
  // What is said of a product's dose holds for none of its parts.
  const dose = named.length === 1 ? read.dose : undefined
  const isDosePartly = read.isPartly || dose !== read.dose
  const issues = isDosePartly ? [...broken, issue('PART_NOT_READ', 'dosage')] : broken
  const facts = named.map(({ slot, drug, original }): ReadFact => {
    const fact = {
      kind: 'MEDICATION' as const,
      drug,
      status,
      ...(startedOn === undefined ? {} : { startedOn }),
      ...(stoppedOn === undefined ? {} : { stoppedOn }),
      ...(dose === undefined ? {} : { dose }),
    }
    return { slot, fact, original, ...(recordedOn === undefined ? {} : { recordedOn }) }
  })
  return { facts, issues }
}

interface Named {
  readonly slot: string
  readonly drug: NamedDrug
  readonly original: readonly OriginalCode[]
}

/**
 * The product when the data know it by its code or name, otherwise its parts, otherwise the product all the same: by what its
 * words say, or kept and never guessed.
 */
function namedDrugs(
  resource: Json,
  context: ReadingContext,
): { readonly named: readonly Named[]; readonly isBroken: boolean } {
  const reference = jsonAt(resource, 'medicationReference')
  const medication = context.resolve(reference)
  const isBroken = reference !== undefined && medication === undefined
  const concept = jsonAt(resource, 'medicationCodeableConcept') ?? jsonAt(medication, 'code')
  const display = textAt(reference, 'display')
  const product = drugOf(concept, context.drugs) ?? (display === undefined ? undefined : { name: display })
  if (product !== undefined && isExact(context.drugs.matchOf(product)))
    return { named: [{ slot: 'product', drug: product, original: originalCodes(concept) }], isBroken }
  const parts = listAt(medication, 'ingredient').flatMap((ingredient, index): readonly Named[] => {
    const item =
      jsonAt(ingredient, 'itemCodeableConcept') ?? jsonAt(context.resolve(jsonAt(ingredient, 'itemReference')), 'code')
    const drug = drugOf(item, context.drugs)
    return drug === undefined ? [] : [{ slot: `part-${index}`, drug, original: originalCodes(item) }]
  })
  if (parts.length > 0) return { named: parts, isBroken }
  if (product === undefined) return { named: [], isBroken }
  return { named: [{ slot: 'product', drug: product, original: originalCodes(concept) }], isBroken }
}
