import type { DataClass } from './data-classes.js'
import type { Action } from './decide.js'

/** How the request ended for one patient: seen, seen in part, not theirs to see, or broken off. */
export type TrailOutcome = 'ALLOWED' | 'WITHHELD' | 'DENIED' | 'FAILED'

/** That somebody touched a patient: what they wanted, what classes it speaks of, and how it ended. No content. */
export interface TrailEntry {
  /** Absent when it was refused before any patient was looked for. */
  readonly patientId?: string
  readonly action: Action
  readonly classes: readonly DataClass[]
  readonly outcome: TrailOutcome
  readonly breakGlassId?: string
  /** The grant by which somebody of another organisation looked, and the organisation that gave it. */
  readonly grant?: { readonly id: string; readonly organisationId: string }
  /** Until when the broken glass is open: shown with every answer that rests on it. */
  readonly breakGlassExpiresAt?: Date
}

/** Collects whom one request touched; one entry per patient and action, however often it was asked. */
export interface Trail {
  /** Throws once the trail is closed: what is touched then could be shown without a trace (S48). */
  note(entry: TrailEntry): void
  /** What is noted and not yet kept. */
  entries(): readonly TrailEntry[]
  /** These have a row of their own by now. */
  kept(entries: readonly TrailEntry[]): void
  close(): void
}

/** Of two outcomes for the same patient and action the more telling one is kept. */
const RANK = { ALLOWED: 0, WITHHELD: 1, DENIED: 2, FAILED: 3 } as const satisfies Record<TrailOutcome, number>

export function createTrail(): Trail {
  const entries = new Map<string, TrailEntry>()
  let closed = false
  return {
    note(entry) {
      if (closed) throw new Error('a patient was touched after the trail of the request had been written')
      const key = keyOf(entry)
      const known = entries.get(key)
      entries.set(key, known === undefined ? entry : merged(known, entry))
    },
    entries: () => [...entries.values()],
    kept(written) {
      for (const entry of written) if (entries.get(keyOf(entry)) === entry) entries.delete(keyOf(entry))
    },
    close() {
      closed = true
    },
  }
}

function keyOf({ patientId, action, grant }: TrailEntry): string {
  return `${patientId} ${action} ${grant?.id ?? ''}`
}

function merged(known: TrailEntry, entry: TrailEntry): TrailEntry {
  return {
    ...known,
    classes: [...new Set([...known.classes, ...entry.classes])],
    outcome: RANK[entry.outcome] > RANK[known.outcome] ? entry.outcome : known.outcome,
    breakGlassId: known.breakGlassId ?? entry.breakGlassId,
    breakGlassExpiresAt: known.breakGlassExpiresAt ?? entry.breakGlassExpiresAt,
  }
}
