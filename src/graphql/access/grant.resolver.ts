import type { GraphQLResolveInfo } from 'graphql'
import { Arg, Args, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from 'type-graphql'
import { DomainError } from '../../domain/errors.js'
import type { Grant } from '../../usecases/grant.js'
import type { SeenPatient } from '../../usecases/records.js'
import { connectionOf } from '../connection.js'
import type { Connection } from '../connection.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { Cost } from '../limits/cost-hint.js'
import { PageArgs, pageRequest } from '../page.js'
import { PatientType } from '../record/patient.type.js'
import { GiveGrantInputType, GrantConnectionType, GrantType } from './grant.type.js'

@Resolver(() => PatientType)
export class GrantResolver {
  @Query(() => GrantConnectionType, {
    description: 'What your organisation may read today of patients of other organisations, oldest first.',
  })
  @Class('OPERATIONAL')
  @Cost({ points: 1 })
  async receivedGrants(
    @Ctx() { usecases, actor }: Context,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<Connection<Grant>> {
    return connectionOf(await usecases.receivedGrants(actor, pageRequest(page)))
  }

  @Query(() => GrantConnectionType, {
    description: 'What your organisation lets others read, also what has ended, oldest first; for its admins.',
  })
  @Class('OPERATIONAL')
  @Cost({ points: 1 })
  async givenGrants(
    @Ctx() { usecases, actor }: Context,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<Connection<Grant>> {
    return connectionOf(await usecases.givenGrants(actor, pageRequest(page)))
  }

  @Query(() => PatientType, {
    nullable: true,
    description:
      'The patient of another organisation whom a grant is about, as far as it and your role go: who they are, history, released results and advice; everything else is withheld. It is written down in both organisations. NOT_FOUND when there is no such grant for you; ids of the patient, samples and facts mean nothing outside this field.',
  })
  @Class('IDENTITY')
  @Cost({ points: 5 })
  async grantedPatient(
    @Ctx() context: Context,
    @Info() { path }: GraphQLResolveInfo,
    @Arg('grantId', () => ID, { description: 'The grant.' }) grantId: string,
  ): Promise<SeenPatient> {
    const { actor, patientId } = await context.usecases.visit(context.actor, grantId)
    const visiting = context.as(actor)
    context.scopes.open(path, visiting)
    const patient = await visiting.loaders.patients.load(patientId)
    if (patient === undefined) throw new DomainError('NOT_FOUND', 'No such grant', {})
    return patient
  }

  @Mutation(() => GrantType, {
    description:
      'Lets members of another organisation read something of a patient, as far as their role allows it; for admins and the care team. CONSENT_REQUIRED unless the consent covers all of it, CONFLICT when the same is granted already.',
  })
  @Class('OPERATIONAL')
  @Cost({ points: 5 })
  giveGrant(
    @Ctx() { usecases, actor }: Context,
    @Arg('input', () => GiveGrantInputType, { description: 'The grant.' }) input: GiveGrantInputType,
  ): Promise<Grant> {
    const { patientId, toOrganisation, classes, purposes, validTo, consentId } = input
    return usecases.giveGrant(actor, { patientId, toOrganisation, classes, purposes, validTo, consentId })
  }

  @Mutation(() => GrantType, { description: 'Revokes a grant: it does not count from this moment on.' })
  @Class('OPERATIONAL')
  @Cost({ points: 5 })
  revokeGrant(
    @Ctx() { usecases, actor }: Context,
    @Arg('id', () => ID, { description: 'The grant.' }) id: string,
  ): Promise<Grant> {
    return usecases.revokeGrant(actor, id)
  }

  @FieldResolver(() => [GrantType], { description: 'What other organisations may read of them, newest first.' })
  @Class('OPERATIONAL')
  @Cost({ points: 1, size: 5 })
  async grants(
    @Root() { id }: SeenPatient,
    @Ctx() { loaders, actor, withheld }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly Grant[]> {
    if (actor.visit !== undefined) return withheld.show(info, 'ROLE', []) ?? []
    return await loaders.grants.load(id)
  }
}
