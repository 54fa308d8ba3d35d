import type { HistoryFact } from '../domain/history/history-fact.js'
import { historyOn } from '../domain/history/history-on.js'
import { medicinesOn } from '../domain/history/medicines-on.js'
import type { PatientHistory } from '../domain/history/patient-history.js'
import type { Knowledge } from '../domain/knowledge.js'
import type { UnitOfWork } from './ports.js'
import type { RecordedFact } from './recorded-fact.js'
import type { SeenPatient } from './records.js'
import { unrestrictedFacts } from './unrestricted-facts.js'

/** Whether specially protected facts may be used: only for somebody who may see them. They leave no trace otherwise (S14). */
export interface HistoryView {
  readonly restricted: 'USED' | 'LEFT_OUT'
}

/** What counts of a patient's record. */
type PersonOfRecord = Pick<SeenPatient, 'id' | 'birthDate' | 'sex' | 'createdAt'>

/**
 * What is known of a patient today from all that was recorded, with `clinical`, what options rest on; a release that does not
 * speak of options reads the medicines alone.
 */
export async function historyOf(
  unit: UnitOfWork,
  patient: PersonOfRecord,
  now: Date,
  knowledge: Knowledge,
  view: HistoryView,
): Promise<PatientHistory> {
  const recorded = (await unit.histories.ofPatients([patient.id])).get(patient.id) ?? []
  return readHistory(recorded, patient, now, knowledge, view)
}

/** The same from facts that were read already. */
export function readHistory(
  recorded: readonly RecordedFact[],
  patient: PersonOfRecord,
  now: Date,
  knowledge: Knowledge,
  view: HistoryView,
): PatientHistory {
  return readFacts(factsInView(recorded, patient, view), now.toISOString().slice(0, 10), knowledge)
}

/** Every fact that may be used of a patient, those of the record among them. */
export function factsInView(
  recorded: readonly RecordedFact[],
  patient: PersonOfRecord,
  { restricted }: HistoryView,
): readonly HistoryFact[] {
  const visible = restricted === 'USED' ? recorded : unrestrictedFacts(recorded)
  return [...visible, ...factsOfRecord(patient)]
}

/** What facts say on a day, as far as the release can read them. */
export function readFacts(facts: readonly HistoryFact[], today: string, knowledge: Knowledge): PatientHistory {
  return knowledge.options === undefined ? medicinesOn(facts, today, knowledge) : historyOn(facts, today, knowledge)
}

/** Birth and sex as the patient's record has them: they count where nothing newer was stated. */
export const RECORD_FACT_IDS = { birth: 'record-birth', sex: 'record-sex' } as const

function factsOfRecord({ birthDate, sex, createdAt }: PersonOfRecord): readonly HistoryFact[] {
  const recordedOn = createdAt.toISOString().slice(0, 10)
  const source = { kind: 'CLINICIAN' } as const
  const birth = { id: RECORD_FACT_IDS.birth, kind: 'BIRTH', source, recordedOn } as const
  const ofSex = { id: RECORD_FACT_IDS.sex, kind: 'SEX', source, recordedOn } as const
  return [
    ...(birthDate === undefined ? [] : [{ ...birth, date: birthDate }]),
    ...(sex === undefined ? [] : [{ ...ofSex, sex }]),
  ]
}
