import { Field, ID, InputType, ObjectType } from 'type-graphql'
import type { Member } from '../../usecases/member.js'
import { connectionType } from '../connection.js'
import { Class } from '../data-class.js'
import { RoleEnum } from '../record/record-enums.js'

@ObjectType('Member', {
  simpleResolvers: true,
  description:
    'That somebody has a role in the organisation, and how long. Who holds several roles is there several times.',
})
export class MemberType implements Member {
  @Field(() => ID, { description: 'Id of the membership.' })
  @Class('OPERATIONAL')
  readonly id!: string

  @Field(() => ID, { description: 'Who holds it.' })
  @Class('OPERATIONAL')
  readonly actorId!: string

  @Field(() => String, { description: 'Who issues their tokens.' })
  @Class('IDENTITY')
  readonly issuer!: string

  @Field(() => String, { description: 'What their tokens call them.' })
  @Class('IDENTITY')
  readonly subject!: string

  @Field(() => String, {
    nullable: true,
    description: 'Name to show, as your organisation gave it; null where it never did.',
  })
  @Class('IDENTITY')
  readonly name?: string

  @Field(() => RoleEnum, { description: 'The role.' })
  @Class('OPERATIONAL')
  readonly role!: Member['role']

  @Field(() => Date, { description: 'From when.' })
  @Class('OPERATIONAL')
  readonly validFrom!: Date

  @Field(() => Date, { nullable: true, description: 'Until when; null has no end yet.' })
  @Class('OPERATIONAL')
  readonly validTo?: Date
}

export const MemberConnectionType = connectionType('Member', () => MemberType, 'memberships', 'IDENTITY')

@InputType('AddMemberInput', { description: 'Who gets which role in your organisation.' })
export class AddMemberInputType {
  @Field(() => String, { description: 'Who issues their tokens, exactly as the tokens say it.' })
  readonly issuer!: string

  @Field(() => String, { description: 'What their tokens call them.' })
  readonly subject!: string

  @Field(() => String, { description: 'Name to show in your organisation.' })
  readonly name!: string

  @Field(() => RoleEnum, { description: 'The role. By itself it opens no patient.' })
  readonly role!: Member['role']

  @Field(() => Date, { nullable: true, description: 'From when; now when absent.' })
  readonly validFrom?: Date | null

  @Field(() => Date, { nullable: true, description: 'Until when.' })
  readonly validTo?: Date | null
}
