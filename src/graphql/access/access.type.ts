import { Field, ID, InputType, ObjectType } from 'type-graphql'
import type { BreakGlass, Consent, Relation } from '../../usecases/access-facts.js'
import { connectionType } from '../connection.js'
import { Class } from '../data-class.js'
import { RoleEnum } from '../record/record-enums.js'
import {
  BreakGlassReasonEnum,
  ConsentEffectEnum,
  ConsentRecipientEnum,
  DataClassEnum,
  PurposeEnum,
  RelationKindEnum,
  ReviewOutcomeEnum,
} from './access-enums.js'

@ObjectType('Relation', { simpleResolvers: true, description: 'How somebody stands to a patient, and how long.' })
export class RelationType implements Relation {
  @Field(() => ID, { description: 'Its id.' })
  @Class('OPERATIONAL')
  readonly id!: string

  @Field(() => ID, { description: 'The patient.' })
  @Class('OPERATIONAL')
  readonly patientId!: string

  @Field(() => RelationKindEnum, { description: 'How they stand to the patient.' })
  @Class('OPERATIONAL')
  readonly kind!: Relation['kind']

  @Field(() => ID, {
    nullable: true,
    description: 'Who; null is everybody of the organisation whose role may hold such a relation.',
  })
  @Class('OPERATIONAL')
  readonly actorId?: string

  @Field(() => [DataClassEnum], { description: 'What a proxy was granted; empty for others.' })
  @Class('OPERATIONAL')
  readonly classes!: Relation['classes']

  @Field(() => Date, { description: 'From when.' })
  @Class('OPERATIONAL')
  readonly validFrom!: Date

  @Field(() => Date, { nullable: true, description: 'Until when; null has no end yet.' })
  @Class('OPERATIONAL')
  readonly validTo?: Date

  @Field(() => Date, { description: 'When it was recorded.' })
  @Class('OPERATIONAL')
  readonly recordedAt!: Date
}

@ObjectType('Consent', { simpleResolvers: true, description: 'What a patient permits or denies.' })
export class ConsentType implements Consent {
  @Field(() => ID, { description: 'Its id.' })
  @Class('OPERATIONAL')
  readonly id!: string

  @Field(() => ID, { description: 'The patient.' })
  @Class('OPERATIONAL')
  readonly patientId!: string

  @Field(() => ConsentEffectEnum, { description: 'Whether it permits or denies.' })
  @Class('OPERATIONAL')
  readonly effect!: Consent['effect']

  @Field(() => [DataClassEnum], { description: 'What it is about.' })
  @Class('OPERATIONAL')
  readonly classes!: Consent['classes']

  @Field(() => ConsentRecipientEnum, { description: 'Whom it speaks of.' })
  @Class('OPERATIONAL')
  readonly recipient!: Consent['recipient']

  @Field(() => RoleEnum, { nullable: true, description: 'The role it speaks of.' })
  @Class('OPERATIONAL')
  readonly recipientRole?: NonNullable<Consent['recipientRole']>

  @Field(() => ID, { nullable: true, description: 'The person it speaks of.' })
  @Class('OPERATIONAL')
  readonly recipientActorId?: string

  @Field(() => [PurposeEnum], { description: 'For which purposes; empty for every purpose but an emergency.' })
  @Class('OPERATIONAL')
  readonly purposes!: Consent['purposes']

  @Field(() => Date, { description: 'From when.' })
  @Class('OPERATIONAL')
  readonly validFrom!: Date

  @Field(() => Date, { nullable: true, description: 'Until when; null has no end.' })
  @Class('OPERATIONAL')
  readonly validTo?: Date

  @Field(() => Date, { description: 'When it was recorded.' })
  @Class('OPERATIONAL')
  readonly recordedAt!: Date

  @Field(() => Date, { nullable: true, description: 'When it was revoked; it does not count from then on.' })
  @Class('OPERATIONAL')
  readonly revokedAt?: Date
}

@ObjectType('BreakGlass', {
  simpleResolvers: true,
  description: 'Emergency access to a patient who was not theirs to see, and its review.',
})
export class BreakGlassType implements BreakGlass {
  @Field(() => ID, { description: 'Its id.' })
  @Class('AUDIT')
  readonly id!: string

  @Field(() => ID, { description: 'The patient.' })
  @Class('AUDIT')
  readonly patientId!: string

  @Field(() => ID, { description: 'Who broke it.' })
  @Class('AUDIT')
  readonly actorId!: string

  @Field(() => BreakGlassReasonEnum, { description: 'Why.' })
  @Class('AUDIT')
  readonly reason!: BreakGlass['reason']

  @Field(() => String, { description: 'Why, in their words.' })
  @Class('AUDIT')
  readonly explanation!: string

  @Field(() => Date, { description: 'When.' })
  @Class('AUDIT')
  readonly openedAt!: Date

  @Field(() => Date, { description: 'Until when it opens the patient.' })
  @Class('AUDIT')
  readonly expiresAt!: Date

  @Field(() => Date, { description: 'When the review is due.' })
  @Class('AUDIT')
  readonly reviewDueAt!: Date

  @Field(() => Date, { nullable: true, description: 'When it was reviewed.' })
  @Class('AUDIT')
  readonly reviewedAt?: Date

  @Field(() => ReviewOutcomeEnum, { nullable: true, description: 'What the review found.' })
  @Class('AUDIT')
  readonly outcome?: NonNullable<BreakGlass['outcome']>

  @Field(() => String, { nullable: true, description: 'What the reviewer wrote.' })
  @Class('AUDIT')
  readonly reviewNote?: string
}

export const BreakGlassConnectionType = connectionType(
  'BreakGlass',
  () => BreakGlassType,
  'emergency accesses',
  'AUDIT',
)

@InputType('RecordRelationInput', { description: 'A new relation to a patient, from now on.' })
export class RecordRelationInputType {
  @Field(() => ID, { description: 'The patient.' })
  readonly patientId!: string

  @Field(() => RelationKindEnum, { description: 'How they stand to the patient.' })
  readonly kind!: Relation['kind']

  @Field(() => ID, {
    nullable: true,
    description: 'Who; without it everybody of the organisation whose role may hold such a relation.',
  })
  readonly actorId?: string

  @Field(() => [DataClassEnum], { nullable: true, description: 'What a proxy is granted.' })
  readonly classes?: Relation['classes']

  @Field(() => Date, { nullable: true, description: 'Until when.' })
  readonly validTo?: Date
}

@InputType('RecordConsentInput', { description: 'What a patient permits or denies from now on.' })
export class RecordConsentInputType {
  @Field(() => ID, { description: 'The patient.' })
  readonly patientId!: string

  @Field(() => ConsentEffectEnum, { description: 'Whether it permits or denies.' })
  readonly effect!: Consent['effect']

  @Field(() => [DataClassEnum], { description: 'What it is about.' })
  readonly classes!: Consent['classes']

  @Field(() => ConsentRecipientEnum, { description: 'Whom it speaks of.' })
  readonly recipient!: Consent['recipient']

  @Field(() => RoleEnum, { nullable: true, description: 'The role, where the recipient is one.' })
  readonly recipientRole?: NonNullable<Consent['recipientRole']>

  @Field(() => ID, { nullable: true, description: 'The person, where the recipient is one.' })
  readonly recipientActorId?: string

  @Field(() => [PurposeEnum], {
    defaultValue: [],
    description: 'For which purposes; empty for every purpose but an emergency.',
  })
  readonly purposes!: Consent['purposes']

  @Field(() => Date, { nullable: true, description: 'Until when.' })
  readonly validTo?: Date
}
