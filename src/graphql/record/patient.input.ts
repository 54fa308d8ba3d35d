import { GraphQLLocalDate } from 'graphql-scalars'
import { Field, InputType } from 'type-graphql'
import type { CreatePatientInput } from '../../usecases/menu.js'
import { SexEnum } from './record-enums.js'

@InputType('CreatePatientInput', { description: 'A new patient.' })
export class CreatePatientInputType implements CreatePatientInput {
  @Field(() => String, { description: 'Name to show.' })
  readonly displayName!: string

  @Field(() => String, { nullable: true, description: 'Number of the record in the organisation.' })
  readonly medicalRecordNumber?: string

  @Field(() => GraphQLLocalDate, { nullable: true, description: 'Date of birth.' })
  readonly birthDate?: string

  @Field(() => SexEnum, { nullable: true, description: 'Sex as far as it matters for the X chromosome.' })
  readonly sex?: NonNullable<CreatePatientInput['sex']>

  @Field(() => String, { description: 'Yours; the same key and input give the same patient, so that a retry is safe.' })
  readonly idempotencyKey!: string
}
