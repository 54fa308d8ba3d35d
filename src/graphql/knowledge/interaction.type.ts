import { Field, Float, Int, ObjectType } from 'type-graphql'
import type { Citation, Interaction, PhenoconversionRule } from '../../domain/knowledge.js'
import { Class } from '../data-class.js'
import { Cost } from '../limits/cost-hint.js'
import { enumType } from '../enum-type.js'
import { DoseChangeType } from './directive.type.js'
import { ActionEnum, InteractionRoleEnum, InteractionStrengthEnum } from './knowledge-enums.js'
import { ProvenanceType } from './knowledge-source.type.js'

const ConfidenceEnum = enumType<Interaction['confidence']>('Confidence', 'How well a statement is supported.', {
  high: 'Well.',
  medium: 'Moderately.',
  low: 'Poorly.',
})

@ObjectType('Citation', { simpleResolvers: true, description: 'Where a statement can be read.' })
export class CitationType implements Citation {
  @Field(() => String, { description: 'Short name of the publication.' })
  @Class('PUBLIC')
  readonly id!: string

  @Field(() => String, { description: 'Its title.' })
  @Class('PUBLIC')
  readonly title!: string

  @Field(() => String, { nullable: true, description: 'Where to read it.' })
  @Class('PUBLIC')
  readonly url?: string
}

@ObjectType('InteractionIngredient', { simpleResolvers: true, description: 'One drug of a fixed combination.' })
class InteractionIngredientType {
  @Field(() => String, { description: 'Its name.' })
  @Class('PUBLIC')
  readonly name!: string

  @Field(() => String, { nullable: true, description: 'Its RxNorm id.' })
  @Class('PUBLIC')
  readonly rxnorm?: string
}

@ObjectType('Interaction', {
  simpleResolvers: true,
  description: 'A drug that makes the protein of a gene work less or more, in everybody who takes it.',
})
export class InteractionType implements Omit<Interaction, 'gene' | 'drug' | 'notes'> {
  @Field(() => String, { nullable: true, description: 'The protein, where the source does not name the gene.' })
  @Class('PUBLIC')
  readonly target?: string

  @Field(() => String, { nullable: true, description: 'RxNorm id of the drug.' })
  @Class('PUBLIC')
  readonly rxnorm?: string

  @Field(() => [InteractionIngredientType], { description: 'Drugs of a fixed combination, which act only together.' })
  @Class('PUBLIC')
  readonly ingredients!: Interaction['ingredients']

  @Field(() => InteractionRoleEnum, { description: 'Less or more.' })
  @Class('PUBLIC')
  readonly role!: Interaction['role']

  @Field(() => InteractionStrengthEnum, { nullable: true, description: 'How much, where the source grades it.' })
  @Class('PUBLIC')
  readonly strength?: NonNullable<Interaction['strength']>

  @Field(() => Float, {
    nullable: true,
    description: 'What the activity score is multiplied with; only where a guideline states it.',
  })
  @Class('PUBLIC')
  readonly factor?: number

  @Field(() => Int, { nullable: true, description: 'Days after the last dose for which it still acts.' })
  @Class('PUBLIC')
  readonly washoutDays?: number

  @Field(() => [String], { description: 'Drugs it is about, when it is not about all that the protein handles.' })
  @Class('PUBLIC')
  readonly affects!: readonly string[]

  @Field(() => [String], { description: 'Drugs it is not about.' })
  @Class('PUBLIC')
  readonly notAffected!: readonly string[]

  @Field(() => ActionEnum, { nullable: true, description: 'What a label says of taking the two together.' })
  @Class('PUBLIC')
  readonly action?: NonNullable<Interaction['action']>

  @Field(() => DoseChangeType, { nullable: true, description: 'How a label changes the dose then.' })
  @Class('PUBLIC')
  readonly doseChange?: DoseChangeType

  @Field(() => [CitationType], { description: 'Where it can be read.' })
  @Class('PUBLIC')
  @Cost({ size: 2 })
  readonly citations!: readonly CitationType[]

  @Field(() => ConfidenceEnum, { description: 'How well it is supported.' })
  @Class('PUBLIC')
  readonly confidence!: Interaction['confidence']

  @Field(() => ProvenanceType, { description: 'Where it is stated.' })
  @Class('PUBLIC')
  readonly provenance!: Interaction['provenance']

  @Field(() => ProvenanceType, { description: 'Where the RxNorm id comes from; some were written from memory.' })
  @Class('PUBLIC')
  readonly rxnormProvenance!: Interaction['rxnormProvenance']
}

@ObjectType('PhenoconversionFactors', {
  simpleResolvers: true,
  description: 'What the activity score is multiplied with under an inhibitor of each strength.',
})
class PhenoconversionFactorsType {
  @Field(() => Float, { description: 'Under a strong inhibitor.' })
  @Class('PUBLIC')
  readonly strong!: number

  @Field(() => Float, { description: 'Under a moderate inhibitor.' })
  @Class('PUBLIC')
  readonly moderate!: number

  @Field(() => Float, { description: 'Under a weak inhibitor.' })
  @Class('PUBLIC')
  readonly weak!: number
}

@ObjectType('PhenoconversionRule', {
  simpleResolvers: true,
  description: 'How other medicines change what a gene predicts. Only where a guideline states it.',
})
export class PhenoconversionRuleType implements Omit<PhenoconversionRule, 'gene' | 'method' | 'ranges'> {
  @Field(() => PhenoconversionFactorsType, { description: 'The factors.' })
  @Class('PUBLIC')
  readonly factors!: PhenoconversionFactorsType

  @Field(() => Int, { description: 'Days from the first dose of the inhibitor to its full effect.' })
  @Class('PUBLIC')
  readonly onsetDays!: number

  @Field(() => Int, { description: 'Days from the last dose of the inhibitor until its effect is gone.' })
  @Class('PUBLIC')
  readonly washoutDays!: number

  @Field(() => ProvenanceType, { description: 'Who states the factors.' })
  @Class('PUBLIC')
  readonly provenance!: PhenoconversionRule['provenance']

  @Field(() => ProvenanceType, { description: 'Who states the days.' })
  @Class('PUBLIC')
  readonly windowProvenance!: PhenoconversionRule['windowProvenance']
}
