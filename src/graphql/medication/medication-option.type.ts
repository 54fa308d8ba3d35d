import { createUnionType, Field, Int, ObjectType } from 'type-graphql'
import type {
  NoOptionKnowledge,
  OptionsAdvised,
  OptionsAnswer,
  ReviewAdvised,
  ReviewAnswer,
  ShownMedicine,
  ShownOption,
} from '../../usecases/option-questions.js'
import { DrugAdviceType, DrugCandidatesType } from '../advice/drug-advice.type.js'
import { MedicineType } from '../advice/phenoconversion.type.js'
import { SampleType } from '../call/sample.type.js'
import { Class } from '../data-class.js'
import { Cost } from '../limits/cost-hint.js'
import { FindingType, MedicalTextType, OpenFactType, UnknownFactType, UsedFactType } from './finding.type.js'
import { HistoryBackgroundType } from './history-background.type.js'
import { IndicationType } from './indication.type.js'
import { NoOptionKnowledgeEnum, VerdictEnum } from './medication-enums.js'

@ObjectType('MedicationOption', {
  simpleResolvers: true,
  description: 'One drug seen for one person: a verdict, every reason for and against it, and what is still unknown.',
})
export class MedicationOptionType implements ShownOption {
  @Field(() => VerdictEnum, { description: 'Whether it suits; it follows from the findings alone.' })
  @Class('CLINICAL')
  readonly verdict!: ShownOption['verdict']

  @Field(() => Boolean, { description: 'A fact that is missing could make the verdict stricter.' })
  @Class('CLINICAL')
  readonly couldBeStricter!: boolean

  @Field(() => Int, {
    nullable: true,
    description: 'Line of therapy, 1 is tried first; absent where no indication was asked for.',
  })
  @Class('CLINICAL')
  readonly line?: number

  @Field(() => MedicalTextType, { nullable: true, description: 'Its class among the candidates.' })
  @Class('PUBLIC')
  readonly class?: NonNullable<ShownOption['class']>

  @Field(() => MedicalTextType, { nullable: true, description: 'What belongs to its place among the candidates.' })
  @Class('PUBLIC')
  readonly note?: NonNullable<ShownOption['note']>

  @Field(() => [FindingType], { description: 'Every reason for and against it, excluding ones first.' })
  @Class('CLINICAL')
  @Cost({ size: 6 })
  readonly findings!: ShownOption['findings']

  @Field(() => [UnknownFactType], { description: 'Facts that are missing for it, each with the worst it could do.' })
  @Class('CLINICAL')
  @Cost({ size: 6 })
  readonly unknowns!: ShownOption['unknowns']

  @Field(() => Boolean, { description: 'The person takes it already.' })
  @Class('CLINICAL')
  readonly alreadyTaken!: boolean

  @Field(() => [MedicalTextType], { description: 'What to watch while it is taken.' })
  @Class('PUBLIC')
  @Cost({ size: 2 })
  readonly monitoring!: ShownOption['monitoring']

  @Field(() => [String], { description: 'What the curator of its file left out, in words.' })
  @Class('PUBLIC')
  readonly leftOut!: ShownOption['leftOut']

  @Field(() => DrugAdviceType, { description: 'What CPIC, DPWG and FDA say of it, the same answer as `checkDrug`.' })
  @Class('GENOMIC_SUMMARY')
  @Cost({ points: 1 })
  readonly advice!: ShownOption['advice']
}

@ObjectType('MedicationOptions', {
  simpleResolvers: true,
  description: 'All candidates for one question, none left out: excluded drugs stay in the list with their reason.',
})
export class MedicationOptionsType implements Omit<OptionsAdvised, 'type' | 'knowledgeVersion'> {
  readonly type!: 'options'

  @Field(() => String, { description: 'ISO day for which it was computed.' })
  @Class('CLINICAL')
  readonly asOf!: string

  @Field(() => IndicationType, { nullable: true, description: 'The indication that was asked for.' })
  @Class('CLINICAL')
  readonly indication?: NonNullable<OptionsAdvised['indication']>

  @Field(() => [MedicationOptionType], { description: 'The candidates in the order that `order` states.' })
  @Class('CLINICAL')
  @Cost({ size: 12 })
  readonly options!: OptionsAdvised['options']

  @Field(() => String, { description: 'How they are ordered, in words.' })
  @Class('PUBLIC')
  readonly order!: string

  @Field(() => [OpenFactType], { description: 'Facts worth finding out, those that matter for most drugs first.' })
  @Class('CLINICAL')
  @Cost({ size: 8 })
  readonly whatWouldChange!: OptionsAdvised['whatWouldChange']

  @Field(() => HistoryBackgroundType, { description: 'How fresh the history is, and what of it was not used.' })
  @Class('CLINICAL')
  readonly background!: OptionsAdvised['background']

  @Field(() => SampleType, {
    nullable: true,
    description: 'The sample that results of genes come from; absent for stated results and where there is none.',
  })
  @Class('OPERATIONAL')
  readonly sample?: NonNullable<OptionsAdvised['sample']>
}

@ObjectType('ReviewedMedicine', {
  simpleResolvers: true,
  description: 'A medicine of the history and what is known for and against each drug in it.',
})
class ReviewedMedicineType implements ShownMedicine {
  @Field(() => MedicineType, { description: 'The medicine as it was stated.' })
  @Class('CLINICAL')
  readonly medicine!: ShownMedicine['medicine']

  @Field(() => UsedFactType, { nullable: true, description: 'The fact of the history that states it.' })
  @Class('CLINICAL')
  readonly fact?: NonNullable<ShownMedicine['fact']>

  @Field(() => [MedicationOptionType], {
    description:
      'The drugs in it; none where nothing here describes it, which `background.notConsidered` says as well.',
  })
  @Class('CLINICAL')
  @Cost({ size: 1 })
  readonly drugs!: ShownMedicine['drugs']
}

@ObjectType('MedicationReview', {
  simpleResolvers: true,
  description: 'Every medicine that is taken or planned, looked at in the same way as an option.',
})
export class MedicationReviewType implements Omit<ReviewAdvised, 'type' | 'knowledgeVersion'> {
  readonly type!: 'review'

  @Field(() => String, { description: 'ISO day for which it was computed.' })
  @Class('CLINICAL')
  readonly asOf!: string

  @Field(() => [ReviewedMedicineType], {
    description:
      'The medicines; none where none is recorded, and `background.lists` says whether that list is complete.',
  })
  @Class('CLINICAL')
  @Cost({ size: 8 })
  readonly medicines!: ReviewAdvised['medicines']

  @Field(() => [OpenFactType], { description: 'Facts worth finding out, those that matter for most drugs first.' })
  @Class('CLINICAL')
  @Cost({ size: 8 })
  readonly whatWouldChange!: ReviewAdvised['whatWouldChange']

  @Field(() => HistoryBackgroundType, { description: 'How fresh the history is, and what of it was not used.' })
  @Class('CLINICAL')
  readonly background!: ReviewAdvised['background']

  @Field(() => SampleType, {
    nullable: true,
    description: 'The sample that results of genes come from; absent for stated results and where there is none.',
  })
  @Class('OPERATIONAL')
  readonly sample?: NonNullable<ReviewAdvised['sample']>
}

@ObjectType('NoOptionKnowledge', {
  simpleResolvers: true,
  description: 'The release cannot be asked for medication options. An empty list would say that nothing is suitable.',
})
export class NoOptionKnowledgeType implements Omit<NoOptionKnowledge, 'type'> {
  readonly type!: 'noKnowledge'

  @Field(() => NoOptionKnowledgeEnum, { description: 'Why.' })
  @Class('PUBLIC')
  readonly reason!: NoOptionKnowledge['reason']

  @Field(() => MedicalTextType, { description: 'The same in words.' })
  @Class('PUBLIC')
  readonly statement!: NoOptionKnowledge['statement']
}

export const MedicationOptionsUnion = createUnionType({
  name: 'MedicationOptionsResult',
  description: 'The options, the drugs that a name may mean, or why the release cannot be asked.',
  types: () => [MedicationOptionsType, DrugCandidatesType, NoOptionKnowledgeType] as const,
  resolveType: ({ type }: Pick<OptionsAnswer, 'type'>) => {
    if (type === 'options') return 'MedicationOptions'
    return type === 'candidates' ? 'DrugCandidates' : 'NoOptionKnowledge'
  },
})

export const MedicationReviewUnion = createUnionType({
  name: 'MedicationReviewResult',
  description: 'The review, or why the release cannot be asked for one.',
  types: () => [MedicationReviewType, NoOptionKnowledgeType] as const,
  resolveType: ({ type }: Pick<ReviewAnswer, 'type'>) => (type === 'review' ? 'MedicationReview' : 'NoOptionKnowledge'),
})
