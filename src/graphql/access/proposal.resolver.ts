import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { GiveRole, Proposal, ProposalKind } from '../../usecases/proposal.js'
import { connectionOf } from '../connection.js'
import type { Connection } from '../connection.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { Cost } from '../limits/cost-hint.js'
import { PageArgs, pageRequest } from '../page.js'
import { ProposalKindEnum } from './access-enums.js'
import { ProposalConnectionType, ProposalType, ProposedMemberType } from './proposal.type.js'

@Resolver(() => ProposalType)
export class ProposalResolver {
  @Query(() => ProposalConnectionType, {
    description: 'What waits for a second person in your organisation, as far as you may be that person; oldest first.',
  })
  @Class('IDENTITY')
  @Cost({ points: 1 })
  async proposals(
    @Ctx() { usecases, actor }: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('openOnly', () => Boolean, { defaultValue: true, description: 'Only those that can still be confirmed.' })
    openOnly: boolean,
  ): Promise<Connection<Proposal>> {
    return connectionOf(await usecases.proposals(actor, openOnly, pageRequest(page)))
  }

  @Mutation(() => ProposalType, {
    description:
      'Does what somebody else proposed. FORBIDDEN for whoever proposed it, CONFLICT when it is not open any more.',
  })
  @Class('IDENTITY')
  @Cost({ points: 5 })
  confirmProposal(
    @Ctx() { usecases, actor }: Context,
    @Arg('id', () => ID, { description: 'The proposal.' }) id: string,
  ): Promise<Proposal> {
    return usecases.confirmProposal(actor, id)
  }

  @Mutation(() => ProposalType, { description: 'Ends a proposal without doing it.' })
  @Class('IDENTITY')
  @Cost({ points: 5 })
  withdrawProposal(
    @Ctx() { usecases, actor }: Context,
    @Arg('id', () => ID, { description: 'The proposal.' }) id: string,
  ): Promise<Proposal> {
    return usecases.withdrawProposal(actor, id)
  }

  @FieldResolver(() => ProposalKindEnum, { description: 'What would be done.' })
  @Class('OPERATIONAL')
  kind(@Root() { act }: Proposal): ProposalKind {
    return act.kind
  }

  @FieldResolver(() => ProposedMemberType, {
    nullable: true,
    description: 'Who would get which role, where it is about a role.',
  })
  @Class('IDENTITY')
  member(@Root() { act }: Proposal): GiveRole | undefined {
    return act.kind === 'GIVE_ROLE' ? act : undefined
  }
}
