import type { Medicine, PatientHistory } from '../history/patient-history.js'
import { medicineTiming } from '../history/patient-history.js'
import { knownMedicine } from '../history/known-medicines.js'
import { DomainError } from '../errors.js'
import type { Drug, Knowledge } from '../knowledge.js'
import type { NamedDrug } from '../history/history-fact.js'
import type { Assessment, Finding, Looked, UnknownFact } from './finding.js'
import { NOTHING } from './found.js'
import type { Verdict } from './verdicts.js'

/** Medicines that would be started and stopped; nothing is written. */
export interface MedicationChange {
  readonly start: readonly NamedDrug[]
  readonly stop: readonly NamedDrug[]
}

/**
 * `AT_ONCE`: the day of the change, with what was stopped still wearing off. `SETTLED`: as if what was stopped had never
 * been taken and what was started had reached its full effect.
 */
export type Moment = 'AT_ONCE' | 'SETTLED'

/** The history as it would be. A medicine to stop must be one that is taken: stopping nothing would look like no effect. */
export function changedHistory(
  history: PatientHistory,
  change: MedicationChange,
  moment: Moment,
  knowledge: Knowledge,
): PatientHistory {
  const stopped = change.stop.map(drug => findTaken(drug, history, knowledge))
  const isStopped = (medicine: Medicine): boolean => stopped.some(found => found.includes(medicine))
  const kept = history.medicines.flatMap((medicine): readonly Medicine[] => {
    if (!isStopped(medicine)) return [medicine]
    return moment === 'AT_ONCE' ? [{ ...medicine, stoppedOn: dayBefore(history.asOf) }] : []
  })
  const started = change.start.map(({ name, rxnorm }): Medicine =>
    moment === 'AT_ONCE' ? { name, rxnorm, startedOn: history.asOf } : { name, rxnorm },
  )
  return { ...history, medicines: [...kept, ...started] }
}

function findTaken(drug: NamedDrug, { medicines, asOf }: PatientHistory, knowledge: Knowledge): readonly Medicine[] {
  const wanted = knownMedicine(drug, knowledge).names
  const found = medicines.filter(
    medicine =>
      medicineTiming(medicine, asOf).state !== 'stopped' &&
      [...knownMedicine(medicine, knowledge).names].some(name => wanted.has(name)),
  )
  if (found.length > 0) return found
  throw new DomainError('BAD_USER_INPUT', 'A medicine to stop is not taken', { field: 'stop' })
}

function dayBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - 1)
  return date.toISOString().slice(0, 10)
}

/** What a change does to one drug; drugs to which it does nothing are left out of the difference. */
export interface DrugDifference {
  readonly drug: string
  /** Absent: the drug was not looked at before. */
  readonly before?: Verdict
  /** Absent: the drug is no longer taken and was not asked about. */
  readonly after?: Verdict
  readonly couldBeStricter?: boolean
  readonly appeared: readonly Finding[]
  readonly disappeared: readonly Finding[]
  /** What is not known of stopping it. */
  readonly unknowns: readonly UnknownFact[]
}

/**
 * The difference between two ways of looking at the same patient, by drug name. `stopping` says what is to be said of a drug
 * that is no longer taken; before that, it was good to know and is not what disappears.
 */
export function difference(
  before: readonly Assessment[],
  after: readonly Assessment[],
  stopping: (drug: Drug) => Looked = () => NOTHING,
): readonly DrugDifference[] {
  const [earlier, later] = [byDrug(before), byDrug(after)]
  const drugs = [...new Set([...earlier.keys(), ...later.keys()])].toSorted()
  return drugs.flatMap((drug): readonly DrugDifference[] => {
    const [was, is] = [earlier.get(drug), later.get(drug)]
    const stopped = was !== undefined && is === undefined ? stopping(was.advice.drug) : NOTHING
    const appeared = [...missingFrom(was, is), ...stopped.findings]
    const disappeared = missingFrom(is, was).filter(({ kind }) => is !== undefined || kind !== 'DISCONTINUATION')
    const isSame =
      was?.verdict === is?.verdict &&
      was?.couldBeStricter === is?.couldBeStricter &&
      appeared.length === 0 &&
      disappeared.length === 0
    if (isSame) return []
    const verdicts = { before: was?.verdict, after: is?.verdict, couldBeStricter: is?.couldBeStricter }
    return [{ drug, ...verdicts, appeared, disappeared, unknowns: stopped.unknowns }]
  })
}

function byDrug(assessments: readonly Assessment[]): ReadonlyMap<string, Assessment> {
  return new Map(assessments.map(assessment => [assessment.advice.drug.name, assessment]))
}

/** Findings of `of` that `other` does not have. */
function missingFrom(other: Assessment | undefined, of: Assessment | undefined): readonly Finding[] {
  const known = new Set(other?.findings.map(signature))
  return of?.findings.filter(finding => !known.has(signature(finding))) ?? []
}

function signature({ kind, effect, statement }: Finding): string {
  return [kind, effect, statement.clinician].join('\n')
}
