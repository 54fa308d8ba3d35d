import { DomainError } from '../../domain/errors.js'
import type { DrugQuestion, Facts, Subject } from '../../usecases/menu.js'
import { given } from '../given.js'
import { statedFact } from '../history/stated-fact.js'
import type { StatedBackground } from '../../usecases/option-questions.js'
import type { CheckDrugInputType, FactInputType, PatientFactsInputType } from './check-drug.input.js'

/** Reads the question out of its input; throws `BAD_USER_INPUT` when it names no drug or person, or several. */
export function drugQuestion(input: CheckDrugInputType): DrugQuestion {
  return { subject: subjectOf(input), drug: drugOf(input), stated: statedBackground(input) }
}

type StatedInput = Pick<CheckDrugInputType, 'facts' | 'medicines' | 'history'>

/** What is stated beside the person. */
export function statedBackground({ facts, medicines, history }: StatedInput): StatedBackground {
  return {
    facts: factsOf(facts ?? {}),
    medicines: (medicines ?? []).map(medicine => given(medicine)),
    history: (history ?? []).map(statedFact),
  }
}

function drugOf(input: CheckDrugInputType): DrugQuestion['drug'] {
  const { rxnorm, name } = given(input)
  if (rxnorm !== undefined && name === undefined) return { rxnorm }
  if (name !== undefined && rxnorm === undefined) return { name }
  throw new DomainError('BAD_USER_INPUT', 'Give either rxnorm or name', {})
}

/** The one person that is named. */
export function subjectOf(input: Pick<CheckDrugInputType, 'sampleId' | 'patientId' | 'stated'>): Subject {
  const { sampleId, patientId, stated } = given(input)
  const subjects: Subject[] = [
    ...(sampleId === undefined ? [] : [{ kind: 'sample', sampleId } as const]),
    ...(patientId === undefined ? [] : [{ kind: 'patient', patientId } as const]),
    ...(stated === undefined
      ? []
      : [{ kind: 'stated', results: stated.map(({ gene, ...call }) => ({ gene, ...given(call) })) } as const]),
  ]
  const [subject, ...others] = subjects
  if (subject === undefined || others.length > 0)
    throw new DomainError('BAD_USER_INPUT', 'Give exactly one of sampleId, patientId and stated', {})
  return subject
}

function factsOf({ more, ...named }: PatientFactsInputType): Facts {
  return { ...given(named), ...Object.fromEntries((more ?? []).map(factOf)) }
}

function factOf(fact: FactInputType): readonly [string, string | number | boolean] {
  const [value, ...others] = Object.values(given({ text: fact.text, number: fact.number, truth: fact.truth }))
  if (value === undefined || others.length > 0)
    throw new DomainError('BAD_USER_INPUT', 'A fact has exactly one of text, number and truth', {})
  return [fact.name, value]
}
