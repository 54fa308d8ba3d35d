import type { DataClass } from './data-classes.js'
import type { Action } from './decide.js'

/** How the request ended for one patient: seen, seen in part, not theirs to see, or broken off. */
export type TrailOutcome = 'ALLOWED' | 'WITHHELD' | 'DENIED' | 'FAILED'

/** That somebody touched a patient: what they wanted, what classes it speaks of, and how it ended. No content. */
export interface TrailEntry {
  readonly patientId: string
  readonly action: Action
  readonly classes: readonly DataClass[]
  readonly outcome: TrailOutcome
  readonly breakGlassId?: string
}

/** Collects whom one request touched; one entry per patient and action, however often it was asked. */
export interface Trail {
  note(entry: TrailEntry): void
  entries(): readonly TrailEntry[]
}

/** Of two outcomes for the same patient and action the more telling one is kept. */
const RANK = { ALLOWED: 0, WITHHELD: 1, DENIED: 2, FAILED: 3 } as const satisfies Record<TrailOutcome, number>

export function createTrail(): Trail {
  const entries = new Map<string, TrailEntry>()
  return {
    note(entry) {
      const key = `${entry.patientId} ${entry.action}`
      const known = entries.get(key)
      entries.set(key, known === undefined ? entry : merged(known, entry))
    },
    entries: () => [...entries.values()],
  }
}

function merged(known: TrailEntry, entry: TrailEntry): TrailEntry {
  return {
    ...known,
    classes: [...new Set([...known.classes, ...entry.classes])],
    outcome: RANK[entry.outcome] > RANK[known.outcome] ? entry.outcome : known.outcome,
    breakGlassId: known.breakGlassId ?? entry.breakGlassId,
  }
}
