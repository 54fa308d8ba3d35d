import { auditRowsOf } from './audit-row.js'
import { CLASSES_OF_ACTION } from './decide.js'
import type { Action } from './decide.js'
import type { Usecases } from './menu.js'
import type { Ports, UnitOfWork } from './ports.js'
import type { Actor } from './records.js'
import type { TrailEntry } from './trail.js'

/** Whom a request touched is written before anything of its answer leaves (S20). */
export function keepTrail({ audit }: Pick<Ports, 'audit'>): Pick<Usecases, 'keepTrail' | 'closeTrail'> {
  async function keep(actor: Actor, entries: readonly TrailEntry[]): Promise<void> {
    if (entries.length > 0) await audit.write(auditRowsOf(actor, entries))
  }
  return {
    async keepTrail(actor) {
      const { trail } = actor.request
      const entries = trail.entries()
      await keep(actor, entries)
      trail.kept(entries)
    },
    async closeTrail(actor, isShown) {
      const { trail } = actor.request
      trail.close()
      await keep(actor, isShown ? trail.entries() : trail.entries().map(notShown))
    },
  }
}

/** An answer without data shows nothing of what was allowed. */
function notShown(entry: TrailEntry): TrailEntry {
  return entry.outcome === 'DENIED' ? entry : { ...entry, outcome: 'FAILED' }
}

/**
 * Writes the row of a change in the transaction that makes it, so that neither is there without the other; when that is
 * rolled back, the request itself still says that it was tried.
 */
export async function keepChange(
  unit: UnitOfWork,
  actor: Actor,
  action: Action,
  patientId: string | undefined,
): Promise<void> {
  const { trail } = actor.request
  const ofChange = () => trail.entries().filter(entry => entry.patientId === patientId && entry.action === action)
  if (ofChange().length === 0) trail.note({ patientId, action, classes: CLASSES_OF_ACTION[action], outcome: 'ALLOWED' })
  const entries = ofChange()
  await unit.audit.write(auditRowsOf(actor, entries))
  unit.afterCommit(() => trail.kept(entries))
}
