import { Field, ObjectType } from 'type-graphql'
import type { Allele } from '../../domain/knowledge.js'
import { Class } from '../data-class.js'
import { ProvenanceType } from './knowledge-source.type.js'
import { PositionType } from './position.type.js'

@ObjectType('StructuralAllele', {
  simpleResolvers: true,
  description:
    'How an allele differs from the others by more than bases: deleted, duplicated, or joined with a neighbour gene.',
})
export class StructuralAlleleType implements NonNullable<Allele['structural']> {
  @Field(() => String, { description: 'Kind of the change.' })
  @Class('PUBLIC')
  readonly type!: string

  @Field(() => String, { nullable: true, description: 'The allele that is copied.' })
  @Class('PUBLIC')
  readonly base?: string

  @Field(() => String, { nullable: true, description: 'Number of copies, as the source writes it.' })
  @Class('PUBLIC')
  readonly copies?: string

  @Field(() => [String], { nullable: true, description: 'The alleles it is made of.' })
  @Class('PUBLIC')
  readonly components?: readonly string[]
}

@ObjectType('AlleleCell', { simpleResolvers: true, description: 'What an allele shows at one position.' })
export class AlleleCellType {
  @Field(() => PositionType, { description: 'The position.' })
  @Class('PUBLIC')
  readonly position!: PositionType

  @Field(() => [String], {
    description: 'Bases on the plus strand; several when the allele exists with each of them.',
  })
  @Class('PUBLIC')
  readonly bases!: readonly string[]
}

@ObjectType('Allele', {
  simpleResolvers: true,
  description: 'A named version of a gene (star allele): a pattern of bases at its positions of interest.',
})
export class AlleleType implements Omit<Allele, 'cells' | 'id'> {
  @Field(() => String, { description: 'Name within the gene, e.g. *2.' })
  @Class('PUBLIC')
  readonly name!: string

  @Field(() => Boolean, {
    description: 'The allele that all others are described against. It is not always the most frequent one.',
  })
  @Class('PUBLIC')
  readonly isReference!: boolean

  @Field(() => Boolean, {
    description:
      'Can be recognised from single bases; false for deletions, duplications and alleles without published bases.',
  })
  @Class('PUBLIC')
  readonly matchable!: boolean

  @Field(() => String, { nullable: true, description: 'The name under which a sub-allele is reported.' })
  @Class('PUBLIC')
  readonly core?: string

  @Field(() => String, {
    nullable: true,
    description: 'What the allele does to the protein, in the words of the source, e.g. "No function".',
  })
  @Class('PUBLIC')
  readonly function?: string

  @Field(() => String, {
    nullable: true,
    description: 'Its function before the last change of class, where that is known.',
  })
  @Class('PUBLIC')
  readonly formerFunction?: string

  @Field(() => String, {
    nullable: true,
    description:
      'The function as a number, as the source writes it; the two values of a person add up to the activity score.',
  })
  @Class('PUBLIC')
  readonly activityValue?: string

  @Field(() => StructuralAlleleType, { nullable: true, description: 'Set when the allele differs by more than bases.' })
  @Class('PUBLIC')
  readonly structural?: StructuralAlleleType

  @Field(() => Boolean, {
    description:
      'In the minimum set that the Association for Molecular Pathology wants every clinical assay to include.',
  })
  @Class('PUBLIC')
  readonly ampTier1!: boolean

  @Field(() => String, { nullable: true, description: 'Something a reader has to know about this allele.' })
  @Class('PUBLIC')
  readonly note?: string

  @Field(() => ProvenanceType, { description: 'Where definition and function come from.' })
  @Class('PUBLIC')
  readonly provenance!: Allele['provenance']
}
