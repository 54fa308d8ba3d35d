import { Field, InterfaceType, ObjectType } from 'type-graphql'
import type {
  Circumstance,
  MatchedRow,
  NoAnswerOutcome,
  Outcome,
  RecommendationOutcome,
} from '../../domain/recommendation/advice.js'
import { Class } from '../data-class.js'
import { Cost } from '../limits/cost-hint.js'
import { GuidelineRowType } from '../knowledge/guideline-row.type.js'
import { GuidelineType } from '../knowledge/guideline.type.js'
import { ActionEnum, SourceEnum, StrengthEnum } from '../knowledge/knowledge-enums.js'
import { DoseCalculationType } from './calculation.type.js'
import { GeneResultUsedType } from './gene-result-used.type.js'

@ObjectType('RenderedText', {
  simpleResolvers: true,
  description: 'The same statement in two voices, rendered from the structure beside it.',
})
export class RenderedTextType {
  @Field(() => String, { description: 'For those who prescribe.' })
  @Class('GENOMIC_SUMMARY')
  readonly clinician!: string

  @Field(() => String, { description: 'In plain words, for those who take the medicine.' })
  @Class('GENOMIC_SUMMARY')
  readonly plain!: string
}

@ObjectType('StatedAction', { simpleResolvers: true, description: 'One action and when it holds.' })
export class StatedActionType {
  @Field(() => ActionEnum, { description: 'What to do.' })
  @Class('GENOMIC_SUMMARY')
  readonly action!: RecommendationOutcome['actions'][number]

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it holds for this person; null while the circumstances are not decided.',
  })
  @Class('CLINICAL')
  readonly holds?: boolean

  @Field(() => [String], {
    description: 'Names of the facts, or symbols of the genes, that would decide; empty when only a person can.',
  })
  @Class('GENOMIC_SUMMARY')
  readonly waitsFor!: readonly string[]
}

@ObjectType('Circumstance', {
  simpleResolvers: true,
  description: 'A circumstance that a row names, and whether it is that of this person.',
})
export class CircumstanceType implements Pick<Circumstance, 'holds' | 'waitsFor'> {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Decided by what was stated and by results; null when they do not decide.',
  })
  @Class('CLINICAL')
  readonly holds?: boolean

  @Field(() => [String], {
    description: 'Names of the facts, or symbols of the genes, that would decide; empty when only a person can.',
  })
  @Class('GENOMIC_SUMMARY')
  readonly waitsFor!: readonly string[]
}

@ObjectType('MatchedRow', {
  simpleResolvers: true,
  description: 'A row of a guideline that fits, and the results it fits.',
})
export class MatchedRowType implements Pick<MatchedRow, 'row' | 'bestSupported' | 'text'> {
  @Field(() => GuidelineRowType, { description: 'The row, as structure.' })
  @Class('GENOMIC_SUMMARY')
  readonly row!: MatchedRow['row']

  @Field(() => Boolean, {
    description: 'True when it fits a best supported diplotype, false when only another one that the data allow.',
  })
  @Class('GENOMIC_SUMMARY')
  readonly bestSupported!: boolean

  @Field(() => [[GeneResultUsedType]], { description: 'Every combination of results of the genes for which it holds.' })
  @Class('GENOMIC_SUMMARY')
  readonly results!: MatchedRow['results']

  @Field(() => [StatedActionType], { description: 'Its actions, each with the circumstances in which it holds.' })
  @Class('GENOMIC_SUMMARY')
  @Cost({ size: 2 })
  readonly statedActions!: MatchedRow['statedActions']

  @Field(() => [CircumstanceType], {
    description: 'Every circumstance that it names, of actions, amounts and alternatives.',
  })
  @Class('GENOMIC_SUMMARY')
  @Cost({ size: 2 })
  readonly circumstances!: MatchedRow['circumstances']

  @Field(() => RenderedTextType, { description: 'The row in words.' })
  @Class('GENOMIC_SUMMARY')
  readonly text!: MatchedRow['text']
}

@ObjectType('OutcomeReason', { simpleResolvers: true, description: 'What stands in the way of an answer.' })
export class OutcomeReasonType {
  @Field(() => String, { description: 'Symbol of the gene.' })
  @Class('GENOMIC_SUMMARY')
  readonly gene!: string

  @Field(() => String, { description: 'Code of the reason; the codes of NotCalledReason are among them.' })
  @Class('GENOMIC_SUMMARY')
  readonly reason!: string
}

@InterfaceType('Outcome', {
  description:
    'What one guideline of one source says of a drug for this person: a Recommendation, NoActionNeeded, or one of the typed ways of having no answer. Never an empty list.',
  resolveType: (outcome: Outcome) => outcome.type,
})
export abstract class OutcomeType implements Pick<
  Outcome,
  'source' | 'guideline' | 'robust' | 'wouldSettle' | 'genes' | 'text'
> {
  @Field(() => SourceEnum, { description: 'Who says it.' })
  @Class('GENOMIC_SUMMARY')
  readonly source!: Outcome['source']

  @Field(() => GuidelineType, {
    nullable: true,
    description: 'The publication, with link, licence and date; absent when the source has none for this drug.',
  })
  @Class('GENOMIC_SUMMARY')
  readonly guideline?: NonNullable<Outcome['guideline']>

  @Field(() => Boolean, {
    description:
      'The answer is the same for every diplotype that the data allow; a gene without a result may have any.',
  })
  @Class('GENOMIC_SUMMARY')
  readonly robust!: boolean

  @Field(() => [String], { description: 'What would settle it, when it is not robust or no answer.' })
  @Class('GENOMIC_SUMMARY')
  readonly wouldSettle!: readonly string[]

  @Field(() => [GeneResultUsedType], { description: 'What each gene of the guideline contributed.' })
  @Class('GENOMIC_SUMMARY')
  @Cost({ size: 2 })
  readonly genes!: Outcome['genes']

  @Field(() => RenderedTextType, { description: 'The answer in words.' })
  @Class('GENOMIC_SUMMARY')
  readonly text!: Outcome['text']
}

@InterfaceType('OutcomeWithRows', {
  implements: OutcomeType,
  description: 'An outcome for which rows of the guideline were found.',
  resolveType: (outcome: Outcome) => outcome.type,
})
export abstract class OutcomeWithRowsType extends OutcomeType {
  @Field(() => [MatchedRowType], { description: 'The rows that fit.' })
  @Class('GENOMIC_SUMMARY')
  @Cost({ size: 2 })
  readonly rows!: RecommendationOutcome['rows']

  @Field(() => [ActionEnum], { description: 'The actions of the rows together, strictest first.' })
  @Class('GENOMIC_SUMMARY')
  readonly actions!: RecommendationOutcome['actions']

  @Field(() => [DoseCalculationType], {
    nullable: true,
    description:
      'Instead of rows, where the guideline computes a dose: one calculation per combination of possible results, in mg per week with its range, or with the inputs that are missing.',
  })
  @Class('GENOMIC_SUMMARY')
  @Cost({ size: 1 })
  readonly calculations?: NonNullable<RecommendationOutcome['calculations']>
}

@InterfaceType('OutcomeWithoutRows', {
  implements: OutcomeType,
  description: 'A typed way of having no answer, with its reasons.',
  resolveType: (outcome: Outcome) => outcome.type,
})
export abstract class OutcomeWithoutRowsType extends OutcomeType {
  @Field(() => [OutcomeReasonType], { description: 'Genes that stand in the way, each with its reason.' })
  @Class('GENOMIC_SUMMARY')
  @Cost({ size: 2 })
  readonly reasons!: NoAnswerOutcome['reasons']
}

@ObjectType('Recommendation', {
  simpleResolvers: true,
  implements: [OutcomeWithRowsType, OutcomeType],
  description:
    'A row of the guideline fits. One that only says that the source makes none has the action NO_RECOMMENDATION.',
})
export class RecommendationType extends OutcomeWithRowsType {
  @Field(() => StrengthEnum, {
    nullable: true,
    description: 'The strongest grade among the rows, where the source grades.',
  })
  @Class('GENOMIC_SUMMARY')
  readonly strength?: NonNullable<RecommendationOutcome['strength']>
}

@ObjectType('NoActionNeeded', {
  simpleResolvers: true,
  implements: [OutcomeWithRowsType, OutcomeType],
  description: 'Every row that fits says the usual dose and nothing else.',
})
export class NoActionNeededType extends OutcomeWithRowsType {
  @Field(() => StrengthEnum, {
    nullable: true,
    description: 'The strongest grade among the rows, where the source grades.',
  })
  @Class('GENOMIC_SUMMARY')
  readonly strength?: NonNullable<RecommendationOutcome['strength']>
}

@ObjectType('PopulationUndetermined', {
  simpleResolvers: true,
  implements: [OutcomeWithRowsType, OutcomeType],
  description: 'The rows differ by a fact about the person that nobody stated. All of them, each with that fact.',
})
export class PopulationUndeterminedType extends OutcomeWithRowsType {}

@ObjectType('GuidelineWithoutRow', {
  simpleResolvers: true,
  implements: [OutcomeWithoutRowsType, OutcomeType],
  description: 'The guideline has no row for this result.',
})
export class GuidelineWithoutRowType extends OutcomeWithoutRowsType {}

@ObjectType('NotTested', {
  simpleResolvers: true,
  implements: [OutcomeWithoutRowsType, OutcomeType],
  description: 'There is no result for the gene.',
})
export class NotTestedType extends OutcomeWithoutRowsType {}

@ObjectType('NotCallable', {
  simpleResolvers: true,
  implements: [OutcomeWithoutRowsType, OutcomeType],
  description: 'The gene was looked at, but could not be called.',
})
export class NotCallableType extends OutcomeWithoutRowsType {}

@ObjectType('Indeterminate', {
  simpleResolvers: true,
  implements: [OutcomeWithoutRowsType, OutcomeType],
  description: 'The gene was called, but its phenotype decides nothing.',
})
export class IndeterminateType extends OutcomeWithoutRowsType {}

@ObjectType('Withheld', {
  simpleResolvers: true,
  implements: [OutcomeWithoutRowsType, OutcomeType],
  description: 'There is an answer, but you may not see it.',
})
export class WithheldType extends OutcomeWithoutRowsType {}

@ObjectType('NoGuideline', {
  simpleResolvers: true,
  implements: [OutcomeWithoutRowsType, OutcomeType],
  description: 'The source has no guideline for this drug.',
})
export class NoGuidelineType extends OutcomeWithoutRowsType {}

/** Reached only through the interface, so the schema has to be told of them. */
export const OUTCOME_TYPES = [
  RecommendationType,
  NoActionNeededType,
  PopulationUndeterminedType,
  GuidelineWithoutRowType,
  NotTestedType,
  NotCallableType,
  IndeterminateType,
  WithheldType,
  NoGuidelineType,
]
