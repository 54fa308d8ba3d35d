import { adviseOptions } from '../../../src/domain/advise-options.js'
import type { GeneCall } from '../../../src/domain/diplotype/gene-call.js'
import type { HistoryFact } from '../../../src/domain/history/history-fact.js'
import { historyOn } from '../../../src/domain/history/history-on.js'
import type { PatientHistory } from '../../../src/domain/history/patient-history.js'
import type { Knowledge } from '../../../src/domain/knowledge.js'
import type { CandidatesQuestion } from '../../../src/domain/medication/candidates.js'
import type { Finding } from '../../../src/domain/medication/finding.js'
import type { MedicationOption, MedicationOptions } from '../../../src/domain/medication/medication-options.js'
import { knowledge } from '../../knowledge/real-release.js'
import { phenotypesOf, type Stated } from '../recommendation/asking.js'

export const TODAY = '2026-11-23'

/** The kinds of facts with everything optional that says where they come from. */
type Loose<Fact> = Fact extends HistoryFact
  ? Omit<Fact, 'id' | 'source' | 'recordedOn'> & { readonly id?: string; readonly recordedOn?: string }
  : never

export type LooseFact = Loose<HistoryFact>

/** Facts as a clinician recorded them today, with ids by kind and place. */
export function recorded(...facts: readonly LooseFact[]): readonly HistoryFact[] {
  return facts.map((fact, index) => ({
    id: `${fact.kind.toLowerCase()}-${index}`,
    source: { kind: 'CLINICIAN' },
    recordedOn: '2026-11-20',
    ...fact,
  }))
}

/** Somebody went through all three lists this week. */
export const LISTS_COMPLETE: readonly LooseFact[] = [
  { kind: 'LIST', list: 'MEDICINES', on: '2026-11-20', id: 'list-medicines' },
  { kind: 'LIST', list: 'CONDITIONS', on: '2026-11-20', id: 'list-conditions' },
  { kind: 'LIST', list: 'ALLERGIES', on: '2026-11-20', id: 'list-allergies' },
]

/** A man of 40 with healthy kidneys, of whom everything that options ask for is known. */
export const HEALTHY_MAN: readonly LooseFact[] = [
  ...LISTS_COMPLETE,
  { kind: 'BIRTH', date: '1986-03-02', id: 'birth' },
  { kind: 'SEX', sex: 'male', id: 'sex' },
  { kind: 'OBSERVATION', code: '29463-7', value: 80, unit: 'kg', takenOn: '2026-11-01', id: 'weight' },
  { kind: 'OBSERVATION', code: '2160-0', value: 0.9, unit: 'mg/dL', takenOn: '2026-11-01', id: 'creatinine' },
  { kind: 'OBSERVATION', code: '98979-8', value: 105, unit: 'mL/min/{1.73_m2}', takenOn: '2026-11-01', id: 'egfr' },
  { kind: 'OBSERVATION', code: 'POTASSIUM', value: 4.2, unit: 'mmol/L', takenOn: '2026-11-01', id: 'potassium' },
  { kind: 'OBSERVATION', code: 'ANC', value: 4.1, unit: '10*3/uL', takenOn: '2026-11-15', id: 'neutrophils' },
  { kind: 'SMOKING', state: 'NEVER', on: '2026-11-01', id: 'smoking' },
]

/** The same as a woman, not pregnant and not breast-feeding. */
export const HEALTHY_WOMAN: readonly LooseFact[] = [
  ...HEALTHY_MAN.filter(({ kind }) => kind !== 'SEX'),
  { kind: 'SEX', sex: 'female', id: 'sex' },
  { kind: 'PREGNANCY', pregnant: false, on: '2026-11-20', id: 'pregnancy' },
  { kind: 'LACTATION', lactating: false, on: '2026-11-20', id: 'lactation' },
]

/** Without the facts of some ids. */
export function without(facts: readonly LooseFact[], ...ids: readonly string[]): readonly LooseFact[] {
  return facts.filter(({ id }) => id === undefined || !ids.includes(id))
}

export const takes = (
  name: string,
  more: Partial<Extract<LooseFact, { readonly kind: 'MEDICATION' }>> = {},
): LooseFact => ({
  kind: 'MEDICATION',
  drug: { name },
  status: 'ACTIVE',
  startedOn: '2026-01-10',
  ...more,
})

export const has = (
  code: string,
  more: Partial<Extract<LooseFact, { readonly kind: 'CONDITION' }>> = {},
): LooseFact => ({
  kind: 'CONDITION',
  code: { system: 'ICD10CM', code },
  status: 'ACTIVE',
  verification: 'CONFIRMED',
  ...more,
})

export const allergicTo = (
  name: string,
  more: Partial<Extract<LooseFact, { readonly kind: 'ALLERGY' }>> = {},
): LooseFact => ({
  kind: 'ALLERGY',
  type: 'ALLERGY',
  substance: { name },
  verification: 'CONFIRMED',
  status: 'ACTIVE',
  ...more,
})

/** Genes in which everybody is as most people are, so that no gene stands between a drug and its verdict. */
export const USUAL_GENES: Stated = {
  CYP2B6: '*1/*1',
  CYP2C19: '*1/*1',
  CYP2C9: '*1/*1',
  CYP2D6: '*1/*1',
  CYP3A5: '*3/*3',
  CYP4F2: '*1/*1',
  DPYD: 'Reference/Reference',
  NUDT15: '*1/*1',
  SLCO1B1: '*1/*1',
  TPMT: '*1/*1',
  UGT1A1: '*1/*1',
}

export function callsOf(stated: Stated): readonly GeneCall[] {
  return phenotypesOf(stated).map(({ call }) => call)
}

export function history(
  facts: readonly LooseFact[],
  asOf = TODAY,
  map?: ReadonlyMap<string, readonly string[]>,
): PatientHistory {
  return historyOn(recorded(...facts), asOf, knowledge, map)
}

export function options(
  question: CandidatesQuestion | string,
  facts: readonly LooseFact[],
  genes: Stated = USUAL_GENES,
  release: Knowledge = knowledge,
): MedicationOptions {
  const asked = typeof question === 'string' ? { indication: question } : question
  return adviseOptions(callsOf(genes), history(facts), asked, {}, release)
}

export function optionFor(drug: string, answer: MedicationOptions): MedicationOption {
  const found = answer.options.find(({ advice }) => advice.drug.name === drug)
  if (found === undefined) throw new Error(`no option ${drug}`)
  return found
}

export function findingsOf(
  { findings }: MedicationOption,
  kind: Finding['kind'],
  effect?: Finding['effect'],
): readonly Finding[] {
  return findings.filter(finding => finding.kind === kind && (effect === undefined || finding.effect === effect))
}

export function verdicts(answer: MedicationOptions): Readonly<Record<string, string>> {
  return Object.fromEntries(answer.options.map(({ advice, verdict }) => [advice.drug.name, verdict]))
}
