import { Field, ID, ObjectType } from 'type-graphql'
import type { GiveRole, Proposal } from '../../usecases/proposal.js'
import { connectionType } from '../connection.js'
import { Class } from '../data-class.js'
import { RoleEnum } from '../record/record-enums.js'
import { ProposalStateEnum } from './access-enums.js'

@ObjectType('ProposedMember', {
  simpleResolvers: true,
  description: 'Who is to get which role, and for how long.',
})
export class ProposedMemberType implements Omit<GiveRole, 'kind'> {
  @Field(() => ID, { description: 'Who would get it.' })
  @Class('OPERATIONAL')
  readonly actorId!: string

  @Field(() => String, { description: 'Who issues their tokens.' })
  @Class('IDENTITY')
  readonly issuer!: string

  @Field(() => String, { description: 'What their tokens call them.' })
  @Class('IDENTITY')
  readonly subject!: string

  @Field(() => String, { nullable: true, description: 'Name to show.' })
  @Class('IDENTITY')
  readonly name?: string

  @Field(() => RoleEnum, { description: 'The role.' })
  @Class('OPERATIONAL')
  readonly role!: GiveRole['role']

  @Field(() => Date, { nullable: true, description: 'From when; null: when it is confirmed.' })
  @Class('OPERATIONAL')
  readonly validFrom?: Date

  @Field(() => Date, { nullable: true, description: 'Until when; null has no end.' })
  @Class('OPERATIONAL')
  readonly validTo?: Date
}

@ObjectType('Proposal', {
  simpleResolvers: true,
  description: 'What one person proposed and another has to confirm before it is done.',
})
export class ProposalType implements Omit<Proposal, 'act'> {
  @Field(() => ID, { description: 'Its id.' })
  @Class('OPERATIONAL')
  readonly id!: string

  @Field(() => ID, { nullable: true, description: 'The patient it is about, where it is about one.' })
  @Class('OPERATIONAL')
  readonly patientId?: string

  @Field(() => String, { description: 'Why, in the words of whoever proposed it.' })
  @Class('AUDIT')
  readonly reason!: string

  @Field(() => ProposalStateEnum, { description: 'What became of it.' })
  @Class('OPERATIONAL')
  readonly state!: Proposal['state']

  @Field(() => ID, { description: 'Who proposed it.' })
  @Class('AUDIT')
  readonly proposedBy!: string

  @Field(() => Date, { description: 'When.' })
  @Class('OPERATIONAL')
  readonly proposedAt!: Date

  @Field(() => Date, { description: 'From when on nobody can confirm it any more.' })
  @Class('OPERATIONAL')
  readonly expiresAt!: Date

  @Field(() => ID, { nullable: true, description: 'Who confirmed or withdrew it.' })
  @Class('AUDIT')
  readonly decidedBy?: string

  @Field(() => Date, { nullable: true, description: 'When that was.' })
  @Class('OPERATIONAL')
  readonly decidedAt?: Date
}

export const ProposalConnectionType = connectionType('Proposal', () => ProposalType, 'proposals', 'IDENTITY')
