import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { Action, DoseChange, Provenance, Strength, Term } from '../../domain/knowledge.js'
import type { DoseCalculation } from '../../domain/recommendation/advice.js'
import type { AppliedStep, FollowedBranch } from '../../domain/recommendation/algorithms/dose-flow.js'
import type { DoseEstimate, NoEstimate } from '../../domain/recommendation/algorithms/linear-dose.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { DoseChangeType } from '../knowledge/directive.type.js'
import { ActionEnum, StrengthEnum } from '../knowledge/knowledge-enums.js'
import { ProvenanceType } from '../knowledge/knowledge-source.type.js'
import { TermType } from '../knowledge/term.type.js'
import { termOrNone, termsOf } from '../knowledge/terms.js'
import {
  AssumedInputType,
  DoseCalculationType,
  DoseEstimateType,
  DoseStepType,
  FollowedBranchType,
  NoDoseEstimateType,
} from './calculation.type.js'

@Resolver(() => DoseCalculationType)
export class DoseCalculationResolver {
  @FieldResolver(() => ProvenanceType, { nullable: true, description: 'Where the steps were read.' })
  @Class('PUBLIC')
  provenance(@Root() { flow }: DoseCalculation, @Ctx() context: Context): Provenance | undefined {
    return provenanceOf(flow, context)
  }
}

@Resolver(() => FollowedBranchType)
export class FollowedBranchResolver {
  @FieldResolver(() => TermType, { nullable: true, description: 'The people it is for.' })
  @Class('CLINICAL')
  people(@Root() { people }: FollowedBranch, @Ctx() { knowledge }: Context): Term | undefined {
    return termOrNone(knowledge, people)
  }
}

@Resolver(() => DoseStepType)
export class DoseStepResolver {
  @FieldResolver(() => String, { description: 'Name of the step within its guideline.' })
  @Class('GENOMIC_SUMMARY')
  id(@Root() { step }: AppliedStep): string {
    return step.id
  }

  @FieldResolver(() => TermType, { nullable: true, description: 'The circumstances in which it applies, in words.' })
  @Class('GENOMIC_SUMMARY')
  when(@Root() { step }: AppliedStep, @Ctx() { knowledge }: Context): Term | undefined {
    return termOrNone(knowledge, step.when)
  }

  @FieldResolver(() => [ActionEnum], { description: 'What to do, beside the computed dose.' })
  @Class('GENOMIC_SUMMARY')
  actions(@Root() { step }: AppliedStep): readonly Action[] {
    return step.actions
  }

  @FieldResolver(() => DoseChangeType, { nullable: true, description: 'How the computed dose is changed.' })
  @Class('GENOMIC_SUMMARY')
  doseChange(@Root() { step }: AppliedStep): DoseChange | undefined {
    return step.doseChange
  }

  @FieldResolver(() => [TermType], { description: 'What the source adds in words.' })
  @Class('GENOMIC_SUMMARY')
  tags(@Root() { step }: AppliedStep, @Ctx() { knowledge }: Context): readonly Term[] {
    return termsOf(knowledge, step.tags)
  }

  @FieldResolver(() => StrengthEnum, { nullable: true, description: 'How strongly the source recommends it.' })
  @Class('GENOMIC_SUMMARY')
  strength(@Root() { step }: AppliedStep): Strength | undefined {
    return step.strength
  }
}

@Resolver(() => DoseEstimateType)
export class DoseEstimateResolver {
  @FieldResolver(() => [AssumedInputType], {
    description: 'Inputs that nobody stated, with what the publication takes for them.',
  })
  @Class('CLINICAL')
  assumed(@Root() { assumed }: DoseEstimate): readonly AssumedInputType[] {
    return assumed.map(({ name, value }) => ({ name, value: String(value) }))
  }

  @FieldResolver(() => ProvenanceType, { nullable: true, description: 'Where the numbers of the model were read.' })
  @Class('PUBLIC')
  provenance(@Root() { algorithm }: DoseEstimate, @Ctx() context: Context): Provenance | undefined {
    return provenanceOf(algorithm, context)
  }
}

@Resolver(() => NoDoseEstimateType)
export class NoDoseEstimateResolver {
  @FieldResolver(() => ProvenanceType, { nullable: true, description: 'Where the numbers of the model were read.' })
  @Class('PUBLIC')
  provenance(@Root() { algorithm }: NoEstimate, @Ctx() context: Context): Provenance | undefined {
    return provenanceOf(algorithm, context)
  }
}

function provenanceOf(id: string, { knowledge }: Context): Provenance | undefined {
  return knowledge.algorithms.get(id)?.provenance
}
