import type { Knowledge } from '../knowledge.js'
import type { HistoryFact, MedicationFact } from './history-fact.js'
import type { PatientHistory } from './patient-history.js'
import { readMedicines } from './read-medicines.js'
import { type ReadingNotes, usableFacts } from './usable-facts.js'

const ALWAYS = Number.POSITIVE_INFINITY

/**
 * The medicines of a history, for a release that knows nothing of options: it has no units, no classes and no period after
 * which a statement is old, so nothing else can be read by it.
 */
export function medicinesOn(recorded: readonly HistoryFact[], asOf: string, knowledge: Knowledge): PatientHistory {
  const notes: ReadingNotes = {
    asOf,
    problems: [],
    notUsed: [],
    options: {
      measures: new Map(),
      allergyClasses: new Map(),
      preferences: { ROUTE: {}, AVOID_EFFECT: {}, GOAL: {} },
      currency: {
        lists: { MEDICINES: ALWAYS, CONDITIONS: ALWAYS, ALLERGIES: ALWAYS },
        pregnant: ALWAYS,
        notPregnant: ALWAYS,
        lactation: ALWAYS,
        smoking: ALWAYS,
        childPugh: ALWAYS,
        childbearing: { from: 0, to: ALWAYS },
        notFertile: '',
        liverDisease: '',
        tobacco: '',
      },
    },
  }
  const facts = usableFacts(recorded, notes).filter((fact): fact is MedicationFact => fact.kind === 'MEDICATION')
  const list = { state: 'NEVER_STATED', factIds: [] } as const
  return { asOf, medicines: readMedicines(facts, list, knowledge, notes), facts: {} }
}
