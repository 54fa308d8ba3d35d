import { DomainError } from '../errors.js'
import { classesOf } from '../history/named-drugs.js'
import { knownMedicine } from '../history/known-medicines.js'
import type { PatientHistory } from '../history/patient-history.js'
import type { Drug, Knowledge } from '../knowledge.js'
import type { Indication } from '../option-knowledge.js'
import { drugsToCheck } from '../recommendation/find-drugs.js'
import { optionsOf } from './patient-view.js'

/** A drug to look at, and its place among the candidates. */
export interface CandidateDrug {
  readonly drug: Drug
  readonly line?: number
  /** Class by code. */
  readonly class?: string
  /** Term code. */
  readonly note?: string
}

/** What is asked for: an indication by id, a class of drugs (our code or an ATC prefix), or drugs by name. */
export type CandidatesQuestion =
  { readonly indication: string } | { readonly drugClass: string } | { readonly drugs: readonly Drug[] }

/** Every drug that the question is about. An id nobody knows is refused, since no drug would look like no choice. */
export function candidatesFor(question: CandidatesQuestion, knowledge: Knowledge): readonly CandidateDrug[] {
  if ('drugs' in question) return [...new Set(question.drugs)].map(drug => ({ drug }))
  if ('indication' in question) {
    return indicationNamed(question.indication, knowledge).candidates.map(candidate => ({
      ...candidate,
      drug: drugNamed(candidate.drug, knowledge),
    }))
  }
  const drugs = [...knowledge.drugs.values()].filter(drug => isOfClass(drug, question.drugClass, knowledge))
  if (drugs.length === 0) throw new DomainError('BAD_USER_INPUT', 'No drug is of this class', { field: 'drugClass' })
  // A product that nothing describes as such is looked at by its ingredients, which stand beside it.
  return drugs.filter(drug => drugsToCheck(drug, knowledge).includes(drug)).map(drug => ({ drug }))
}

export function indicationNamed(id: string, knowledge: Knowledge): Indication {
  const indication = optionsOf(knowledge).indications.get(id)
  if (indication !== undefined) return indication
  throw new DomainError('BAD_USER_INPUT', 'No data file describes this indication', { field: 'indication' })
}

/** Indications that the patient's active, confirmed conditions speak of, by id. */
export function indicationsOf({ clinical }: PatientHistory, knowledge: Knowledge): readonly Indication[] {
  const codes = (clinical?.conditions ?? [])
    .filter(({ resolved, doubtful }) => !resolved && !doubtful)
    .flatMap(({ icd10cm }) => icd10cm)
  return [...optionsOf(knowledge).indications.values()].filter(({ icd10cm }) =>
    codes.some(code => icd10cm.some(prefix => code.startsWith(prefix))),
  )
}

const ATC = /^[A-V]\d\d[A-Z]{0,2}\d{0,2}$/

function isOfClass(drug: Drug, wanted: string, knowledge: Knowledge): boolean {
  if (ATC.test(wanted)) return drug.atc.some(code => code.startsWith(wanted))
  return classesOf(knownMedicine(drug, knowledge).names, knowledge).some(({ code }) => code === wanted)
}

function drugNamed(name: string, knowledge: Knowledge): Drug {
  const drug = knowledge.drugs.get(name)
  if (drug === undefined) throw new DomainError('UNKNOWN_DRUG', 'No data file describes this drug', {})
  return drug
}
