import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql'
import type { HoldReason, LegalHold } from '../../usecases/legal-hold.js'
import type { Proposal } from '../../usecases/proposal.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { given } from '../given.js'
import { Cost } from '../limits/cost-hint.js'
import { HoldReasonEnum } from './access-enums.js'
import { LegalHoldType } from './legal-hold.type.js'
import { ProposalType } from './proposal.type.js'

@Resolver(() => LegalHoldType)
export class ErasureResolver {
  @Mutation(() => ProposalType, {
    description:
      'Asks that everything of a patient is erased, for good: by the patient, or by a privacy officer or admin. Nothing is done until a second person confirms it with `confirmProposal`. CONFLICT, with the reason in `details.reason`, where it has to be kept; asked again for somebody who is erased, the answer is the confirmed proposal.',
  })
  @Class('OPERATIONAL')
  @Cost({ points: 5 })
  requestErasure(
    @Ctx() { usecases, actor }: Context,
    @Arg('patientId', () => ID, { description: 'The id of the patient.' }) patientId: string,
    @Arg('reason', () => String, { description: 'Why, in words; they are erased as well.' }) reason: string,
  ): Promise<Proposal> {
    return usecases.requestErasure(actor, patientId, reason)
  }

  @Query(() => [LegalHoldType], {
    description:
      'What forbids or forbade to erase a patient, newest first: for the patient, and for the privacy officer of the organisation.',
  })
  @Class('OPERATIONAL')
  @Cost({ points: 1, size: 5 })
  legalHolds(
    @Ctx() { usecases, actor }: Context,
    @Arg('patientId', () => ID, { description: 'The id of the patient.' }) patientId: string,
  ): Promise<readonly LegalHold[]> {
    return usecases.legalHolds(actor, patientId)
  }

  @Mutation(() => LegalHoldType, {
    description: 'Forbids to erase a patient, because the law wants their data kept; for privacy officers.',
  })
  @Class('OPERATIONAL')
  @Cost({ points: 5 })
  placeLegalHold(
    @Ctx() { usecases, actor }: Context,
    @Arg('patientId', () => ID, { description: 'The id of the patient.' }) patientId: string,
    @Arg('reason', () => HoldReasonEnum, { description: 'Why; told to whoever asks for erasure.' }) reason: HoldReason,
    @Arg('until', () => Date, { nullable: true, description: 'It ends then by itself; null: when it is lifted.' })
    until?: Date | null,
  ): Promise<LegalHold> {
    return usecases.placeLegalHold(actor, { patientId, reason, ...given({ until }) })
  }

  @Mutation(() => LegalHoldType, { description: 'Ends a hold now; for privacy officers.' })
  @Class('OPERATIONAL')
  @Cost({ points: 5 })
  liftLegalHold(
    @Ctx() { usecases, actor }: Context,
    @Arg('id', () => ID, { description: 'The hold.' }) id: string,
  ): Promise<LegalHold> {
    return usecases.liftLegalHold(actor, id)
  }
}
