import { Arg, Args, Ctx, ID, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql'
import type { BreakGlass, BreakGlassReason, ReviewOutcome } from '../../usecases/access-facts.js'
import { connectionOf } from '../connection.js'
import type { Connection } from '../connection.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { given } from '../given.js'
import { Cost } from '../limits/cost-hint.js'
import { PageArgs, pageRequest } from '../page.js'
import { BreakGlassReasonEnum, ReviewOutcomeEnum } from './access-enums.js'
import { BreakGlassConnectionType, BreakGlassType } from './access.type.js'

@Resolver(() => BreakGlassType)
export class BreakGlassResolver {
  @Mutation(() => BreakGlassType, {
    description:
      'Emergency access for clinicians and pharmacists: opens history, results and what is specially protected of one patient for 60 minutes, never the file, never a change. It is recorded, told to privacy officers, shown with every answer and reviewed. FORBIDDEN with the reason `insufficient_user_authentication` asks for a sign-in as `acrValues` and `maxAge` (seconds) in the details say it; then repeat it.',
  })
  @Class('AUDIT')
  @Cost({ points: 5 })
  breakGlass(
    @Ctx() { usecases, actor }: Context,
    @Arg('patientId', () => ID, { description: 'The patient.' }) patientId: string,
    @Arg('reason', () => BreakGlassReasonEnum, { description: 'Why.' }) reason: BreakGlassReason,
    @Arg('explanation', () => String, { description: 'Why, in your words; at least 20 characters.' })
    explanation: string,
  ): Promise<BreakGlass> {
    return usecases.breakGlass(actor, { patientId, reason, explanation })
  }

  @Query(() => BreakGlassConnectionType, {
    description: 'Emergency accesses of the organisation, for the privacy officer.',
  })
  @Class('AUDIT')
  @Cost({ points: 1 })
  async breakGlassReviews(
    @Ctx() { usecases, actor }: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('dueOnly', () => Boolean, { defaultValue: true, description: 'Only those that nobody has reviewed.' })
    dueOnly: boolean,
  ): Promise<Connection<BreakGlass>> {
    return connectionOf(await usecases.breakGlassReviews(actor, dueOnly, pageRequest(page)))
  }

  @Mutation(() => BreakGlassType, { description: 'Records what the review of an emergency access found.' })
  @Class('AUDIT')
  @Cost({ points: 5 })
  reviewBreakGlass(
    @Ctx() { usecases, actor }: Context,
    @Arg('id', () => ID, { description: 'The emergency access.' }) id: string,
    @Arg('outcome', () => ReviewOutcomeEnum, { description: 'What was found.' }) outcome: ReviewOutcome,
    @Arg('note', () => String, { nullable: true, description: 'In your words.' }) note?: string,
  ): Promise<BreakGlass> {
    return usecases.reviewBreakGlass(actor, { id, outcome, ...given({ note }) })
  }

  @Subscription(() => BreakGlassType, {
    description:
      'Tells privacy officers of every emergency access in their organisation from now on. It may tell one twice: drop an id that you know. What was opened before stands in `breakGlassReviews`.',
    subscribe: ({ context }: { context: Context }) => context.usecases.watchBrokenGlass(context.actor),
  })
  @Class('AUDIT')
  glassBroken(@Root() breakGlass: BreakGlass): BreakGlass {
    return breakGlass
  }
}
