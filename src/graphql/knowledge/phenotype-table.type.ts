import { createUnionType, Field, Float, ObjectType } from 'type-graphql'
import type { PhenotypeTable } from '../../domain/knowledge.js'
import { Class } from '../data-class.js'
import { ProvenanceType } from './knowledge-source.type.js'

type Table<M extends PhenotypeTable['method']> = Extract<PhenotypeTable, { method: M }>

@ObjectType('ScoreRange', { simpleResolvers: true, description: 'Activity scores that mean the same phenotype.' })
class ScoreRangeType {
  @Field(() => Float, { description: 'Lowest score, included.' })
  @Class('PUBLIC')
  readonly min!: number

  @Field(() => Float, { nullable: true, description: 'Highest score, included; open when absent.' })
  @Class('PUBLIC')
  readonly max?: number

  @Field(() => String, { description: 'The phenotype, e.g. "Poor Metabolizer".' })
  @Class('PUBLIC')
  readonly phenotype!: string
}

@ObjectType('ActivityScoreTable', {
  simpleResolvers: true,
  description: 'The activity values of both alleles are added; the sum decides the phenotype.',
})
export class ActivityScoreTableType implements Pick<Table<'activity-score'>, 'ranges' | 'indeterminate'> {
  readonly method!: 'activity-score'

  @Field(() => [ScoreRangeType], { description: 'Which sum means which phenotype.' })
  @Class('PUBLIC')
  readonly ranges!: readonly ScoreRangeType[]

  @Field(() => String, { description: 'The phenotype of a sum in none of the ranges.' })
  @Class('PUBLIC')
  readonly indeterminate!: string

  @Field(() => ProvenanceType, { description: 'Whose table it is.' })
  @Class('PUBLIC')
  readonly provenance!: Table<'activity-score'>['provenance']
}

@ObjectType('FunctionRule', {
  simpleResolvers: true,
  description: 'The functions of one allele or of both, in any order, and the phenotype they mean.',
})
class FunctionRuleType {
  @Field(() => [String], { description: 'One function (a single copy) or two.' })
  @Class('PUBLIC')
  readonly functions!: readonly string[]

  @Field(() => String, { description: 'The phenotype.' })
  @Class('PUBLIC')
  readonly phenotype!: string

  @Field(() => Boolean, {
    description:
      'Compared with its source field by field after it was written, by script or by reading. No clinician has signed it.',
  })
  @Class('PUBLIC')
  readonly reviewed!: boolean
}

@ObjectType('FunctionTable', {
  simpleResolvers: true,
  description: 'The functions of both alleles together decide the phenotype.',
})
export class FunctionTableType implements Pick<Table<'function-combination'>, 'rules'> {
  readonly method!: 'function-combination'

  @Field(() => [FunctionRuleType], { description: 'Which functions mean which phenotype.' })
  @Class('PUBLIC')
  readonly rules!: readonly FunctionRuleType[]

  @Field(() => ProvenanceType, { description: 'Whose table it is.' })
  @Class('PUBLIC')
  readonly provenance!: Table<'function-combination'>['provenance']
}

@ObjectType('AlleleStatus', { simpleResolvers: true, description: 'What having or not having an allele is called.' })
class AlleleStatusType {
  @Field(() => String, { description: 'The allele.' })
  @Class('PUBLIC')
  readonly allele!: string

  @Field(() => String, { description: 'With at least one copy.' })
  @Class('PUBLIC')
  readonly positive!: string

  @Field(() => String, { description: 'Without.' })
  @Class('PUBLIC')
  readonly negative!: string
}

@ObjectType('AlleleStatusTable', {
  simpleResolvers: true,
  description: 'Each listed allele counts by itself, by its presence.',
})
export class AlleleStatusTableType implements Pick<Table<'allele-status'>, 'statuses'> {
  readonly method!: 'allele-status'

  @Field(() => [AlleleStatusType], { description: 'The alleles that count.' })
  @Class('PUBLIC')
  readonly statuses!: readonly AlleleStatusType[]

  @Field(() => ProvenanceType, { description: 'Whose table it is.' })
  @Class('PUBLIC')
  readonly provenance!: Table<'allele-status'>['provenance']
}

@ObjectType('NoPhenotypeTable', {
  simpleResolvers: true,
  description: 'The gene is called and shown, but no table says what its alleles mean.',
})
export class NoPhenotypeTableType {
  readonly method!: 'none'

  @Field(() => ProvenanceType, { description: 'Who describes the gene.' })
  @Class('PUBLIC')
  readonly provenance!: Table<'none'>['provenance']
}

const TYPE_OF_METHOD = {
  'activity-score': 'ActivityScoreTable',
  'function-combination': 'FunctionTable',
  'allele-status': 'AlleleStatusTable',
  none: 'NoPhenotypeTable',
} as const satisfies Record<PhenotypeTable['method'], string>

export const PhenotypeTableUnion = createUnionType({
  name: 'PhenotypeTable',
  description: 'How alleles become a phenotype.',
  types: () => [ActivityScoreTableType, FunctionTableType, AlleleStatusTableType, NoPhenotypeTableType] as const,
  resolveType: table => TYPE_OF_METHOD[table.method],
})
