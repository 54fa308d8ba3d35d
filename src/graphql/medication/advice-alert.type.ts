import { Field, ID, ObjectType } from 'type-graphql'
import type { AdviceChange, ChangedReason } from '../../domain/medication/advice-changes.js'
import type { AdviceAlert } from '../../usecases/advice-alert.js'
import { connectionType } from '../connection.js'
import { Class } from '../data-class.js'
import { Cost } from '../limits/cost-hint.js'
import { AlertCauseEnum, EffectEnum, FindingKindEnum, ReasonChangeEnum, VerdictEnum } from './medication-enums.js'

@ObjectType('ChangedReason', {
  simpleResolvers: true,
  description: 'A reason that came or went with a change of a verdict.',
})
export class ChangedReasonType implements Omit<ChangedReason, 'text'> {
  @Field(() => ReasonChangeEnum, { description: 'Whether it came or went.' })
  @Class('CLINICAL')
  readonly change!: ChangedReason['change']

  @Field(() => FindingKindEnum, { description: 'What it is about.' })
  @Class('CLINICAL')
  readonly kind!: ChangedReason['kind']

  @Field(() => EffectEnum, { description: 'What it does to the verdict; of a missing fact, the worst it could do.' })
  @Class('CLINICAL')
  readonly effect!: ChangedReason['effect']

  @Field(() => Boolean, { description: 'It is a fact that is missing, and no finding.' })
  @Class('CLINICAL')
  readonly open!: boolean
}

@ObjectType('AdviceChange', {
  simpleResolvers: true,
  description: 'A medicine taken of which the verdict is another than it was.',
})
export class AdviceChangeType implements Omit<AdviceChange, 'drug'> {
  @Field(() => VerdictEnum, { nullable: true, description: 'The verdict before; absent when it was not taken before.' })
  @Class('CLINICAL')
  readonly before?: NonNullable<AdviceChange['before']>

  @Field(() => VerdictEnum, { description: 'The verdict now.' })
  @Class('CLINICAL')
  readonly after!: AdviceChange['after']

  @Field(() => [ChangedReasonType], { description: 'Reasons that came and went with it.' })
  @Class('CLINICAL')
  @Cost({ size: 3 })
  readonly because!: AdviceChange['because']
}

@ObjectType('AdviceAlert', {
  simpleResolvers: true,
  description:
    'Advice on medicines that a patient takes is other than it was. Specially protected facts are never used for it.',
})
export class AdviceAlertType implements Omit<AdviceAlert, 'patientId'> {
  @Field(() => ID, { description: 'Its id.' })
  @Class('OPERATIONAL')
  readonly id!: string

  @Field(() => Date, { description: 'When it was noticed.' })
  @Class('OPERATIONAL')
  readonly at!: Date

  @Field(() => [AlertCauseEnum], {
    description: 'What caused it; several, where they were written before anybody looked.',
  })
  @Class('CLINICAL')
  readonly causes!: AdviceAlert['causes']

  @Field(() => [AdviceChangeType], { description: 'The medicines, each with the verdict before and now, and why.' })
  @Class('CLINICAL')
  @Cost({ size: 2 })
  readonly changes!: AdviceAlert['changes']

  @Field(() => String, { description: 'Version of the knowledge that the new advice follows from.' })
  @Class('PUBLIC')
  readonly knowledgeVersion!: string
}

export const AdviceAlertConnectionType = connectionType('AdviceAlert', () => AdviceAlertType, 'alerts', 'CLINICAL')
