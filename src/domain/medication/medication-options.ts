import type { HistoryProblem, ListState, NotUsed } from '../history/clinical-history.js'
import type { ListName } from '../history/history-fact.js'
import type { Medicine, PatientFacts, PatientHistory } from '../history/patient-history.js'
import type { Knowledge } from '../knowledge.js'
import type { Indication, OptionTexts } from '../option-knowledge.js'
import type { DrugAdvice, Recommendations } from '../recommendation/advice.js'
import { assessDrug } from './assess-drug.js'
import type { CandidateDrug } from './candidates.js'
import type { Assessment } from './finding.js'
import { compareOptions, ORDER } from './order-options.js'
import { viewPatient } from './patient-view.js'
import { type OpenFact, whatWouldChange } from './what-would-change.js'

/** One drug that may be given, with everything known for and against it. */
export interface MedicationOption extends Assessment {
  /** Line of therapy, where an indication was asked for. */
  readonly line?: number
  /** Its class among the candidates. */
  readonly class?: OptionTexts
  readonly note?: OptionTexts
}

/** All candidates for one question, none left out, in a total order that `order` states. */
export interface MedicationOptions {
  readonly asOf: string
  readonly indication?: Indication
  readonly options: readonly MedicationOption[]
  readonly order: string
  /** Missing facts, and for which drugs each could change what. */
  readonly whatWouldChange: readonly OpenFact[]
  readonly background: HistoryBackground
  readonly knowledgeVersion: string
}

/** What the answer about any drug rests on: how fresh the lists are, and what was not used. */
export interface HistoryBackground {
  readonly lists: Readonly<Record<ListName, ListState>>
  /** Medicines that no data file describes: kept, shown, looked at by nobody. */
  readonly notConsidered: readonly Medicine[]
  readonly problems: readonly HistoryProblem[]
  readonly notUsed: readonly NotUsed[]
}

export interface OptionsQuestion {
  readonly candidates: readonly CandidateDrug[]
  /** Facts that hold for this question only, besides the history's. */
  readonly facts: PatientFacts
  readonly indication?: Indication
}

/**
 * What may be given to this patient, every candidate looked at the same way. `recommendations` must answer for all of
 * them: a candidate without an answer of the sources is a mistake of the caller, not a drug without a guideline.
 */
export function medicationOptions(
  recommendations: Recommendations,
  history: PatientHistory,
  question: OptionsQuestion,
  knowledge: Knowledge,
): MedicationOptions {
  const patient = viewPatient(history, question.facts, knowledge, question.indication?.icd10cm)
  const byDrug = new Map(recommendations.drugs.map(advice => [advice.drug.name, advice]))
  const options = question.candidates.map(({ drug, line, class: group, note }): MedicationOption => ({
    ...assessDrug(adviceOn(drug.name, byDrug), patient),
    line,
    class: group === undefined ? undefined : patient.options.classes.get(group)?.texts,
    note: note === undefined ? undefined : patient.options.terms.get(note),
  }))
  return {
    asOf: history.asOf,
    indication: question.indication,
    options: options.toSorted(compareOptions),
    order: ORDER,
    whatWouldChange: whatWouldChange(options),
    background: backgroundOf(recommendations, patient.clinical),
    knowledgeVersion: knowledge.version,
  }
}

export function backgroundOf(
  { notConsidered }: Recommendations,
  { lists, problems, notUsed }: HistoryBackground | NonNullable<PatientHistory['clinical']>,
): HistoryBackground {
  return { lists, notConsidered, problems, notUsed }
}

function adviceOn(drug: string, byDrug: ReadonlyMap<string, DrugAdvice>): DrugAdvice {
  const advice = byDrug.get(drug)
  if (advice === undefined) throw new RangeError('a candidate was not asked about')
  return advice
}
