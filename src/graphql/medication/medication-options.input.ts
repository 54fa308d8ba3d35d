import { Field, ID, InputType } from 'type-graphql'
import { MedicineInputType, PatientFactsInputType } from '../advice/check-drug.input.js'
import { HistoryFactContentType } from '../history/history.input.js'
import { OutsideCallInputType } from '../record/upload.input.js'

/** Names the person and states what is known; the schema shows its fields in each of the inputs below. */
@InputType('PersonInput', { description: 'Who is asked about.' })
class PersonInputType {
  @Field(() => ID, { nullable: true, description: 'A sample; the history is that of its patient.' })
  readonly sampleId?: string | null

  @Field(() => ID, { nullable: true, description: 'A patient; their newest sample counts.' })
  readonly patientId?: string | null

  @Field(() => [OutsideCallInputType], {
    nullable: true,
    description: 'Results of genes as you state them, with no patient at all; an empty list states none.',
  })
  readonly stated?: OutsideCallInputType[] | null

  @Field(() => PatientFactsInputType, {
    nullable: true,
    description: 'What is known of person and purpose, by the names that guidelines ask for.',
  })
  readonly facts?: PatientFactsInputType | null

  @Field(() => [MedicineInputType], {
    nullable: true,
    description: 'Medicines taken; for this question they count before what is recorded of the same medicine.',
  })
  readonly medicines?: MedicineInputType[] | null

  @Field(() => [HistoryFactContentType], {
    nullable: true,
    description:
      'Anything else of the history: conditions, allergies, values, wishes … For this question it counts before what is recorded of the same thing, and nothing of it is written down. At most 500.',
  })
  readonly history?: HistoryFactContentType[] | null
}

@InputType('MedicationOptionsInput', {
  description:
    'What may be given? Name the person by one of `sampleId`, `patientId` and `stated`, and what to look at by one of `indication`, `drugClass` and `drugs`.',
})
export class MedicationOptionsInputType extends PersonInputType {
  @Field(() => ID, { nullable: true, description: 'An indication, by the id that `indications` lists.' })
  readonly indication?: string | null

  @Field(() => String, { nullable: true, description: 'A class of drugs: one of ours by code, or an ATC prefix.' })
  readonly drugClass?: string | null

  @Field(() => [String], { nullable: true, description: 'Drugs by name or RxNorm id, at most 50.' })
  readonly drugs?: string[] | null
}

@InputType('MedicationReviewInput', {
  description:
    'What is to be said of the medicines taken? Name the person by one of `sampleId`, `patientId`, `stated`.',
})
export class MedicationReviewInputType extends PersonInputType {}

@InputType('WhatIfInput', {
  description:
    'What would starting and stopping medicines change? Options can be looked at besides: `indication`, `drugClass` or `drugs`.',
})
export class WhatIfInputType extends MedicationOptionsInputType {
  @Field(() => [String], { nullable: true, description: 'Medicines to start, by name or RxNorm id.' })
  readonly start?: string[] | null

  @Field(() => [String], {
    nullable: true,
    description: 'Medicines to stop, by name or RxNorm id; one that is not taken is refused.',
  })
  readonly stop?: string[] | null
}
