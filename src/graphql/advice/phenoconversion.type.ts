import { Field, Float, ObjectType } from 'type-graphql'
import type { Medicine } from '../../domain/history/patient-history.js'
import type { CautionReason, Influence } from '../../domain/phenoconversion/converted-phenotype.js'
import type { MedicineCaution } from '../../domain/recommendation/advice.js'
import type { ConversionEffect } from '../../domain/recommendation/conversion-effects.js'
import { DiplotypePhenotypeType } from '../call/diplotype.type.js'
import { Class } from '../data-class.js'
import { Cost } from '../limits/cost-hint.js'
import { enumType } from '../enum-type.js'
import { InteractionType } from '../knowledge/interaction.type.js'
import { RenderedTextType } from './outcome.type.js'

const TimingEnum = enumType<Influence['timing']>(
  'InfluenceTiming',
  'How far a medicine acts on the day of the question, by its dates.',
  {
    FULL: 'Its effect is complete.',
    BUILDING_UP: 'It was started so recently that its effect is still growing.',
    WEARING_OFF: 'It was stopped so recently that its effect is not gone.',
    UNCERTAIN: 'Nobody knows whether it is taken.',
  },
)

const CautionReasonEnum = enumType<CautionReason>(
  'CautionReason',
  'Why a medicine is named beside the advice without changing it.',
  {
    NO_CITED_FACTOR: 'No guideline states how much it counts for this gene.',
    INDUCER: 'It speeds the protein up; no guideline states by how much that counts.',
    SCORE_HAS_NO_UPPER_END: 'The activity score is open at its upper end, so it cannot be multiplied.',
    NO_SCORE: 'There is no activity score to multiply.',
    BUILDING_UP: 'Its effect is still growing.',
    WEARING_OFF: 'Its effect is not gone yet.',
    UNCERTAIN: 'Nobody knows whether it is taken.',
    NO_RESULT: 'There is no result of the gene that it could change.',
  },
)

const ConversionEffectEnum = enumType<ConversionEffect['effect']>(
  'ConversionEffect',
  'What the medicines taken now change in the advice.',
  {
    ADVICE_CHANGED: 'Other rows hold than without them.',
    ADVICE_UNCHANGED: 'The result changes, and the same rows hold.',
    CAUTION_ONLY: 'No guideline states how much they count: a caution stands beside the advice.',
  },
)

@ObjectType('Medicine', { simpleResolvers: true, description: 'A medicine as it was stated.' })
export class MedicineType implements Pick<Medicine, 'name' | 'rxnorm' | 'startedOn' | 'stoppedOn'> {
  @Field(() => String, { description: 'Its name as stated; empty when only an id was.' })
  @Class('CLINICAL')
  readonly name!: string

  @Field(() => String, { nullable: true, description: 'Its RxNorm id as stated.' })
  @Class('CLINICAL')
  readonly rxnorm?: string

  @Field(() => String, { nullable: true, description: 'ISO day of the first dose.' })
  @Class('CLINICAL')
  readonly startedOn?: string

  @Field(() => String, { nullable: true, description: 'ISO day of the last dose.' })
  @Class('CLINICAL')
  readonly stoppedOn?: string
}

@ObjectType('NotConsideredMedicine', {
  simpleResolvers: true,
  description:
    'A stated medicine that nothing here describes. It is kept and named: nobody looked at what it does, which is not the same as doing nothing.',
})
export class NotConsideredMedicineType extends MedicineType {}

@ObjectType('Influence', {
  simpleResolvers: true,
  description: 'A medicine that makes the protein of a gene work less or more, seen on the day of the question.',
})
class InfluenceType implements Pick<Influence, 'timing'> {
  @Field(() => MedicineType, { description: 'The medicine as it was stated.' })
  @Class('CLINICAL')
  readonly medicine!: Influence['medicine']

  @Field(() => InteractionType, { description: 'What is known of it: strength, factor, publications.' })
  @Class('CLINICAL')
  readonly interaction!: Influence['interaction']

  @Field(() => TimingEnum, { description: 'How far it acts on this day.' })
  @Class('CLINICAL')
  readonly timing!: Influence['timing']
}

@ObjectType('MedicineCaution', {
  simpleResolvers: true,
  description:
    'What a medicine may do to a gene that matters for the drug, without changing a row: no guideline states how much it counts, or no result of the gene is known.',
})
export class MedicineCautionType implements Omit<MedicineCaution, 'influence'> {
  @Field(() => String, { description: 'Symbol of the gene.' })
  @Class('CLINICAL')
  readonly gene!: string

  @Field(() => CautionReasonEnum, { description: 'Why it is a caution and no change.' })
  @Class('CLINICAL')
  readonly reason!: CautionReason

  @Field(() => InfluenceType, { description: 'The medicine and how it acts.' })
  @Class('CLINICAL')
  readonly influence!: InfluenceType

  @Field(() => RenderedTextType, { description: 'The caution in words.' })
  @Class('CLINICAL')
  readonly text!: RenderedTextType
}

@ObjectType('Phenoconversion', {
  simpleResolvers: true,
  description:
    'What the medicines taken now do to one gene: what the genome predicts, and what holds under them, side by side.',
})
export class PhenoconversionType implements Omit<ConversionEffect, 'gene' | 'because' | 'cautions'> {
  @Field(() => [DiplotypePhenotypeType], { description: 'What the genome predicts.' })
  @Class('GENOMIC_SUMMARY')
  @Cost({ size: 1 })
  readonly predicted!: ConversionEffect['predicted']

  @Field(() => [DiplotypePhenotypeType], {
    nullable: true,
    description: 'What holds under the medicines, in the same order; absent where no guideline states how they count.',
  })
  @Class('CLINICAL')
  @Cost({ size: 1 })
  readonly effective?: NonNullable<ConversionEffect['effective']>

  @Field(() => Float, {
    nullable: true,
    description: 'What the activity score was multiplied with; of several inhibitors the smallest factor counts.',
  })
  @Class('CLINICAL')
  readonly factor?: number

  @Field(() => [InfluenceType], { description: 'The medicines that a guideline gives a factor for.' })
  @Class('CLINICAL')
  @Cost({ size: 1 })
  readonly because!: readonly InfluenceType[]

  @Field(() => ConversionEffectEnum, { description: 'Whether they change the advice.' })
  @Class('CLINICAL')
  readonly effect!: ConversionEffect['effect']

  @Field(() => [MedicineCautionType], { description: 'What else they may do, without changing the advice.' })
  @Class('CLINICAL')
  @Cost({ size: 1 })
  readonly cautions!: readonly MedicineCautionType[]
}
