import type { Knowledge } from '../knowledge.js'
import type { ListState } from './clinical-history.js'
import { dayRange } from './days.js'
import type { MedicationFact } from './history-fact.js'
import { isConsidered, noteMatch } from './named-drugs.js'
import { daysBetween, type Medicine } from './patient-history.js'
import { leaveOut, note, type ReadingNotes } from './usable-facts.js'

/**
 * Medicines as the rest of the domain reads them. Dates decide what is current; a status that nobody knows, a stop within a
 * partly known date, or a statement that nobody has confirmed for long leaves in doubt whether it is taken.
 */
export function readMedicines(
  facts: readonly MedicationFact[],
  list: ListState,
  knowledge: Knowledge,
  notes: ReadingNotes,
): readonly Medicine[] {
  return facts
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((fact): readonly Medicine[] => {
      if (fact.status === 'NOT_TAKEN') {
        leaveOut(notes, fact, 'NOT_TAKEN')
        return []
      }
      const dates = datesOf(fact, notes)
      if (fact.status === 'PLANNED' && (dates.startedOn === undefined || dates.startedOn <= notes.asOf)) {
        leaveOut(notes, fact, 'LIES_IN_THE_FUTURE')
        return []
      }
      if (fact.dose !== undefined && fact.dose.unit === undefined) note(notes, 'DOSE_WITHOUT_UNIT', fact, true, 'dose')
      noteMatch(fact.drug, isConsidered(fact.drug, knowledge), knowledge, fact, notes)
      const { name, rxnorm } = fact.drug
      const uncertain = fact.status === 'UNKNOWN' || dates.isOpen || isStale(fact, list, notes)
      const { startedOn, stoppedOn } = dates
      return [{ name, rxnorm, startedOn, stoppedOn, factId: fact.id, uncertain }]
    })
}

interface Dates {
  readonly startedOn?: string
  readonly stoppedOn?: string
  /** A partly known date leaves open whether it is taken on the day. */
  readonly isOpen: boolean
}

function datesOf(fact: MedicationFact, notes: ReadingNotes): Dates {
  const started = fact.startedOn === undefined ? undefined : dayRange(fact.startedOn)
  const stopped = fact.stoppedOn === undefined ? undefined : dayRange(fact.stoppedOn)
  const impossible = [
    ...(fact.startedOn !== undefined && started === undefined ? ['startedOn'] : []),
    ...(fact.stoppedOn !== undefined && stopped === undefined ? ['stoppedOn'] : []),
    ...(started !== undefined && stopped !== undefined && stopped.latest < started.earliest ? ['stoppedOn'] : []),
  ]
  for (const field of impossible) note(notes, 'IMPOSSIBLE_DATE', fact, true, field)
  if (impossible.length > 0) return { isOpen: true }
  // Stopped, nobody says when: by the day it was recorded at the latest.
  const bySaying = fact.status === 'STOPPED' && stopped === undefined ? dayRange(fact.recordedOn) : undefined
  const end = stopped ?? bySaying
  const isOpen =
    (started !== undefined && started.earliest <= notes.asOf && started.latest > notes.asOf) ||
    (end !== undefined && end.earliest < notes.asOf && end.latest >= notes.asOf)
  return { startedOn: started?.earliest, stoppedOn: end?.latest, isOpen }
}

function isStale(fact: MedicationFact, list: ListState, notes: ReadingNotes): boolean {
  const recorded = dayRange(fact.recordedOn)?.latest ?? ''
  const confirmed = list.statedOn !== undefined && list.statedOn > recorded ? list.statedOn : recorded
  return confirmed === '' || daysBetween(confirmed, notes.asOf) > notes.options.currency.lists.MEDICINES
}
