import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { BreakGlass, BreakGlassReason, Consent, Relation, ReviewOutcome } from '../../usecases/access-facts.js'
import type { SeenPatient } from '../../usecases/records.js'
import { connectionOf } from '../connection.js'
import type { Connection } from '../connection.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { given } from '../given.js'
import { Cost } from '../limits/cost-hint.js'
import { PageArgs, pageRequest } from '../page.js'
import { PatientType } from '../record/patient.type.js'
import { BreakGlassReasonEnum, ReviewOutcomeEnum } from './access-enums.js'
import {
  BreakGlassConnectionType,
  BreakGlassType,
  ConsentType,
  RecordConsentInputType,
  RecordRelationInputType,
  RelationType,
} from './access.type.js'

@Resolver(() => PatientType)
export class AccessResolver {
  @FieldResolver(() => [RelationType], { description: 'Who stands in which relation to them, newest first.' })
  @Class('OPERATIONAL')
  @Cost({ points: 1, size: 5 })
  relations(@Root() { id }: SeenPatient, @Ctx() { loaders }: Context): Promise<readonly Relation[]> {
    return loaders.relations.load(id)
  }

  @FieldResolver(() => [ConsentType], { description: 'What they permit and deny, newest first.' })
  @Class('OPERATIONAL')
  @Cost({ points: 1, size: 5 })
  consents(@Root() { id }: SeenPatient, @Ctx() { loaders }: Context): Promise<readonly Consent[]> {
    return loaders.consents.load(id)
  }

  @Mutation(() => RelationType, {
    description:
      'Records a relation to a patient: a role alone opens nobody, a relation does. A patient names proxies.',
  })
  @Class('OPERATIONAL')
  @Cost({ points: 5 })
  recordRelation(
    @Ctx() { usecases, actor }: Context,
    @Arg('input', () => RecordRelationInputType, { description: 'The relation.' }) input: RecordRelationInputType,
  ): Promise<Relation> {
    const { patientId, kind, ...rest } = input
    return usecases.recordRelation(actor, { patientId, kind, ...given(rest) })
  }

  @Mutation(() => RelationType, { description: 'Ends a relation now; it stays on record.' })
  @Class('OPERATIONAL')
  @Cost({ points: 5 })
  endRelation(
    @Ctx() { usecases, actor }: Context,
    @Arg('id', () => ID, { description: 'The relation.' }) id: string,
  ): Promise<Relation> {
    return usecases.endRelation(actor, id)
  }

  @Mutation(() => ConsentType, { description: 'Records what a patient permits or denies; a denial wins.' })
  @Class('OPERATIONAL')
  @Cost({ points: 5 })
  recordConsent(
    @Ctx() { usecases, actor }: Context,
    @Arg('input', () => RecordConsentInputType, { description: 'The consent.' }) input: RecordConsentInputType,
  ): Promise<Consent> {
    const { patientId, effect, classes, recipient, purposes, ...rest } = input
    return usecases.recordConsent(actor, { patientId, effect, classes, recipient, purposes, ...given(rest) })
  }

  @Mutation(() => ConsentType, { description: 'Revokes a consent: it does not count from this moment on.' })
  @Class('OPERATIONAL')
  @Cost({ points: 5 })
  revokeConsent(
    @Ctx() { usecases, actor }: Context,
    @Arg('id', () => ID, { description: 'The consent.' }) id: string,
  ): Promise<Consent> {
    return usecases.revokeConsent(actor, id)
  }

  @Mutation(() => BreakGlassType, {
    description:
      'Emergency access for clinicians and pharmacists: opens history, results and what is specially protected of one patient for 60 minutes, never the file, never a change. It is recorded, shown with every answer and reviewed.',
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
}
