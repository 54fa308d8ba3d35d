import { Field, Float, ID, Int, ObjectType } from 'type-graphql'
import type { Condition, GuidelineRow, Implication, RowKey } from '../../domain/knowledge.js'
import { connectionType } from '../connection.js'
import { Class } from '../data-class.js'
import { DirectiveType } from './directive.type.js'
import { ConditionKindEnum, LookupKeyTypeEnum, StrengthEnum } from './knowledge-enums.js'
import { ProvenanceType } from './knowledge-source.type.js'

@ObjectType('RowCondition', {
  simpleResolvers: true,
  implements: DirectiveType,
  description: 'A part of a row that holds in circumstances of its own.',
})
export class RowConditionType extends DirectiveType implements Pick<Condition, 'kind' | 'order' | 'afterDays'> {
  @Field(() => ConditionKindEnum, { description: 'How it relates to the row.' })
  @Class('PUBLIC')
  readonly kind!: Condition['kind']

  @Field(() => Int, { nullable: true, description: 'Its step, where the source gives an order.' })
  @Class('PUBLIC')
  readonly order?: number

  @Field(() => Int, { nullable: true, description: 'After how many days it holds.' })
  @Class('PUBLIC')
  readonly afterDays?: number
}

@ObjectType('Implication', {
  simpleResolvers: true,
  description: 'What a result means for the body, beside what to do.',
})
export class ImplicationType implements Implication {
  @Field(() => String, { description: 'Symbol of the gene it is about.' })
  @Class('PUBLIC')
  readonly gene!: string

  @Field(() => String, { description: 'What kind of effect, e.g. exposure, toxicity, efficacy.' })
  @Class('PUBLIC')
  readonly category!: string

  @Field(() => String, { description: 'In which direction.' })
  @Class('PUBLIC')
  readonly effect!: string
}

@ObjectType('RowKey', { simpleResolvers: true, description: 'What one gene must show for a row to be found.' })
export class RowKeyType implements RowKey {
  @Field(() => String, { description: 'Symbol of the gene.' })
  @Class('PUBLIC')
  readonly gene!: string

  @Field(() => LookupKeyTypeEnum, { description: 'What kind of result is asked for.' })
  @Class('PUBLIC')
  readonly type!: RowKey['type']

  @Field(() => String, { description: 'The result, compared as text, e.g. "Poor Metabolizer".' })
  @Class('PUBLIC')
  readonly value!: string
}

@ObjectType('RowMatch', {
  simpleResolvers: true,
  description: 'One combination of results for which a row was written.',
})
export class RowMatchType {
  @Field(() => [RowKeyType], { description: 'One per gene; all must be shown.' })
  @Class('PUBLIC')
  readonly keys!: readonly RowKeyType[]

  @Field(() => String, { nullable: true, description: "The source's own id of this row." })
  @Class('PUBLIC')
  readonly sourceId?: string | undefined
}

@ObjectType('PublisherFlags', { simpleResolvers: true, description: "The source's own marks on a row." })
class PublisherFlagsType implements NonNullable<GuidelineRow['flags']> {
  @Field(() => Boolean, { description: 'It says something about the dose.' })
  @Class('PUBLIC')
  readonly dosingInformation!: boolean

  @Field(() => Boolean, { description: 'It names another drug.' })
  @Class('PUBLIC')
  readonly alternateDrugAvailable!: boolean

  @Field(() => Boolean, { description: 'It says something else about prescribing.' })
  @Class('PUBLIC')
  readonly otherPrescribingGuidance!: boolean
}

@ObjectType('ExposureChange', {
  simpleResolvers: true,
  description: 'Measured change of exposure, in percent above normal.',
})
class ExposureChangeType {
  @Field(() => Float, { nullable: true, description: 'Of the area under the curve.' })
  @Class('PUBLIC')
  readonly aucPercent?: number

  @Field(() => Float, { nullable: true, description: 'Of the peak.' })
  @Class('PUBLIC')
  readonly peakPercent?: number
}

@ObjectType('WeekRange', { simpleResolvers: true, description: 'A time in weeks.' })
class WeekRangeType {
  @Field(() => Float, { description: 'At least.' })
  @Class('PUBLIC')
  readonly min!: number

  @Field(() => Float, { description: 'At most.' })
  @Class('PUBLIC')
  readonly max!: number
}

@ObjectType('GuidelineRow', {
  simpleResolvers: true,
  implements: DirectiveType,
  description: 'One row of a guideline: what it says for one group of people with certain results.',
})
export class GuidelineRowType
  extends DirectiveType
  implements
    Pick<
      GuidelineRow,
      'id' | 'subgroup' | 'strength' | 'conditions' | 'implications' | 'steadyStateWeeks' | 'exposureChange' | 'flags'
    >
{
  @Field(() => ID, { description: 'Our id of the row, stable within a release.' })
  @Class('PUBLIC')
  readonly id!: string

  @Field(() => String, {
    nullable: true,
    description: "The subgroup as the FDA's table names it; a label, no condition.",
  })
  @Class('PUBLIC')
  readonly subgroup?: string

  @Field(() => StrengthEnum, {
    nullable: true,
    description: 'Strength of the recommendation, where the source grades.',
  })
  @Class('PUBLIC')
  readonly strength?: NonNullable<GuidelineRow['strength']>

  @Field(() => [RowConditionType], { description: 'Parts that hold in circumstances of their own.' })
  @Class('PUBLIC')
  readonly conditions!: GuidelineRow['conditions']

  @Field(() => [ImplicationType], { description: 'What the result means for the body.' })
  @Class('PUBLIC')
  readonly implications!: readonly ImplicationType[]

  @Field(() => [String], { description: 'Of several genes, those whose result decides this row.' })
  @Class('PUBLIC')
  readonly decidingGenes!: readonly string[]

  @Field(() => WeekRangeType, { nullable: true, description: 'Time until the drug has reached its level.' })
  @Class('PUBLIC')
  readonly steadyStateWeeks?: WeekRangeType

  @Field(() => ExposureChangeType, { nullable: true, description: 'Measured change of exposure.' })
  @Class('PUBLIC')
  readonly exposureChange?: ExposureChangeType

  @Field(() => PublisherFlagsType, { nullable: true, description: "The source's own marks." })
  @Class('PUBLIC')
  readonly flags?: PublisherFlagsType

  @Field(() => ProvenanceType, { description: 'Where the row was read.' })
  @Class('PUBLIC')
  readonly provenance!: GuidelineRow['provenance']
}

export const GuidelineRowConnectionType = connectionType(
  'GuidelineRow',
  () => GuidelineRowType,
  'rows of guidelines',
  'PUBLIC',
)
