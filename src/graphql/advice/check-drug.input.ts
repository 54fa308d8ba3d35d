import { Field, Float, ID, InputType } from 'type-graphql'
import type { MedicationFact } from '../../domain/history/history-fact.js'
import { MedicationStatusEnum } from '../history/history-enums.js'
import { HistoryFactContentType } from '../history/history.input.js'
import { OutsideCallInputType } from '../record/upload.input.js'

@InputType('FactInput', {
  description: 'A fact by name, for facts that have no field of their own. Give one of text, number and truth.',
})
export class FactInputType {
  @Field(() => String, { description: 'Name of the fact, as `whatWouldChange` spells it.' })
  readonly name!: string

  @Field(() => String, { nullable: true, description: 'Its value, when it is a word.' })
  readonly text?: string | null

  @Field(() => Float, { nullable: true, description: 'Its value, when it is a number.' })
  readonly number?: number | null

  @Field(() => Boolean, { nullable: true, description: 'Its value, when it is yes or no.' })
  readonly truth?: boolean | null
}

@InputType('PatientFactsInput', {
  description:
    'What is known of the person and the purpose. It chooses between rows of a guideline; what is not given is treated as unknown.',
})
export class PatientFactsInputType {
  @Field(() => Float, { nullable: true, description: 'Age in years.' })
  readonly ageYears?: number | null

  @Field(() => Float, { nullable: true, description: 'Weight in kilograms.' })
  readonly weightKg?: number | null

  @Field(() => Float, { nullable: true, description: 'Height in centimetres.' })
  readonly heightCm?: number | null

  @Field(() => String, { nullable: true, description: 'What the drug is for, as a code of the guidelines.' })
  readonly indication?: string | null

  @Field(() => Boolean, { nullable: true, description: 'Never took the drug before.' })
  readonly treatmentNaive?: boolean | null

  @Field(() => String, { nullable: true, description: 'How it was taken before, as a code of the guidelines.' })
  readonly priorUse?: string | null

  @Field(() => Boolean, { nullable: true, description: 'Another drug can be had.' })
  readonly alternativeAvailable?: boolean | null

  @Field(() => [FactInputType], { nullable: true, description: 'Facts that have no field of their own.' })
  readonly more?: FactInputType[] | null
}

@InputType('MedicineInput', {
  description: 'A medicine taken now, before or later. Without dates it counts as taken now.',
})
export class MedicineInputType {
  @Field(() => String, {
    nullable: true,
    description: 'Its name: generic, brand or synonym, exactly. One that nothing here describes is answered as such.',
  })
  readonly name?: string | null

  @Field(() => String, { nullable: true, description: 'Its RxNorm id.' })
  readonly rxnorm?: string | null

  @Field(() => String, { nullable: true, description: 'ISO day of the first dose.' })
  readonly startedOn?: string | null

  @Field(() => String, { nullable: true, description: 'ISO day of the last dose.' })
  readonly stoppedOn?: string | null

  @Field(() => MedicationStatusEnum, {
    nullable: true,
    description: 'Whether it is taken; without it, it is, as far as the days do not say otherwise.',
  })
  readonly status?: MedicationFact['status'] | null
}

@InputType('CheckDrugInput', {
  description:
    'May this person take this drug? Name the drug by `rxnorm` or `name`, and the person by one of `sampleId`, `patientId` and `stated`.',
})
export class CheckDrugInputType {
  @Field(() => String, { nullable: true, description: 'RxNorm id of the drug.' })
  readonly rxnorm?: string | null

  @Field(() => String, {
    nullable: true,
    description:
      'Name of the drug: generic, brand or synonym. One that fits none or several is answered with candidates.',
  })
  readonly name?: string | null

  @Field(() => ID, { nullable: true, description: 'A sample.' })
  readonly sampleId?: string | null

  @Field(() => ID, { nullable: true, description: 'A patient; their newest sample counts.' })
  readonly patientId?: string | null

  @Field(() => [OutsideCallInputType], {
    nullable: true,
    description: 'Results of genes as you state them, with no patient at all.',
  })
  readonly stated?: OutsideCallInputType[] | null

  @Field(() => PatientFactsInputType, { nullable: true, description: 'What is known of person and purpose.' })
  readonly facts?: PatientFactsInputType | null

  @Field(() => [MedicineInputType], {
    nullable: true,
    description:
      'Medicines taken beside it: some change what a gene does. For this question they count before what is recorded of the same medicine.',
  })
  readonly medicines?: MedicineInputType[] | null

  @Field(() => [HistoryFactContentType], {
    nullable: true,
    description:
      'Anything else of the history. For this question it counts before what is recorded of the same thing, and nothing of it is written down. At most 500.',
  })
  readonly history?: HistoryFactContentType[] | null
}
