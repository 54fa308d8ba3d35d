import { createUnionType, Field, Float, ID, ObjectType } from 'type-graphql'
import type { AlgorithmStatus } from '../../domain/knowledge.js'
import type { DoseCalculation } from '../../domain/recommendation/advice.js'
import type { AppliedStep, FollowedBranch } from '../../domain/recommendation/algorithms/dose-flow.js'
import type { DoseEstimate, NoEstimate } from '../../domain/recommendation/algorithms/linear-dose.js'
import { Class } from '../data-class.js'
import { Cost } from '../limits/cost-hint.js'
import { enumType } from '../enum-type.js'
import { CitationType } from '../knowledge/interaction.type.js'
import { GeneResultUsedType } from './gene-result-used.type.js'

const AlgorithmStatusEnum = enumType<AlgorithmStatus>(
  'AlgorithmStatus',
  'How sure the steps and numbers of a dose algorithm are. Only what is confirmed computes anything.',
  {
    confirmed: 'Read in the publication or in two independent copies.',
    'related-lineage': 'Read in copies that may come from one another.',
    'single-source': 'Read in one copy only.',
    unresolved: 'Copies contradict each other.',
  },
)

const NoEstimateReasonEnum = enumType<NoEstimate['reason']>('NoDoseReason', 'Why a dose model gives no dose.', {
  MISSING_INPUT: 'It needs facts that were not stated.',
  NOT_VALID_HERE: 'Nobody validated it for this person.',
  ALLELE_NOT_MODELLED: 'It knows nothing of an allele that the person has.',
  GENE_WITHOUT_RESULT: 'It needs a gene that has no result.',
  SWITCHED_OFF: 'Its numbers are not confirmed.',
  NO_POSITIVE_DOSE: 'Its sum is no dose for these inputs.',
})

@ObjectType('WeeklyDose', {
  simpleResolvers: true,
  description: 'A dose per week. Both ends differ where the publication leaves a formula open.',
})
class WeeklyDoseType {
  @Field(() => Float, { description: 'Lowest.' })
  @Class('GENOMIC_SUMMARY')
  readonly min!: number

  @Field(() => Float, { description: 'Highest.' })
  @Class('GENOMIC_SUMMARY')
  readonly max!: number
}

@ObjectType('AllelesUsed', { simpleResolvers: true, description: 'The alleles of one gene that entered a dose model.' })
class AllelesUsedType {
  @Field(() => String, { description: 'Symbol of the gene.' })
  @Class('GENOMIC_SUMMARY')
  readonly gene!: string

  @Field(() => [String], { description: 'Its alleles.' })
  @Class('GENOMIC_SUMMARY')
  @Cost({ size: 2 })
  readonly alleles!: readonly string[]
}

@ObjectType('AssumedInput', {
  simpleResolvers: true,
  description: 'An input that nobody stated, with what the publication takes for it.',
})
export class AssumedInputType {
  @Field(() => String, { description: 'Name of the fact.' })
  @Class('CLINICAL')
  readonly name!: string

  @Field(() => String, { description: 'What was taken for it.' })
  @Class('CLINICAL')
  readonly value!: string
}

@ObjectType('DoseEstimate', { simpleResolvers: true, description: 'What a published dose model computes.' })
export class DoseEstimateType implements Pick<DoseEstimate, 'algorithm' | 'title' | 'weekly' | 'unit' | 'alleles'> {
  readonly kind!: 'estimate'

  @Field(() => ID, { description: 'The model.' })
  @Class('GENOMIC_SUMMARY')
  readonly algorithm!: string

  @Field(() => String, { description: 'Its name.' })
  @Class('GENOMIC_SUMMARY')
  readonly title!: string

  @Field(() => WeeklyDoseType, { description: 'The maintenance dose for a week, in `unit`.' })
  @Class('GENOMIC_SUMMARY')
  readonly weekly!: WeeklyDoseType

  @Field(() => String, { description: 'Unit of the dose, e.g. mg.' })
  @Class('GENOMIC_SUMMARY')
  readonly unit!: string

  @Field(() => [AllelesUsedType], { description: 'The alleles that entered it.' })
  @Class('GENOMIC_SUMMARY')
  @Cost({ size: 2 })
  readonly alleles!: DoseEstimate['alleles']

  @Field(() => [CitationType], { description: 'Where the model is published.' })
  @Class('PUBLIC')
  @Cost({ size: 2 })
  readonly citations!: readonly CitationType[]
}

@ObjectType('NoDoseEstimate', {
  simpleResolvers: true,
  description: 'A dose model that gives no dose, with the reason. Nothing is guessed.',
})
export class NoDoseEstimateType implements Omit<NoEstimate, 'kind'> {
  readonly kind!: 'no-estimate'

  @Field(() => ID, { description: 'The model.' })
  @Class('GENOMIC_SUMMARY')
  readonly algorithm!: string

  @Field(() => String, { description: 'Its name.' })
  @Class('GENOMIC_SUMMARY')
  readonly title!: string

  @Field(() => NoEstimateReasonEnum, { description: 'Why.' })
  @Class('GENOMIC_SUMMARY')
  readonly reason!: NoEstimate['reason']

  @Field(() => [String], { description: 'The facts that are missing, or the genes or alleles it is about.' })
  @Class('GENOMIC_SUMMARY')
  readonly about!: readonly string[]
}

export const DoseResultUnion = createUnionType({
  name: 'DoseResult',
  description: 'A computed dose, or why there is none.',
  types: () => [DoseEstimateType, NoDoseEstimateType] as const,
  resolveType: estimate => (estimate.kind === 'estimate' ? 'DoseEstimate' : 'NoDoseEstimate'),
})

@ObjectType('DoseStep', {
  simpleResolvers: true,
  description: 'A step of a dose guideline: what to do, and the doses its models give.',
})
export class DoseStepType implements Pick<AppliedStep, 'holds'> {
  @Field(() => Boolean, { nullable: true, description: 'It applies to this person; absent when nobody can tell.' })
  @Class('GENOMIC_SUMMARY')
  readonly holds!: boolean | undefined

  @Field(() => [DoseResultUnion], { description: 'What the models of the step compute.' })
  @Class('GENOMIC_SUMMARY')
  @Cost({ size: 2 })
  readonly estimates!: AppliedStep['estimates']
}

@ObjectType('DoseBranch', {
  simpleResolvers: true,
  description: 'The part of a dose guideline for one group of people, step by step.',
})
export class FollowedBranchType implements Pick<FollowedBranch, 'id' | 'steps'> {
  @Field(() => ID, { description: 'Name of the branch within its guideline.' })
  @Class('GENOMIC_SUMMARY')
  readonly id!: string

  @Field(() => [DoseStepType], { description: 'Its steps, in their order.' })
  @Class('GENOMIC_SUMMARY')
  @Cost({ size: 4 })
  readonly steps!: FollowedBranch['steps']
}

@ObjectType('SwitchedOffPart', {
  simpleResolvers: true,
  description: 'A part of the publication that nobody could confirm: it computes nothing.',
})
class SwitchedOffPartType {
  @Field(() => String, { description: 'Which part.' })
  @Class('PUBLIC')
  readonly part!: string

  @Field(() => AlgorithmStatusEnum, { description: 'How sure it is.' })
  @Class('PUBLIC')
  readonly status!: AlgorithmStatus
}

@ObjectType('DoseCalculation', {
  simpleResolvers: true,
  description:
    'What a guideline that computes a dose gives for one combination of gene results. `whatWouldChange` names the inputs that are missing.',
})
export class DoseCalculationType implements DoseCalculation {
  @Field(() => ID, { description: 'The flow of steps it follows.' })
  @Class('GENOMIC_SUMMARY')
  readonly flow!: string

  @Field(() => String, { description: 'Its name.' })
  @Class('GENOMIC_SUMMARY')
  readonly title!: string

  @Field(() => [GeneResultUsedType], { description: 'The results of the genes that it is for.' })
  @Class('GENOMIC_SUMMARY')
  @Cost({ size: 2 })
  readonly results!: DoseCalculation['results']

  @Field(() => Boolean, { description: 'True when those are best supported results.' })
  @Class('GENOMIC_SUMMARY')
  readonly bestSupported!: boolean

  @Field(() => [FollowedBranchType], {
    description: 'One branch; several while the fact that chooses between them is not stated.',
  })
  @Class('GENOMIC_SUMMARY')
  @Cost({ size: 1 })
  readonly branches!: DoseCalculation['branches']

  @Field(() => [SwitchedOffPartType], { description: 'What of the publication is not computed.' })
  @Class('PUBLIC')
  readonly switchedOff!: DoseCalculation['switchedOff']
}
