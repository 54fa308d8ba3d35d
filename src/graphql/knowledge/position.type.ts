import { Field, Int, ObjectType } from 'type-graphql'
import type { Locus, Position } from '../../domain/knowledge.js'
import { Class } from '../data-class.js'
import { LocusBasisEnum, PositionRoleEnum } from './knowledge-enums.js'

@ObjectType('Locus', {
  simpleResolvers: true,
  description: 'A place on one edition of the genome, spelled as a VCF spells it.',
})
export class LocusType implements Locus {
  @Field(() => Int, { description: 'First base of `ref`, counted from 1.' })
  @Class('PUBLIC')
  readonly position!: number

  @Field(() => String, { description: 'Bases of the reference genome (plus strand).' })
  @Class('PUBLIC')
  readonly ref!: string

  @Field(() => [String], { description: 'Other bases that allele definitions know here (plus strand).' })
  @Class('PUBLIC')
  readonly alts!: readonly string[]

  @Field(() => LocusBasisEnum, { description: 'Read in a table, or calculated.' })
  @Class('PUBLIC')
  readonly basis!: Locus['basis']
}

@ObjectType('Position', {
  simpleResolvers: true,
  description: 'A position of interest: a place in the genome that some allele definition of the gene depends on.',
})
export class PositionType implements Omit<Position, 'loci' | 'window'> {
  @Field(() => Int, { description: 'Number of the position within its gene.' })
  @Class('PUBLIC')
  readonly index!: number

  @Field(() => String, { nullable: true, description: 'dbSNP number, e.g. rs4244285.' })
  @Class('PUBLIC')
  readonly rsid?: string

  @Field(() => String, { nullable: true, description: 'The change in HGVS notation.' })
  @Class('PUBLIC')
  readonly hgvs?: string

  @Field(() => String, { nullable: true, description: 'What the change does to the protein, as the source writes it.' })
  @Class('PUBLIC')
  readonly impact?: string

  @Field(() => PositionRoleEnum, { description: 'Whether it takes part in a definition.' })
  @Class('PUBLIC')
  readonly role!: Position['role']
}
