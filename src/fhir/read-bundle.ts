import { DomainError } from '../domain/errors.js'
import type { DrugLookup } from '../domain/history/drug-lookup.js'
import { codesIn } from './concepts.js'
import type { EntryIssue } from './entry-issues.js'
import { isJson, type Json, jsonAt, listAt, textAt } from './json.js'
import { readAllergy } from './read-allergies.js'
import { readCondition } from './read-conditions.js'
import { issue, nothing, type ReadFact, type Reading, type ReadingContext } from './read-entry.js'
import type { ReadResult } from './read-genetics.js'
import { readMedicationRequest, readMedicationStatement } from './read-medicines.js'
import { readObservation } from './read-observations.js'
import { readPatient } from './read-patient.js'
import { indexBundle, namesOf, referenceOf, relativeName, resolverOf } from './references.js'
import { ACT_CODE, CONFIDENTIALITY } from './systems.js'

export const MOST_ENTRIES = 2_000

const BUNDLE_TYPES = ['collection', 'transaction', 'batch', 'searchset', 'document', 'message', 'history']

/** One entry of a bundle, read: the facts it states, and what there is to say of it. Every entry has one. */
export interface ReadEntry {
  readonly index: number
  readonly resourceType?: string
  /** As the sending system refers to it. */
  readonly reference?: string
  /** What the sending system calls the thing, the same whenever it is sent again; absent: nothing was read of it. */
  readonly key?: string
  readonly restricted: boolean
  readonly facts: readonly ReadFact[]
  readonly issues: readonly EntryIssue[]
  /** Of a gene, to become an outside call. */
  readonly result?: ReadResult
  /** It says that a result of a gene, which it may have stated before, does not count. */
  readonly takesBack?: boolean
}

export interface ReadBundle {
  readonly entries: readonly ReadEntry[]
  /** The bundle is one page of several. */
  readonly hasMorePages: boolean
}

type Read = (resource: Json, context: ReadingContext) => Reading

const READERS: Readonly<Record<string, { readonly read: Read; readonly subject?: 'subject' | 'patient' }>> = {
  Patient: { read: readPatient },
  MedicationStatement: { read: readMedicationStatement, subject: 'subject' },
  MedicationRequest: { read: readMedicationRequest, subject: 'subject' },
  Condition: { read: readCondition, subject: 'subject' },
  AllergyIntolerance: { read: readAllergy, subject: 'patient' },
  Observation: { read: readObservation, subject: 'subject' },
  /** Read with what refers to it. */
  Medication: { read: () => nothing('READ_WITH_OTHERS') },
}

/**
 * Reads the history of one patient from a bundle, entry by entry. What cannot be read of an entry is said in its place, and
 * hinders no other; a bundle that is none, is too large or speaks of several patients is refused whole.
 */
export function readBundle(json: unknown, drugs: DrugLookup): ReadBundle {
  const bundle = requireBundle(json)
  const rows = entriesOf(bundle)
  if (rows.length > MOST_ENTRIES)
    throw new DomainError('PAYLOAD_TOO_LARGE', `A bundle may have ${MOST_ENTRIES} entries`, { limit: MOST_ENTRIES })
  const known = rows.filter(isJson)
  const index = indexBundle(known)
  const isOurs = subjectTest(known)
  const seen = new Set<string>()
  const entries = rows.map((entry, at): ReadEntry => {
    const resource = isJson(entry) ? jsonAt(entry, 'resource') : undefined
    if (!isJson(entry) || resource === undefined) return { index: at, restricted: false, ...nothing('NO_RESOURCE') }
    const head = { index: at, restricted: isRestricted(resource), ...describe(entry, resource) }
    const reading = readResource(resource, { resolve: resolverOf(resource, index), drugs }, isOurs)
    const key = keyOf(entry, resource, reading)
    if (key === undefined) return { ...head, ...reading, issues: [...reading.issues, ...namelessIssues(reading)] }
    if (seen.has(key)) return { ...head, ...nothing('DUPLICATE_ENTRY') }
    seen.add(key)
    return { ...head, key, ...reading }
  })
  return { entries, hasMorePages: listAt(bundle, 'link').some(({ relation }) => relation === 'next') }
}

/** What has no name cannot take back what was said under one. */
function namelessIssues({ takesBack }: Reading): readonly EntryIssue[] {
  return takesBack === true ? [issue('NOT_TAKEN_BACK')] : []
}

function requireBundle(json: unknown): Json {
  if (!isJson(json) || json['resourceType'] !== 'Bundle')
    throw new DomainError('BAD_USER_INPUT', 'The body is not a FHIR Bundle', { reason: 'NO_BUNDLE' })
  if (!BUNDLE_TYPES.includes(textAt(json, 'type') ?? ''))
    throw new DomainError('BAD_USER_INPUT', 'The type of the bundle is missing or unknown', { reason: 'BUNDLE_TYPE' })
  return json
}

function entriesOf(bundle: Json): readonly unknown[] {
  const entries = bundle['entry'] ?? []
  if (!Array.isArray(entries))
    throw new DomainError('BAD_USER_INPUT', 'The entries of the bundle are not a list', { reason: 'ENTRIES' })
  return entries
}

type SubjectTest = (reference: string) => boolean

/** Whose resources are read: those of the bundle's one patient, or else of the first one that is referred to. */
function subjectTest(entries: readonly Json[]): SubjectTest {
  const patients = entries.flatMap(entry => {
    const resource = jsonAt(entry, 'resource')
    return resource?.['resourceType'] === 'Patient' ? [namesOf(entry, resource)] : []
  })
  const [first, ...others] = patients
  if (others.some(names => names.length === 0 || !names.some(name => first?.includes(name))))
    throw new DomainError('BAD_USER_INPUT', 'The bundle speaks of several patients', { reason: 'SEVERAL_PATIENTS' })
  if (first !== undefined) return reference => first.includes(reference)
  let named: string | undefined
  return reference => {
    named ??= reference
    return reference === named
  }
}

function readResource(resource: Json, context: ReadingContext, isOurs: SubjectTest): Reading {
  const type = textAt(resource, 'resourceType')
  if (type === undefined) return nothing('MALFORMED_RESOURCE', 'resourceType')
  const reader = Object.hasOwn(READERS, type) ? READERS[type] : undefined
  if (reader === undefined) return nothing('UNSUPPORTED_RESOURCE', 'resourceType')
  if (reader.subject !== undefined) {
    const subject = referenceOf(jsonAt(resource, reader.subject))
    if (subject === undefined) return nothing('NO_SUBJECT', reader.subject)
    if (!isOurs(subject)) return nothing('OTHER_PATIENT', reader.subject)
  }
  return reader.read(resource, context)
}

function describe(entry: Json, resource: Json): Pick<ReadEntry, 'resourceType' | 'reference'> {
  const resourceType = textAt(resource, 'resourceType')
  const reference = relativeName(resource) ?? textAt(entry, 'fullUrl')
  return {
    ...(resourceType === undefined ? {} : { resourceType }),
    ...(reference === undefined ? {} : { reference }),
  }
}

/**
 * A server's own address, or type and id, or a business identifier; a resource with none of them is known by what it says.
 * `urn:uuid:` addresses are made anew for every bundle and name nothing.
 */
function keyOf(entry: Json, resource: Json, { facts, issues, result }: Reading): string | undefined {
  const isForeign = issues.some(({ code }) => code === 'OTHER_PATIENT' || code === 'NO_SUBJECT')
  if (isForeign || textAt(resource, 'resourceType') === 'Medication') return undefined
  const fullUrl = textAt(entry, 'fullUrl')
  if (fullUrl !== undefined && /^https?:/.test(fullUrl)) return fullUrl
  const relative = relativeName(resource)
  if (relative !== undefined) return relative
  const type = textAt(resource, 'resourceType')
  const identifier = listAt(resource, 'identifier').find(each => textAt(each, 'value') !== undefined)
  if (identifier !== undefined)
    return `${type}|${textAt(identifier, 'system') ?? ''}|${textAt(identifier, 'value') ?? ''}`
  if (result !== undefined) return JSON.stringify(result)
  return facts.length === 0 ? undefined : JSON.stringify(facts)
}

const RESTRICTED = new Set(['R', 'V'])
/** What the law of many countries protects specially. */
const SENSITIVE = new Set(['ETH', 'SUD', 'HIV', 'PSY', 'MH', 'BH', 'SDV', 'STD'])

function isRestricted(resource: Json): boolean {
  const labels = { coding: listAt(jsonAt(resource, 'meta'), 'security') }
  return (
    codesIn(labels, CONFIDENTIALITY).some(code => RESTRICTED.has(code)) ||
    codesIn(labels, ACT_CODE).some(code => SENSITIVE.has(code))
  )
}
