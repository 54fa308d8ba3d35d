import { Field, ID, ObjectType } from 'type-graphql'
import type { Caller } from '../../usecases/records.js'
import { Class } from '../data-class.js'
import { RoleEnum } from './record-enums.js'

@ObjectType('Actor', { simpleResolvers: true, description: 'Who is calling.' })
export class ActorType implements Caller {
  @Field(() => ID, { description: 'Their id.' })
  @Class('OPERATIONAL')
  readonly id!: string

  @Field(() => String, { description: 'Their name.' })
  @Class('OPERATIONAL')
  readonly name!: string

  @Field(() => ID, { description: 'The organisation they act for.' })
  @Class('OPERATIONAL')
  readonly organisationId!: string

  @Field(() => String, { description: 'The short name of that organisation.' })
  @Class('OPERATIONAL')
  readonly organisation!: string

  @Field(() => [RoleEnum], { description: 'What they do there.' })
  @Class('OPERATIONAL')
  readonly roles!: Caller['roles']
}
