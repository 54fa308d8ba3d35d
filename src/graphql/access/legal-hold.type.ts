import { Field, ID, ObjectType } from 'type-graphql'
import type { LegalHold } from '../../usecases/legal-hold.js'
import { Class } from '../data-class.js'
import { HoldReasonEnum } from './access-enums.js'

@ObjectType('LegalHold', {
  simpleResolvers: true,
  description: 'That the data of a patient may not be erased.',
})
export class LegalHoldType implements LegalHold {
  @Field(() => ID, { description: 'Its id.' })
  @Class('OPERATIONAL')
  readonly id!: string

  @Field(() => ID, { description: 'The patient it is about.' })
  @Class('OPERATIONAL')
  readonly patientId!: string

  @Field(() => HoldReasonEnum, { description: 'Why.' })
  @Class('OPERATIONAL')
  readonly reason!: LegalHold['reason']

  @Field(() => Date, { nullable: true, description: 'It ends then by itself; null: when it is lifted.' })
  @Class('OPERATIONAL')
  readonly until?: Date

  @Field(() => Date, { description: 'When it was placed.' })
  @Class('OPERATIONAL')
  readonly placedAt!: Date

  @Field(() => Date, { nullable: true, description: 'When it was lifted.' })
  @Class('OPERATIONAL')
  readonly liftedAt?: Date
}
