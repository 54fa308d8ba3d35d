import { createHash } from 'node:crypto'
import type { HistoryFact } from '../domain/history/history-fact.js'
import { fingerprint } from './fingerprint.js'
import type { EntryProblem, ImportedFact, ImportEntry, ImportFact } from './history-menu.js'
import { recordedOnOf, requireStatable, UnstatableFact } from './prepare-fact.js'
import type { RecordedFact } from './recorded-fact.js'

/** Of the hash of what another system calls a thing, as much as leaves room for the slot. */
const IDENTITY_LENGTH = 40

/** Fingerprint of a thing that counts no more over there. */
const GONE = 'gone'

export type FactsBySlot = ReadonlyMap<string, RecordedFact>

/** Who imports, from where, and when. */
export interface ImportStamp {
  readonly source: string
  /** What a patient sends is said by a patient, wherever they have it from. */
  readonly kind: 'IMPORT' | 'PATIENT'
  readonly now: Date
  readonly nextId: () => string
  readonly written: Pick<RecordedFact, 'patientId' | 'recordedBy' | 'recordedAt'>
}

export interface ImportedEntry {
  readonly reports: readonly ImportedFact[]
  /** Facts to be stored. */
  readonly added: readonly RecordedFact[]
}

/** What one thing of another system adds to what it has said before: what is new, changed, or counts no more. */
export function importEntry(
  entry: ImportEntry,
  known: ReadonlyMap<string, FactsBySlot>,
  stamp: ImportStamp,
): ImportedEntry {
  if (entry.key === undefined) return { reports: [], added: [] }
  const identity = identityOf(stamp, entry.key)
  const before = known.get(identity) ?? new Map<string, RecordedFact>()
  const stated = entry.facts.map(fact => importFact(entry, fact, identity, before.get(fact.slot), stamp))
  const slots = new Set(entry.facts.map(({ slot }) => slot))
  const gone = [...before]
    .filter(([slot, fact]) => !slots.has(slot) && fact.enteredInError !== true)
    .map(([slot, fact]) => retract(fact, `${identity}:${slot}`, stamp))
  const reports = [...stated, ...gone]
  const added = reports.flatMap(({ status, fact }) => (fact === undefined || status === 'UNCHANGED' ? [] : [fact]))
  return { reports, added }
}

/** By what another system calls a thing, and by slot, the newest fact; a correction made here carries the identity on. */
export function knownThings(all: readonly RecordedFact[]): ReadonlyMap<string, FactsBySlot> {
  const known = new Map<string, Map<string, RecordedFact>>()
  const superseded = new Set(all.flatMap(({ supersedes }) => supersedes ?? []))
  for (const fact of all) {
    if (fact.origin === undefined || superseded.has(fact.id)) continue
    const [identity = '', slot = ''] = fact.origin.identity.split(':')
    known.set(identity, (known.get(identity) ?? new Map<string, RecordedFact>()).set(slot, fact))
  }
  return known
}

/** What a patient sends never takes the place of what the system itself sends. */
function identityOf({ source, kind }: ImportStamp, key: string): string {
  return kind === 'IMPORT' ? thingOf(source, key) : thingOf(source, key, kind)
}

/** By what a thing of another system is known again. */
export function thingOf(...named: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(named)).digest('hex').slice(0, IDENTITY_LENGTH)
}

function importFact(
  { reference, restricted }: ImportEntry,
  { slot, fact: content, original, recordedOn }: ImportFact,
  identity: string,
  before: RecordedFact | undefined,
  { source, kind, now, nextId, written }: ImportStamp,
): ImportedFact {
  const hash = fingerprint({ content, original, recordedOn, restricted })
  if (before?.origin?.fingerprint === hash) return { status: 'UNCHANGED', fact: before, problems: [] }
  try {
    requireStatable({ ...content, original, ...(reference === undefined ? {} : { reference }) })
    const { on, problems } = usableRecordedOn(recordedOn, now)
    const fact: HistoryFact = {
      ...content,
      id: nextId(),
      source: { kind, name: source, ...(reference === undefined ? {} : { reference }) },
      recordedOn: on,
      ...(original.length === 0 ? {} : { original }),
      ...(before === undefined ? {} : { supersedes: before.id }),
    }
    const origin = { identity: `${identity}:${slot}`, fingerprint: hash }
    const recorded = { ...fact, ...written, restricted: restricted || before?.restricted === true, origin }
    return { status: before === undefined ? 'RECORDED' : 'CHANGED', fact: recorded, problems }
  } catch (error) {
    if (error instanceof UnstatableFact) return { status: 'REFUSED', problems: [error.problem] }
    throw error
  }
}

/** What counts no more there counts no more here. */
function retract(before: RecordedFact, identity: string, { now, nextId, written }: ImportStamp): ImportedFact {
  const head = { id: nextId(), supersedes: before.id, enteredInError: true, recordedOn: now.toISOString() }
  const fact = { ...before, ...head, ...written, origin: { identity, fingerprint: GONE } }
  return { status: 'RETRACTED', fact, problems: [] }
}

/** A day of recording that cannot be is no reason to lose the fact: it counts as recorded today, and that is said. */
function usableRecordedOn(
  stated: string | undefined,
  now: Date,
): { readonly on: string; readonly problems: readonly EntryProblem[] } {
  try {
    return { on: recordedOnOf(stated, now), problems: [] }
  } catch (error) {
    if (!(error instanceof UnstatableFact)) throw error
    return { on: now.toISOString(), problems: [{ ...error.problem, used: true }] }
  }
}
