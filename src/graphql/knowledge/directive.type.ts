import { Field, Float, InterfaceType, Int, ObjectType } from 'type-graphql'
import type {
  Alternative,
  Concentration,
  Directive,
  Dose,
  DoseChange,
  DoseObservation,
} from '../../domain/knowledge.js'
import { Class } from '../data-class.js'
import { ActionEnum, AlternativeKindEnum, DoseKindEnum, DosePhaseEnum, ObservationKindEnum } from './knowledge-enums.js'

@ObjectType('DoseChange', {
  simpleResolvers: true,
  description:
    'A dose as a multiple of another: 1 is unchanged, 0.5 is half. Equal ends are one number, an absent end is open.',
})
export class DoseChangeType implements Omit<DoseChange, 'of'> {
  @Field(() => Float, { nullable: true, description: 'Lowest multiple.' })
  @Class('PUBLIC')
  readonly min?: number

  @Field(() => Float, { nullable: true, description: 'Highest multiple.' })
  @Class('PUBLIC')
  readonly max?: number

  @Field(() => Boolean, { nullable: true, description: 'Less than `max`, not equal to it.' })
  @Class('PUBLIC')
  readonly strictlyLess?: boolean

  @Field(() => DosePhaseEnum, { nullable: true, description: 'The part of the treatment it is about.' })
  @Class('PUBLIC')
  readonly phase?: NonNullable<DoseChange['phase']>
}

@ObjectType('Dose', {
  simpleResolvers: true,
  description:
    'An amount with its unit, exactly as the source states it: one `value`, a range, or `options` to choose from.',
})
export class DoseType implements Omit<Dose, 'when' | 'appliesTo' | 'population' | 'notes'> {
  @Field(() => DoseKindEnum, { description: 'What the amount stands for.' })
  @Class('PUBLIC')
  readonly kind!: Dose['kind']

  @Field(() => Float, { nullable: true, description: 'The amount, when it is one number.' })
  @Class('PUBLIC')
  readonly value?: number

  @Field(() => Float, { nullable: true, description: 'Lowest amount of a range.' })
  @Class('PUBLIC')
  readonly min?: number

  @Field(() => Float, { nullable: true, description: 'Highest amount of a range.' })
  @Class('PUBLIC')
  readonly max?: number

  @Field(() => [Float], { nullable: true, description: 'Amounts to choose from.' })
  @Class('PUBLIC')
  readonly options?: readonly number[]

  @Field(() => [Float], { nullable: true, description: 'Amounts that the source reserves for few.' })
  @Class('PUBLIC')
  readonly rarely?: readonly number[]

  @Field(() => [Float], { nullable: true, description: 'Consecutive amounts of a schedule.' })
  @Class('PUBLIC')
  readonly values?: readonly number[]

  @Field(() => String, { description: 'Unit of the amounts, e.g. mg, mg/kg.' })
  @Class('PUBLIC')
  readonly unit!: string

  @Field(() => String, { nullable: true, description: 'Time or occasion the amount holds for, e.g. day, week.' })
  @Class('PUBLIC')
  readonly per?: string

  @Field(() => Boolean, { nullable: true, description: 'Less than the amount, not equal to it.' })
  @Class('PUBLIC')
  readonly strictlyLess?: boolean

  @Field(() => String, { nullable: true, description: 'How often, e.g. once daily.' })
  @Class('PUBLIC')
  readonly frequency?: string

  @Field(() => Float, { nullable: true, description: 'Times a day.' })
  @Class('PUBLIC')
  readonly timesPerDay?: number

  @Field(() => Float, { nullable: true, description: 'Times a week.' })
  @Class('PUBLIC')
  readonly timesPerWeek?: number

  @Field(() => Float, { nullable: true, description: 'Days a week.' })
  @Class('PUBLIC')
  readonly daysPerWeek?: number

  @Field(() => Boolean, { nullable: true, description: 'Divided into several doses a day.' })
  @Class('PUBLIC')
  readonly divided?: boolean

  @Field(() => Float, { nullable: true, description: 'Into how many doses it is divided.' })
  @Class('PUBLIC')
  readonly dividedDoses?: number

  @Field(() => Float, { nullable: true, description: 'For how many weeks.' })
  @Class('PUBLIC')
  readonly durationWeeks?: number

  @Field(() => Float, { nullable: true, description: 'From which day of the treatment.' })
  @Class('PUBLIC')
  readonly fromDay?: number

  @Field(() => Float, { nullable: true, description: 'After how many days.' })
  @Class('PUBLIC')
  readonly afterDays?: number

  @Field(() => Float, { nullable: true, description: 'After how many weeks.' })
  @Class('PUBLIC')
  readonly afterWeeks?: number

  @Field(() => Float, { nullable: true, description: 'Days between two steps.' })
  @Class('PUBLIC')
  readonly stepDays?: number

  @Field(() => Float, { nullable: true, description: 'Day on which the target is to be reached.' })
  @Class('PUBLIC')
  readonly targetDay?: number

  @Field(() => Float, { nullable: true, description: 'Minutes of an infusion.' })
  @Class('PUBLIC')
  readonly infusionMinutes?: number

  @Field(() => Float, { nullable: true, description: 'Volume in millilitres.' })
  @Class('PUBLIC')
  readonly volumeMillilitres?: number

  @Field(() => String, { nullable: true, description: 'A body other than the guideline that set the amount.' })
  @Class('PUBLIC')
  readonly statedBy?: string
}

@ObjectType('Concentration', { simpleResolvers: true, description: 'A concentration in blood to aim at.' })
export class ConcentrationType implements Concentration {
  @Field(() => String, { nullable: true, description: 'What is measured, where it is not the drug itself.' })
  @Class('PUBLIC')
  readonly analyte?: string

  @Field(() => Float, { description: 'Lowest.' })
  @Class('PUBLIC')
  readonly min!: number

  @Field(() => Float, { description: 'Highest.' })
  @Class('PUBLIC')
  readonly max!: number

  @Field(() => String, { description: 'Unit.' })
  @Class('PUBLIC')
  readonly unit!: string
}

@ObjectType('Alternative', {
  simpleResolvers: true,
  description: 'What a source names instead: a drug, or a group of drugs.',
})
export class AlternativeType implements Pick<Alternative, 'kind'> {
  @Field(() => AlternativeKindEnum, { description: 'A drug or a group.' })
  @Class('PUBLIC')
  readonly kind!: Alternative['kind']
}

@ObjectType('DoseObservation', {
  simpleResolvers: true,
  description: 'A dose that people with this result took in studies. Information, no instruction.',
})
export class DoseObservationType implements Omit<DoseObservation, 'notes' | 'factors'> {
  @Field(() => ObservationKindEnum, { description: 'How the dose came about.' })
  @Class('PUBLIC')
  readonly kind!: DoseObservation['kind']

  @Field(() => [Float], { nullable: true, description: 'The dose as multiples of the usual one.' })
  @Class('PUBLIC')
  readonly factors?: readonly number[]

  @Field(() => String, { nullable: true, description: 'The drug, where it is another one.' })
  @Class('PUBLIC')
  readonly drug?: string

  @Field(() => String, { nullable: true, description: 'The result the people had.' })
  @Class('PUBLIC')
  readonly genotype?: string

  @Field(() => String, { nullable: true, description: 'The activity score they had.' })
  @Class('PUBLIC')
  readonly activityScore?: string

  @Field(() => Int, { nullable: true, description: 'How many people.' })
  @Class('PUBLIC')
  readonly people?: number

  @Field(() => Float, { nullable: true, description: 'Share of the people, 0 to 1.' })
  @Class('PUBLIC')
  readonly share?: number

  @Field(() => Float, { nullable: true, description: 'The amount.' })
  @Class('PUBLIC')
  readonly value?: number

  @Field(() => String, { nullable: true, description: 'Its unit.' })
  @Class('PUBLIC')
  readonly unit?: string

  @Field(() => String, { nullable: true, description: 'Time or occasion it holds for.' })
  @Class('PUBLIC')
  readonly per?: string

  @Field(() => Float, { nullable: true, description: 'Days between two doses.' })
  @Class('PUBLIC')
  readonly everyDays?: number

  @Field(() => Float, { nullable: true, description: 'Activity left, in percent of normal.' })
  @Class('PUBLIC')
  readonly residualActivityPercent?: number
}

@InterfaceType('Directive', {
  description: 'What to do, as structure: the sentences that people read are rendered from it.',
  resolveType: (directive: Directive) => ('kind' in directive ? 'RowCondition' : 'GuidelineRow'),
})
export abstract class DirectiveType implements Pick<
  Directive,
  | 'actions'
  | 'doseChanges'
  | 'dosePhase'
  | 'doses'
  | 'timesPerWeek'
  | 'targetConcentration'
  | 'alternatives'
  | 'avoidAlternatives'
  | 'monitoringDays'
  | 'observations'
> {
  @Field(() => [ActionEnum], { description: 'What to do, strictest first.' })
  @Class('PUBLIC')
  readonly actions!: Directive['actions']

  @Field(() => [DoseChangeType], { description: 'How the dose changes.' })
  @Class('PUBLIC')
  readonly doseChanges!: readonly DoseChangeType[]

  @Field(() => DosePhaseEnum, { nullable: true, description: 'The part of the treatment that the change is about.' })
  @Class('PUBLIC')
  readonly dosePhase?: NonNullable<Directive['dosePhase']>

  @Field(() => [DoseType], { description: 'Amounts with their units.' })
  @Class('PUBLIC')
  readonly doses!: readonly DoseType[]

  @Field(() => Float, { nullable: true, description: 'How many times a week the drug is given.' })
  @Class('PUBLIC')
  readonly timesPerWeek?: number

  @Field(() => ConcentrationType, { nullable: true, description: 'Concentration in blood to aim at.' })
  @Class('PUBLIC')
  readonly targetConcentration?: ConcentrationType

  @Field(() => [AlternativeType], { description: 'What the source names instead.' })
  @Class('PUBLIC')
  readonly alternatives!: Directive['alternatives']

  @Field(() => [String], { description: 'Drugs that carry the same problem and are no alternative.' })
  @Class('PUBLIC')
  readonly avoidAlternatives!: readonly string[]

  @Field(() => [Int], { nullable: true, description: 'Days after the start on which to monitor, from – to.' })
  @Class('PUBLIC')
  readonly monitoringDays?: readonly number[]

  @Field(() => [DoseObservationType], { description: 'Doses seen in studies.' })
  @Class('PUBLIC')
  readonly observations!: readonly DoseObservationType[]
}
