import { Ctx, Query, Resolver } from 'type-graphql'
import type { Caller } from '../../usecases/records.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { ActorType } from './actor.type.js'

@Resolver(() => ActorType)
export class ActorResolver {
  @Query(() => ActorType, { description: 'Who you are to this service.' })
  @Class('OPERATIONAL')
  me(@Ctx() context: Context): Caller {
    return context.actor
  }
}
