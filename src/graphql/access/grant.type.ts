import { Field, ID, InputType, ObjectType } from 'type-graphql'
import type { Grant } from '../../usecases/grant.js'
import { connectionType } from '../connection.js'
import { Class } from '../data-class.js'
import { DataClassEnum, PurposeEnum } from './access-enums.js'

@ObjectType('Grant', {
  simpleResolvers: true,
  description: 'That another organisation may read something of a patient: what, what for, and how long.',
})
export class GrantType implements Grant {
  @Field(() => ID, { description: 'Its id.' })
  @Class('OPERATIONAL')
  readonly id!: string

  @Field(() => ID, { description: 'The organisation that gave it: the patient is theirs.' })
  @Class('OPERATIONAL')
  readonly organisationId!: string

  @Field(() => String, { description: 'Name of that organisation.' })
  @Class('OPERATIONAL')
  readonly organisation!: string

  @Field(() => ID, { description: 'The organisation that may read.' })
  @Class('OPERATIONAL')
  readonly toOrganisationId!: string

  @Field(() => String, { description: 'Name of that organisation.' })
  @Class('OPERATIONAL')
  readonly toOrganisation!: string

  @Field(() => ID, { description: 'The patient.' })
  @Class('OPERATIONAL')
  readonly patientId!: string

  @Field(() => ID, { description: 'The consent of the patient that it rests on; it ends with it.' })
  @Class('OPERATIONAL')
  readonly consentId!: string

  @Field(() => [DataClassEnum], { description: 'What may be read, as far as the role of the reader allows it.' })
  @Class('OPERATIONAL')
  readonly classes!: Grant['classes']

  @Field(() => [PurposeEnum], { description: 'For which purposes.' })
  @Class('OPERATIONAL')
  readonly purposes!: Grant['purposes']

  @Field(() => Date, { description: 'From when.' })
  @Class('OPERATIONAL')
  readonly validFrom!: Date

  @Field(() => Date, { description: 'Until when.' })
  @Class('OPERATIONAL')
  readonly validTo!: Date

  @Field(() => Date, { description: 'When it was recorded.' })
  @Class('OPERATIONAL')
  readonly recordedAt!: Date

  @Field(() => Date, { nullable: true, description: 'When it was revoked; it does not count from then on.' })
  @Class('OPERATIONAL')
  readonly revokedAt?: Date
}

export const GrantConnectionType = connectionType('Grant', () => GrantType, 'grants', 'OPERATIONAL')

@InputType('GiveGrantInput', { description: 'What another organisation may read of a patient from now on.' })
export class GiveGrantInputType {
  @Field(() => ID, { description: 'The patient.' })
  readonly patientId!: string

  @Field(() => String, { description: 'Short name of the other organisation.' })
  readonly toOrganisation!: string

  @Field(() => [DataClassEnum], { description: 'IDENTITY, CLINICAL and GENOMIC_SUMMARY can be granted, nothing else.' })
  readonly classes!: Grant['classes']

  @Field(() => [PurposeEnum], { defaultValue: ['TREAT'], description: 'For which purposes.' })
  readonly purposes!: Grant['purposes']

  @Field(() => Date, { description: 'Until when.' })
  readonly validTo!: Date

  @Field(() => ID, {
    description: 'A consent of the patient that permits these classes to ANYONE for these purposes and that time.',
  })
  readonly consentId!: string
}
