import { DomainError } from '../domain/errors.js'
import type { HistoryFact } from '../domain/history/history-fact.js'
import type { OpenedPatient } from './access.js'
import { factsInView } from './history-of.js'
import type { HistoryView } from './history-of.js'
import type { UnitOfWork } from './ports.js'
import type { RecordedFact } from './recorded-fact.js'
import { unrestrictedFacts } from './unrestricted-facts.js'

/** Rows that one patient's history may grow to, corrections among them. */
const MOST_FACTS = 20_000

/** Specially protected facts are used for those who may see them. */
export function viewOf({ withheld }: OpenedPatient): HistoryView {
  return { restricted: withheld.has('RESTRICTED') ? 'LEFT_OUT' : 'USED' }
}

export interface StoredFacts {
  readonly all: readonly RecordedFact[]
  /** Those that this actor may see. */
  readonly visible: readonly RecordedFact[]
  /** The same with birth and sex of the patient's record. */
  readonly inView: readonly HistoryFact[]
}

export async function storedFacts(unit: UnitOfWork, opened: OpenedPatient): Promise<StoredFacts> {
  const { id } = opened.patient
  const all = (await unit.histories.ofPatients([id])).get(id) ?? []
  const view = viewOf(opened)
  const visible = view.restricted === 'USED' ? all : unrestrictedFacts(all)
  return { all, visible, inView: factsInView(all, opened.patient, view) }
}

export function requireRoom(count: number): void {
  if (count > MOST_FACTS)
    throw new DomainError('QUOTA_EXCEEDED', 'This history holds as many facts as a history may', { limit: MOST_FACTS })
}
