import { createUnionType, Field, ObjectType } from 'type-graphql'
import type { ShownDifference, ShownWhatIf, WhatIfAdvised, WhatIfAnswer } from '../../usecases/option-questions.js'
import { DrugCandidatesType } from '../advice/drug-advice.type.js'
import { SampleType } from '../call/sample.type.js'
import { Class } from '../data-class.js'
import { DrugType } from '../knowledge/drug.type.js'
import { Cost } from '../limits/cost-hint.js'
import { FindingType, UnknownFactType } from './finding.type.js'
import { HistoryBackgroundType } from './history-background.type.js'
import { MomentEnum, VerdictEnum } from './medication-enums.js'
import { NoOptionKnowledgeType } from './medication-option.type.js'

@ObjectType('DrugDifference', {
  simpleResolvers: true,
  description: 'What a change does to one drug; drugs to which it does nothing are left out.',
})
export class DrugDifferenceType implements ShownDifference {
  @Field(() => DrugType, { description: 'The drug.' })
  @Class('CLINICAL')
  readonly drug!: ShownDifference['drug']

  @Field(() => VerdictEnum, { nullable: true, description: 'The verdict before; absent when it was not looked at.' })
  @Class('CLINICAL')
  readonly before?: NonNullable<ShownDifference['before']>

  @Field(() => VerdictEnum, { nullable: true, description: 'The verdict after; absent when it is no longer taken.' })
  @Class('CLINICAL')
  readonly after?: NonNullable<ShownDifference['after']>

  @Field(() => Boolean, { nullable: true, description: 'A missing fact could make the verdict after it stricter.' })
  @Class('CLINICAL')
  readonly couldBeStricter?: boolean

  @Field(() => [FindingType], {
    description:
      'Reasons that were not there before. For a drug that is stopped: how to stop it, on the day of the change.',
  })
  @Class('CLINICAL')
  @Cost({ size: 2 })
  readonly appeared!: ShownDifference['appeared']

  @Field(() => [FindingType], { description: 'Reasons that are gone.' })
  @Class('CLINICAL')
  @Cost({ size: 2 })
  readonly disappeared!: ShownDifference['disappeared']

  @Field(() => [UnknownFactType], {
    description: 'What nobody has looked at about stopping it; empty for a drug that is not stopped.',
  })
  @Class('CLINICAL')
  @Cost({ size: 1 })
  readonly unknowns!: ShownDifference['unknowns']
}

@ObjectType('WhatIfMomentDifference', { simpleResolvers: true, description: 'The difference at one moment.' })
class WhatIfMomentDifferenceType implements ShownWhatIf {
  @Field(() => MomentEnum, { description: 'The moment.' })
  @Class('CLINICAL')
  readonly moment!: ShownWhatIf['moment']

  @Field(() => [DrugDifferenceType], { description: 'Among the medicines taken, started ones included.' })
  @Class('CLINICAL')
  @Cost({ size: 4 })
  readonly medicines!: ShownWhatIf['medicines']

  @Field(() => [DrugDifferenceType], { description: 'Among the options asked for; none where none were.' })
  @Class('CLINICAL')
  @Cost({ size: 4 })
  readonly options!: ShownWhatIf['options']
}

@ObjectType('WhatIf', {
  simpleResolvers: true,
  description: 'What starting and stopping medicines would change: the difference only. Nothing was written down.',
})
export class WhatIfType implements Omit<WhatIfAdvised, 'type'> {
  readonly type!: 'whatIf'

  @Field(() => String, { description: 'ISO day for which it was computed.' })
  @Class('CLINICAL')
  readonly asOf!: string

  @Field(() => [WhatIfMomentDifferenceType], {
    description:
      'Twice, because a stopped medicine acts on for a while: on the day of the change, and when all has settled.',
  })
  @Class('CLINICAL')
  @Cost({ size: 2 })
  readonly moments!: WhatIfAdvised['moments']

  @Field(() => HistoryBackgroundType, { description: 'How fresh the history is, and what of it was not used.' })
  @Class('CLINICAL')
  readonly background!: WhatIfAdvised['background']

  @Field(() => SampleType, {
    nullable: true,
    description: 'The sample that results of genes come from; absent for stated results and where there is none.',
  })
  @Class('OPERATIONAL')
  readonly sample?: NonNullable<WhatIfAdvised['sample']>
}

export const WhatIfUnion = createUnionType({
  name: 'WhatIfResult',
  description: 'The difference, the drugs that a name may mean, or why the release cannot be asked.',
  types: () => [WhatIfType, DrugCandidatesType, NoOptionKnowledgeType] as const,
  resolveType: ({ type }: Pick<WhatIfAnswer, 'type'>) => {
    if (type === 'whatIf') return 'WhatIf'
    return type === 'candidates' ? 'DrugCandidates' : 'NoOptionKnowledge'
  },
})
