import { Field, Float, ObjectType } from 'type-graphql'
import type { Diplotype, Haplotype } from '../../domain/diplotype/gene-call.js'
import type { DiplotypePhenotype } from '../../domain/phenotype/gene-phenotype.js'
import { Class } from '../data-class.js'

@ObjectType('Haplotype', { simpleResolvers: true, description: 'What lies on one chromosome: one allele, or several.' })
class HaplotypeType implements Haplotype {
  @Field(() => String, { description: 'Its name, e.g. *2, or [*6 + *27] for a combination.' })
  @Class('GENOMIC_SUMMARY')
  readonly name!: string

  @Field(() => [String], { description: 'The alleles it is made of.' })
  @Class('GENOMIC_SUMMARY')
  readonly alleles!: readonly string[]

  @Field(() => [String], { description: 'Differences from the reference that have no name.' })
  @Class('GENOMIC_SUMMARY')
  readonly partials!: readonly string[]
}

@ObjectType('Diplotype', {
  simpleResolvers: true,
  description: 'The two versions of a gene that a person has, one from each parent (one where there is only one copy).',
})
export class DiplotypeType implements Diplotype {
  @Field(() => String, { description: 'Both names, the smaller first, e.g. *1/*2.' })
  @Class('GENOMIC_SUMMARY')
  readonly name!: string

  @Field(() => [HaplotypeType], { description: 'One per chromosome.' })
  @Class('GENOMIC_SUMMARY')
  readonly haplotypes!: Diplotype['haplotypes']

  @Field(() => Float, {
    description: 'How many positions of the definitions support it; compared between the pairs that fit.',
  })
  @Class('GENOMIC_SUMMARY')
  readonly score!: number
}

@ObjectType('DiplotypePhenotype', {
  simpleResolvers: true,
  description: 'What one diplotype predicts, and by which words guidelines find it.',
})
export class DiplotypePhenotypeType implements DiplotypePhenotype {
  @Field(() => DiplotypeType, {
    nullable: true,
    description: 'The diplotype; absent when only a phenotype was stated.',
  })
  @Class('GENOMIC_SUMMARY')
  readonly diplotype?: Diplotype

  @Field(() => DiplotypeType, {
    nullable: true,
    description: 'What guidelines are asked for; differs where only the allele with the lowest function counts.',
  })
  @Class('GENOMIC_SUMMARY')
  readonly lookupDiplotype?: Diplotype

  @Field(() => Boolean, { description: 'True when the diplotype that is looked up was inferred, not called.' })
  @Class('GENOMIC_SUMMARY')
  readonly inferred!: boolean

  @Field(() => [String], { description: "Function of each allele that is looked up, in the source's words." })
  @Class('GENOMIC_SUMMARY')
  readonly functions!: readonly string[]

  @Field(() => [String], { nullable: true, description: 'Activity value of each allele, where the gene has any.' })
  @Class('GENOMIC_SUMMARY')
  readonly activityValues?: readonly string[]

  @Field(() => String, {
    nullable: true,
    description: 'Sum of the activity values, e.g. "1.25"; absent for genes without any.',
  })
  @Class('GENOMIC_SUMMARY')
  readonly activityScore?: string

  @Field(() => [String], {
    description: 'The phenotype, e.g. "Intermediate Metabolizer"; several where each allele counts by its presence.',
  })
  @Class('GENOMIC_SUMMARY')
  readonly phenotypes!: readonly string[]

  @Field(() => [String], { description: 'The words by which guidelines are asked.' })
  @Class('GENOMIC_SUMMARY')
  readonly lookupKeys!: readonly string[]
}
