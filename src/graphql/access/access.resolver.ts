import type { GraphQLResolveInfo } from 'graphql'
import { Arg, Ctx, FieldResolver, ID, Info, Mutation, Resolver, Root } from 'type-graphql'
import type { Consent, Relation } from '../../usecases/access-facts.js'
import type { SeenPatient } from '../../usecases/records.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { given } from '../given.js'
import { Cost } from '../limits/cost-hint.js'
import { PatientType } from '../record/patient.type.js'
import { ConsentType, RecordConsentInputType, RecordRelationInputType, RelationType } from './access.type.js'

@Resolver(() => PatientType)
export class AccessResolver {
  @FieldResolver(() => [RelationType], { description: 'Who stands in which relation to them, newest first.' })
  @Class('OPERATIONAL')
  @Cost({ points: 1, size: 5 })
  async relations(
    @Root() { id }: SeenPatient,
    @Ctx() { loaders, actor, withheld }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly Relation[]> {
    if (actor.visit !== undefined) return withheld.show(info, 'ROLE', []) ?? []
    return await loaders.relations.load(id)
  }

  @FieldResolver(() => [ConsentType], { description: 'What they permit and deny, newest first.' })
  @Class('OPERATIONAL')
  @Cost({ points: 1, size: 5 })
  async consents(
    @Root() { id }: SeenPatient,
    @Ctx() { loaders, actor, withheld }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly Consent[]> {
    if (actor.visit !== undefined) return withheld.show(info, 'ROLE', []) ?? []
    return await loaders.consents.load(id)
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
}
