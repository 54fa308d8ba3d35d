import { Field, Int, ObjectType } from 'type-graphql'
import type { KnowledgeSource, Provenance } from '../../domain/knowledge.js'
import { Class } from '../data-class.js'
import { BasisEnum } from './knowledge-enums.js'

@ObjectType('SourceCounts', { simpleResolvers: true, description: 'How much of the knowledge rests on one source.' })
export class SourceCountsType {
  @Field(() => Int, { description: 'Genes described by it.' })
  @Class('PUBLIC')
  readonly genes!: number

  @Field(() => Int, { description: 'Named alleles.' })
  @Class('PUBLIC')
  readonly alleles!: number

  @Field(() => Int, { description: 'Drugs described by it.' })
  @Class('PUBLIC')
  readonly drugs!: number

  @Field(() => Int, { description: 'Guidelines, labels and associations.' })
  @Class('PUBLIC')
  readonly guidelines!: number

  @Field(() => Int, { description: 'Rows of guidelines.' })
  @Class('PUBLIC')
  readonly rows!: number

  @Field(() => Int, { description: 'Inhibitors and inducers.' })
  @Class('PUBLIC')
  readonly interactions!: number
}

@ObjectType('KnowledgeSource', {
  simpleResolvers: true,
  description: 'A publication that facts were taken from, in the edition that was read.',
})
export class KnowledgeSourceType implements KnowledgeSource {
  @Field(() => String, { description: 'Short name that provenance refers to.' })
  @Class('PUBLIC')
  readonly id!: string

  @Field(() => String, { description: 'Title of the publication.' })
  @Class('PUBLIC')
  readonly title!: string

  @Field(() => String, { description: 'Who publishes it.' })
  @Class('PUBLIC')
  readonly publisher!: string

  @Field(() => String, { description: "The publisher's name of the edition." })
  @Class('PUBLIC')
  readonly release!: string

  @Field(() => String, { description: 'ISO date of the edition, or of its reading.' })
  @Class('PUBLIC')
  readonly date!: string

  @Field(() => String, { description: 'Licence under which its facts are passed on.' })
  @Class('PUBLIC')
  readonly licence!: string

  @Field(() => String, { nullable: true, description: 'Where it is published.' })
  @Class('PUBLIC')
  readonly url?: string

  @Field(() => String, { nullable: true, description: 'What the licence asks to be shown beside the facts.' })
  @Class('PUBLIC')
  readonly attribution?: string
}

@ObjectType('Provenance', { simpleResolvers: true, description: 'Where a fact comes from and how sure we are of it.' })
export class ProvenanceType implements Pick<Provenance, 'basis' | 'reviewed'> {
  @Field(() => BasisEnum, { description: 'Read in the source, calculated from it, or known to a curator.' })
  @Class('PUBLIC')
  readonly basis!: Provenance['basis']

  @Field(() => Boolean, {
    description:
      'Compared with its source field by field after it was written, by script or by reading. No clinician has signed it.',
  })
  @Class('PUBLIC')
  readonly reviewed!: boolean
}
