import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql'
import type { Member } from '../../usecases/member.js'
import type { Proposal } from '../../usecases/proposal.js'
import { connectionOf } from '../connection.js'
import type { Connection } from '../connection.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { given } from '../given.js'
import { Cost } from '../limits/cost-hint.js'
import { PageArgs, pageRequest } from '../page.js'
import { ProposalType } from './proposal.type.js'
import { AddMemberInputType, MemberConnectionType, MemberType } from './member.type.js'

@Resolver(() => MemberType)
export class MemberResolver {
  @Query(() => MemberConnectionType, { description: 'Who belongs to your organisation; for its admins.' })
  @Class('IDENTITY')
  @Cost({ points: 1 })
  async members(
    @Ctx() { usecases, actor }: Context,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<Connection<Member>> {
    return connectionOf(await usecases.members(actor, pageRequest(page)))
  }

  @Mutation(() => MemberType, {
    description:
      'Gives somebody a role in your organisation; for its admins, and never to themselves. CONFLICT when they have it already. Roles that open patients by themselves, or give roles, take two persons: FORBIDDEN, with the others in `details.accepted`; use `proposeMember` for them.',
  })
  @Class('IDENTITY')
  @Cost({ points: 5 })
  addMember(
    @Ctx() { usecases, actor }: Context,
    @Arg('input', () => AddMemberInputType, { description: 'Who, and which role.' }) input: AddMemberInputType,
  ): Promise<Member> {
    const { issuer, subject, name, role, validFrom, validTo } = input
    return usecases.addMember(actor, { issuer, subject, name, role, ...given({ validFrom, validTo }) })
  }

  @Mutation(() => ProposalType, {
    description:
      'Proposes somebody for a role in your organisation. They get it when another admin, who is not they themselves, confirms it.',
  })
  @Class('IDENTITY')
  @Cost({ points: 5 })
  proposeMember(
    @Ctx() { usecases, actor }: Context,
    @Arg('input', () => AddMemberInputType, { description: 'Who, and which role.' }) input: AddMemberInputType,
    @Arg('reason', () => String, { description: 'Why, for whoever confirms it.' }) reason: string,
  ): Promise<Proposal> {
    const { issuer, subject, name, role, validFrom, validTo } = input
    return usecases.proposeMember(actor, { issuer, subject, name, role, ...given({ validFrom, validTo }) }, reason)
  }

  @Mutation(() => MemberType, {
    description: 'Takes a role away from now on; for admins of the organisation, and never from themselves.',
  })
  @Class('IDENTITY')
  @Cost({ points: 5 })
  endMembership(
    @Ctx() { usecases, actor }: Context,
    @Arg('id', () => ID, { description: 'The membership.' }) id: string,
  ): Promise<Member> {
    return usecases.endMembership(actor, id)
  }
}
