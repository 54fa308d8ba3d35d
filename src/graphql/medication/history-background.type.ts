import { Field, ObjectType } from 'type-graphql'
import type { ShownBackground, ShownList } from '../../usecases/option-questions.js'
import { NotConsideredMedicineType } from '../advice/phenoconversion.type.js'
import { Class } from '../data-class.js'
import { HistoryProblemEnum, ListNameEnum, ListStateEnum, NotUsedReasonEnum } from '../history/history-enums.js'
import { Cost } from '../limits/cost-hint.js'
import { UsedFactType } from './finding.type.js'

@ObjectType('HistoryListFreshness', {
  simpleResolvers: true,
  description: 'Whether a list of the history can say that something is absent.',
})
export class HistoryListFreshnessType implements ShownList {
  @Field(() => ListNameEnum, { description: 'The list.' })
  @Class('CLINICAL')
  readonly list!: ShownList['list']

  @Field(() => ListStateEnum, { description: 'Whether somebody vouched for it, and not too long ago.' })
  @Class('CLINICAL')
  readonly state!: ShownList['state']

  @Field(() => String, { nullable: true, description: 'ISO day on which somebody last vouched for it.' })
  @Class('CLINICAL')
  readonly statedOn?: string
}

@ObjectType('HistoryProblem', {
  simpleResolvers: true,
  description: 'Something wrong with a fact. The fact is kept and shown.',
})
class HistoryProblemType {
  @Field(() => HistoryProblemEnum, { description: 'What is wrong.' })
  @Class('CLINICAL')
  readonly code!: ShownBackground['problems'][number]['code']

  @Field(() => UsedFactType, { nullable: true, description: 'The fact.' })
  @Class('CLINICAL')
  readonly fact?: NonNullable<ShownBackground['problems'][number]['fact']>

  @Field(() => String, { nullable: true, description: 'The part of it that is wrong.' })
  @Class('OPERATIONAL')
  readonly field?: string

  @Field(() => Boolean, { description: 'It counts all the same.' })
  @Class('CLINICAL')
  readonly used!: boolean
}

@ObjectType('NotUsedFact', { simpleResolvers: true, description: 'A fact that was kept and not used, and why.' })
class NotUsedFactType {
  @Field(() => NotUsedReasonEnum, { description: 'Why.' })
  @Class('CLINICAL')
  readonly reason!: ShownBackground['notUsed'][number]['reason']

  @Field(() => UsedFactType, { nullable: true, description: 'The fact.' })
  @Class('CLINICAL')
  readonly fact?: NonNullable<ShownBackground['notUsed'][number]['fact']>
}

@ObjectType('HistoryBackground', {
  simpleResolvers: true,
  description: 'What an answer about any drug rests on: how fresh the lists are, and what was not used.',
})
export class HistoryBackgroundType implements ShownBackground {
  @Field(() => [HistoryListFreshnessType], { description: 'Medicines, conditions and allergies.' })
  @Class('CLINICAL')
  @Cost({ size: 3 })
  readonly lists!: ShownBackground['lists']

  @Field(() => [NotConsideredMedicineType], {
    description: 'Medicines that nothing here describes: kept, shown, and looked at by nobody.',
  })
  @Class('CLINICAL')
  @Cost({ size: 2 })
  readonly notConsidered!: ShownBackground['notConsidered']

  @Field(() => [HistoryProblemType], { description: 'What is wrong with facts of the history.' })
  @Class('CLINICAL')
  @Cost({ size: 2 })
  readonly problems!: ShownBackground['problems']

  @Field(() => [NotUsedFactType], { description: 'Facts that were kept and not used, each with the reason.' })
  @Class('CLINICAL')
  @Cost({ size: 5 })
  readonly notUsed!: ShownBackground['notUsed']

  @Field(() => [UsedFactType], {
    description: 'Recorded facts whose place something stated with the question took, for this answer only.',
  })
  @Class('CLINICAL')
  @Cost({ size: 1 })
  readonly replaced!: ShownBackground['replaced']
}
