import type { EntityManager } from '@mikro-orm/postgresql'
import type { AdviceAlert } from '../../usecases/advice-alert.js'
import type { RecordedFact } from '../../usecases/recorded-fact.js'
import type { Sample, SampleDocument } from '../../usecases/records.js'
import type { UnitKeys } from '../keys/unit-keys.js'
import type { NewestAlerts } from './alert-rows.js'
import type { OpenedRow, PatientWithFacts } from './opened-rows.js'
import { createRowMemory } from './row-memory.js'
import type { RowMemory } from './row-memory.js'
import type { ReadSample } from './sample-rows.js'
import { createVersionedCache } from './versioned-cache.js'
import type { VersionedCache } from './versioned-cache.js'

/** Of one process; see `VersionedCache` and `RowMemory`. */
export interface Caches {
  /** By sample. */
  readonly documents: VersionedCache<SampleDocument>
  /** By patient. */
  readonly histories: VersionedCache<readonly RecordedFact[]>
  readonly patients: RowMemory<OpenedRow>
  readonly samples: RowMemory<ReadSample>
  readonly alerts: RowMemory<AdviceAlert>
  readonly newestAlerts: RowMemory<NewestAlerts>
}

/** About a third of a megabyte each. */
const DOCUMENTS = 64

/** About a tenth of a megabyte each, at 200 facts. */
const HISTORIES = 128

/** A few kilobytes each. */
const ROWS = 1_000

export function createCaches(): Caches {
  return {
    documents: createVersionedCache(DOCUMENTS),
    histories: createVersionedCache(HISTORIES),
    patients: createRowMemory(ROWS),
    samples: createRowMemory(ROWS),
    alerts: createRowMemory(ROWS),
    newestAlerts: createRowMemory(ROWS),
  }
}

/**
 * What a transaction that reads one state of the data has met of it: nothing of it changes while it lasts, so that nothing is
 * asked twice.
 */
export interface Snapshot {
  /** What is recorded between an actor and a patient, by both. */
  readonly patients: Map<string, Promise<PatientWithFacts | undefined>>
  readonly samplesOfPatients: Map<string, Promise<readonly Sample[]>>
  readonly samples: Map<string, Sample>
  /** By sample: the version of its document. */
  readonly documents: Map<string, string>
  /** By patient: the version of the history. */
  readonly histories: Map<string, string>
  /** By patient: the text of the row, which is read by whoever asks for alerts. */
  readonly newestAlerts: Map<string, string>
}

/** What the statements of one transaction share. */
export interface Reading {
  readonly em: EntityManager
  readonly keys: UnitKeys
  readonly caches: Caches
  readonly snapshot: Snapshot | undefined
}

export function createSnapshot(): Snapshot {
  return {
    patients: new Map(),
    samplesOfPatients: new Map(),
    samples: new Map(),
    documents: new Map(),
    histories: new Map(),
    newestAlerts: new Map(),
  }
}

/** What was met, and for everything else one question, which others that come meanwhile wait for as well. */
export async function meet<T>(
  met: Map<string, Promise<T>>,
  keys: readonly string[],
  read: (keys: readonly string[]) => Promise<(key: string) => T>,
): Promise<readonly T[]> {
  const unmet = keys.filter(key => !met.has(key))
  if (unmet.length > 0) {
    const reading = read(unmet)
    for (const key of unmet)
      met.set(
        key,
        reading.then(of => of(key)),
      )
  }
  return await Promise.all(keys.flatMap(key => met.get(key) ?? []))
}
