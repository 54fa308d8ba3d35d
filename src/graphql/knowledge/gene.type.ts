import { Field, Int, ObjectType } from 'type-graphql'
import type { Gene } from '../../domain/knowledge.js'
import { Class } from '../data-class.js'
import { connectionType } from '../connection.js'
import { NodeType } from '../node.type.js'
import { AlleleType } from './allele.type.js'
import { CallingRuleEnum, GeneTierEnum, LookupMethodEnum, PloidyEnum } from './knowledge-enums.js'
import { ProvenanceType } from './knowledge-source.type.js'
import { PositionType } from './position.type.js'

@ObjectType('GenomicRange', { simpleResolvers: true, description: 'A stretch of a chromosome.' })
export class GenomicRangeType {
  @Field(() => Int, { description: 'First base, counted from 1.' })
  @Class('PUBLIC')
  readonly start!: number

  @Field(() => Int, { description: 'Last base, included.' })
  @Class('PUBLIC')
  readonly end!: number
}

@ObjectType('GeneRegion', { simpleResolvers: true, description: 'Where the gene lies on each edition of the genome.' })
export class GeneRegionType {
  @Field(() => GenomicRangeType, { nullable: true, name: 'grch38', description: 'On GRCh38.' })
  @Class('PUBLIC')
  readonly GRCh38?: GenomicRangeType

  @Field(() => GenomicRangeType, { nullable: true, name: 'grch37', description: 'On GRCh37.' })
  @Class('PUBLIC')
  readonly GRCh37?: GenomicRangeType
}

@ObjectType('GeneKnowledge', {
  simpleResolvers: true,
  description: 'How much is known of a gene here, counted from the loaded knowledge.',
})
export class GeneKnowledgeType {
  @Field(() => Int, { description: 'Named alleles.' })
  @Class('PUBLIC')
  readonly alleles!: number

  @Field(() => Int, { description: 'Of those, alleles that single bases can tell.' })
  @Class('PUBLIC')
  readonly matchableAlleles!: number

  @Field(() => Int, { description: 'Of those, alleles with a stated function.' })
  @Class('PUBLIC')
  readonly allelesWithFunction!: number

  @Field(() => Int, { description: 'Positions of interest.' })
  @Class('PUBLIC')
  readonly positions!: number

  @Field(() => Int, { description: 'Of those, positions that also have a place on GRCh37.' })
  @Class('PUBLIC')
  readonly positionsOnGrch37!: number

  @Field(() => Int, { description: 'Ranges, rules or statuses of the phenotype table.' })
  @Class('PUBLIC')
  readonly phenotypeRules!: number

  @Field(() => Int, { description: 'Alleles that were not compared with their source again after they were written.' })
  @Class('PUBLIC')
  readonly unreviewedAlleles!: number
}

@ObjectType('Gene', {
  simpleResolvers: true,
  implements: NodeType,
  description: 'A gene whose versions change how medicines work.',
})
export class GeneType implements Pick<
  Gene,
  | 'symbol'
  | 'name'
  | 'tier'
  | 'chromosome'
  | 'strand'
  | 'region'
  | 'ploidy'
  | 'callingRule'
  | 'needsCopyNumber'
  | 'undocumentedAsReference'
  | 'lookupMethod'
  | 'restricted'
  | 'referenceAllele'
  | 'definitionDate'
  | 'notes'
> {
  @Field(() => String, { description: 'Official symbol, e.g. CYP2C19.' })
  @Class('PUBLIC')
  readonly symbol!: string

  @Field(() => String, { nullable: true, description: 'Official name.' })
  @Class('PUBLIC')
  readonly name?: string

  @Field(() => GeneTierEnum, { description: 'How far it is supported.' })
  @Class('PUBLIC')
  readonly tier!: Gene['tier']

  @Field(() => String, { nullable: true, description: 'ISO date of the allele definitions.' })
  @Class('PUBLIC')
  readonly definitionDate?: string

  @Field(() => String, { description: 'Chromosome, e.g. chr10.' })
  @Class('PUBLIC')
  readonly chromosome!: string

  @Field(() => String, {
    description: '"+" or "-": the direction in which the gene is read. All bases here are given on the plus strand.',
  })
  @Class('PUBLIC')
  readonly strand!: Gene['strand']

  @Field(() => GeneRegionType, { nullable: true, description: 'Where it lies.' })
  @Class('PUBLIC')
  readonly region?: GeneRegionType

  @Field(() => PloidyEnum, { description: 'How many copies a person has.' })
  @Class('PUBLIC')
  readonly ploidy!: Gene['ploidy']

  @Field(() => CallingRuleEnum, { description: 'How it is called from a file.' })
  @Class('PUBLIC')
  readonly callingRule!: Gene['callingRule']

  @Field(() => Boolean, {
    description:
      'Whole copies of this gene are often missing, doubled or mixed with a neighbour, so a file of small variants cannot give the result; another test has to.',
  })
  @Class('PUBLIC')
  readonly needsCopyNumber!: boolean

  @Field(() => Boolean, {
    description: 'A base no definition lists is read as reference, with a note, instead of leaving the gene uncalled.',
  })
  @Class('PUBLIC')
  readonly undocumentedAsReference!: boolean

  @Field(() => LookupMethodEnum, { description: 'By what guidelines find its result.' })
  @Class('PUBLIC')
  readonly lookupMethod!: Gene['lookupMethod']

  @Field(() => Boolean, {
    description: 'Also speaks of the risk of a disease; who may see results of this gene is restricted.',
  })
  @Class('PUBLIC')
  readonly restricted!: boolean

  @Field(() => String, { nullable: true, description: 'Name of the allele all others are described against.' })
  @Class('PUBLIC')
  readonly referenceAllele?: string

  @Field(() => [PositionType], { description: 'The positions of interest, in the order of the definitions.' })
  @Class('PUBLIC')
  readonly positions!: readonly PositionType[]

  @Field(() => [String], { description: 'Peculiarities, e.g. where the two editions of the genome differ.' })
  @Class('PUBLIC')
  readonly notes!: readonly string[]

  @Field(() => ProvenanceType, { description: 'Where positions and definitions come from.' })
  @Class('PUBLIC')
  readonly provenance!: Gene['provenance']
}

export const GeneConnectionType = connectionType('Gene', () => GeneType, 'genes', 'PUBLIC')
export const AlleleConnectionType = connectionType('Allele', () => AlleleType, 'named alleles', 'PUBLIC')
