import { Field, ID, Int, ObjectType } from 'type-graphql'
import type { FindingCitation } from '../../domain/medication/finding.js'
import type { OpenFact } from '../../domain/medication/what-would-change.js'
import type { ShownFinding, ShownUnknown, UsedFact } from '../../usecases/option-questions.js'
import { GeneResultUsedType } from '../advice/gene-result-used.type.js'
import { RenderedTextType } from '../advice/outcome.type.js'
import { Class } from '../data-class.js'
import { FactKindEnum } from '../history/history-enums.js'
import { BasisEnum } from '../knowledge/knowledge-enums.js'
import { Cost } from '../limits/cost-hint.js'
import {
  CautionStrengthEnum,
  CertaintyEnum,
  EffectEnum,
  FactOriginEnum,
  FindingKindEnum,
  UnknownKindEnum,
  UnknownReasonEnum,
  VerdictEnum,
} from './medication-enums.js'

@ObjectType('MedicalText', {
  simpleResolvers: true,
  description: 'The same statement in two voices.',
})
export class MedicalTextType {
  @Field(() => String, { description: 'For those who prescribe.' })
  @Class('CLINICAL')
  readonly clinician!: string

  @Field(() => String, { description: 'In plain words, for those who take the medicine.' })
  @Class('CLINICAL')
  readonly plain!: string
}

@ObjectType('UsedFact', {
  simpleResolvers: true,
  description: 'A fact about the patient that an answer rests on.',
})
export class UsedFactType implements Omit<UsedFact, 'source'> {
  @Field(() => ID, { description: 'Its id in the history; a stated fact has one for this answer only.' })
  @Class('OPERATIONAL')
  readonly id!: string

  @Field(() => FactKindEnum, { description: 'What it speaks of.' })
  @Class('CLINICAL')
  readonly kind!: UsedFact['kind']

  @Field(() => MedicalTextType, { description: 'The fact in a few words.' })
  @Class('CLINICAL')
  readonly text!: UsedFact['text']

  @Field(() => FactOriginEnum, { description: 'Whether it is recorded or was stated with the question.' })
  @Class('OPERATIONAL')
  readonly origin!: UsedFact['origin']

  @Field(() => String, { description: 'ISO day or instant of its recording.' })
  @Class('CLINICAL')
  readonly recordedOn!: string
}

@ObjectType('FindingCitation', {
  simpleResolvers: true,
  description: 'Where a reason can be looked up, and how far the row behind it was compared with that document.',
})
export class FindingCitationType implements Omit<FindingCitation, 'source'> {
  @Field(() => String, { description: 'Title of the document.' })
  @Class('PUBLIC')
  readonly title!: string

  @Field(() => String, { nullable: true, description: 'The part of it.' })
  @Class('PUBLIC')
  readonly section?: string

  @Field(() => Int, { nullable: true, description: 'Its year.' })
  @Class('PUBLIC')
  readonly year?: number

  @Field(() => String, { nullable: true, description: 'Where to read it.' })
  @Class('PUBLIC')
  readonly url?: string

  @Field(() => BasisEnum, { description: 'Read in the source, calculated from it, or known to a curator.' })
  @Class('PUBLIC')
  readonly basis!: FindingCitation['basis']

  @Field(() => Boolean, {
    description: 'Compared with its source field by field after it was written. No clinician has signed it.',
  })
  @Class('PUBLIC')
  readonly reviewed!: boolean
}

@ObjectType('Finding', { simpleResolvers: true, description: 'One reason for or against a drug for this person.' })
export class FindingType implements Omit<ShownFinding, 'restsOnIndication'> {
  @Field(() => FindingKindEnum, { description: 'What it is about.' })
  @Class('CLINICAL')
  readonly kind!: ShownFinding['kind']

  @Field(() => EffectEnum, { description: 'What it does to the verdict.' })
  @Class('CLINICAL')
  readonly effect!: ShownFinding['effect']

  @Field(() => CautionStrengthEnum, { description: 'How strongly it counts among drugs with the same verdict.' })
  @Class('CLINICAL')
  readonly strength!: ShownFinding['strength']

  @Field(() => MedicalTextType, { description: 'The reason in a sentence.' })
  @Class('CLINICAL')
  readonly statement!: ShownFinding['statement']

  @Field(() => [FindingCitationType], { description: 'Where it can be looked up.' })
  @Class('PUBLIC')
  @Cost({ size: 1 })
  readonly citations!: ShownFinding['citations']

  @Field(() => [UsedFactType], { description: 'Facts about the patient that it rests on.' })
  @Class('CLINICAL')
  @Cost({ size: 1 })
  readonly facts!: ShownFinding['facts']

  @Field(() => [GeneResultUsedType], { description: 'Results of genes that it rests on.' })
  @Class('GENOMIC_SUMMARY')
  @Cost({ size: 1 })
  readonly genes!: ShownFinding['genes']

  @Field(() => CertaintyEnum, { description: 'Whether it holds for certain.' })
  @Class('CLINICAL')
  readonly certainty!: ShownFinding['certainty']

  @Field(() => EffectEnum, { description: 'What it would do were it certain; the same as `effect` when it is.' })
  @Class('CLINICAL')
  readonly ifConfirmed!: ShownFinding['ifConfirmed']

  @Field(() => RenderedTextType, {
    nullable: true,
    description: 'How the publishers of guidelines differ; the strictest of them decides the verdict.',
  })
  @Class('GENOMIC_SUMMARY')
  readonly sourcesDiffer?: NonNullable<ShownFinding['sourcesDiffer']>
}

@ObjectType('UnknownFact', {
  simpleResolvers: true,
  description: 'A fact that is missing for one drug, and the worst it could do. Never counted as "no problem".',
})
export class UnknownFactType implements ShownUnknown {
  @Field(() => UnknownKindEnum, { description: 'What kind of fact.' })
  @Class('CLINICAL')
  readonly kind!: ShownUnknown['kind']

  @Field(() => String, {
    description: 'Which one: gene, measurement, medicine … depending on the kind.',
  })
  @Class('CLINICAL')
  readonly name!: string

  @Field(() => UnknownReasonEnum, { description: 'Why it is missing.' })
  @Class('CLINICAL')
  readonly why!: ShownUnknown['why']

  @Field(() => FindingKindEnum, { description: 'The kind of reason that it could become.' })
  @Class('CLINICAL')
  readonly about!: ShownUnknown['about']

  @Field(() => EffectEnum, { description: 'The worst it could do.' })
  @Class('CLINICAL')
  readonly couldLeadTo!: ShownUnknown['couldLeadTo']

  @Field(() => MedicalTextType, { description: 'What to find out, in words.' })
  @Class('CLINICAL')
  readonly text!: ShownUnknown['text']

  @Field(() => [UsedFactType], { description: 'What is known around it: the old value, the unconfirmed statement.' })
  @Class('CLINICAL')
  @Cost({ size: 1 })
  readonly facts!: ShownUnknown['facts']
}

@ObjectType('PossibleVerdict', { simpleResolvers: true, description: 'What a missing fact could make of one drug.' })
class PossibleVerdictType {
  @Field(() => String, { description: 'Generic name of the drug.' })
  @Class('CLINICAL')
  readonly drug!: string

  @Field(() => VerdictEnum, { description: 'The verdict now.' })
  @Class('CLINICAL')
  readonly from!: OpenFact['could'][number]['from']

  @Field(() => VerdictEnum, {
    description: 'The worst verdict that could follow, in the order in which options are listed.',
  })
  @Class('CLINICAL')
  readonly to!: OpenFact['could'][number]['to']
}

@ObjectType('OpenFact', {
  simpleResolvers: true,
  description: 'A fact worth finding out, and what it could do to which drug.',
})
export class OpenFactType implements OpenFact {
  @Field(() => UnknownKindEnum, { description: 'What kind of fact.' })
  @Class('CLINICAL')
  readonly kind!: OpenFact['kind']

  @Field(() => String, { description: 'Which one: gene, measurement, medicine … depending on the kind.' })
  @Class('CLINICAL')
  readonly name!: string

  @Field(() => UnknownReasonEnum, { description: 'Why it is missing.' })
  @Class('CLINICAL')
  readonly why!: OpenFact['why']

  @Field(() => MedicalTextType, { description: 'What to find out, in words.' })
  @Class('CLINICAL')
  readonly text!: OpenFact['text']

  @Field(() => [PossibleVerdictType], { description: 'Drugs whose verdict it could make stricter.' })
  @Class('CLINICAL')
  @Cost({ size: 5 })
  readonly could!: OpenFact['could']
}
