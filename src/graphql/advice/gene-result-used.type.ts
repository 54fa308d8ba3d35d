import { Field, ObjectType } from 'type-graphql'
import type { GeneResultUsed } from '../../domain/recommendation/advice.js'
import { DiplotypePhenotypeType } from '../call/diplotype.type.js'
import { Class } from '../data-class.js'

@ObjectType('GeneResultUsed', { simpleResolvers: true, description: 'The result of one gene that an answer rests on.' })
export class GeneResultUsedType implements Omit<GeneResultUsed, 'gene' | 'readAs'> {
  @Field(() => DiplotypePhenotypeType, {
    nullable: true,
    description: 'What the genome predicts; absent when the gene has no result.',
  })
  @Class('GENOMIC_SUMMARY')
  readonly result?: NonNullable<GeneResultUsed['result']>

  @Field(() => DiplotypePhenotypeType, {
    nullable: true,
    description: 'What it is under the medicines taken; present when they change it.',
  })
  @Class('CLINICAL')
  readonly effective?: NonNullable<GeneResultUsed['effective']>

  @Field(() => [DiplotypePhenotypeType], { description: 'Other possible results for which the answer is the same.' })
  @Class('GENOMIC_SUMMARY')
  readonly sameFor!: GeneResultUsed['sameFor']

  @Field(() => [String], { description: 'The words by which the guideline was asked.' })
  @Class('GENOMIC_SUMMARY')
  readonly lookupKeys!: readonly string[]
}
