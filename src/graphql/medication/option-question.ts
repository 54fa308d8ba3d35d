import { DomainError } from '../../domain/errors.js'
import type {
  CandidatesAsked,
  OptionsQuestion,
  ReviewQuestion,
  WhatIfQuestion,
} from '../../usecases/option-questions.js'
import { statedBackground, subjectOf } from '../advice/drug-question.js'
import { given } from '../given.js'
import type {
  MedicationOptionsInputType,
  MedicationReviewInputType,
  WhatIfInputType,
} from './medication-options.input.js'

export interface CandidatesInput {
  readonly indication?: string | null
  readonly drugClass?: string | null
  readonly drugs?: readonly string[] | null
}

/** Reads the question out of its input; throws `BAD_USER_INPUT` when it names no person or candidates, or several. */
export function optionsQuestion(input: MedicationOptionsInputType): OptionsQuestion {
  return { ...reviewQuestion(input), candidates: candidatesAsked(input) }
}

export function reviewQuestion(input: MedicationReviewInputType): ReviewQuestion {
  return { subject: subjectOf(input), stated: statedBackground(input) }
}

export function whatIfQuestion(input: WhatIfInputType): WhatIfQuestion {
  const change = { start: input.start ?? [], stop: input.stop ?? [] }
  const candidates = candidatesIfAsked(input)
  return { ...reviewQuestion(input), change, ...(candidates === undefined ? {} : { candidates }) }
}

export function candidatesAsked(input: CandidatesInput): CandidatesAsked {
  const asked = candidatesIfAsked(input)
  if (asked === undefined) refuse()
  return asked
}

export function candidatesIfAsked(input: CandidatesInput): CandidatesAsked | undefined {
  const { indication, drugClass, drugs } = given(input)
  const asked: CandidatesAsked[] = [
    ...(indication === undefined ? [] : [{ indication }]),
    ...(drugClass === undefined ? [] : [{ drugClass }]),
    ...(drugs === undefined ? [] : [{ drugs }]),
  ]
  if (asked.length > 1) refuse()
  return asked[0]
}

function refuse(): never {
  throw new DomainError('BAD_USER_INPUT', 'Give exactly one of indication, drugClass and drugs', {})
}
