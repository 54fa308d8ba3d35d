import { Field, Int, ObjectType } from 'type-graphql'
import type { Knowledge } from '../../domain/knowledge.js'
import { Class } from '../data-class.js'
import type { Coverage } from './knowledge-index.js'
import { SourceEnum } from './knowledge-enums.js'

@ObjectType('Knowledge', {
  simpleResolvers: true,
  description: 'The release of facts and guidelines that answers are computed from. Same version, same answers.',
})
export class KnowledgeType implements Pick<Knowledge, 'version' | 'release' | 'date'> {
  @Field(() => String, { description: 'Checksum over all files of the release.' })
  @Class('PUBLIC')
  readonly version!: string

  @Field(() => String, { description: 'Name of the release.' })
  @Class('PUBLIC')
  readonly release!: string

  @Field(() => String, { description: 'ISO date from which the release counts.' })
  @Class('PUBLIC')
  readonly date!: string
}

@ObjectType('Release', { simpleResolvers: true, description: 'A release of facts and guidelines that can be asked.' })
export class ReleaseType implements Pick<Knowledge, 'version' | 'release' | 'date'> {
  @Field(() => String, { description: 'Checksum over all files of the release.' })
  @Class('PUBLIC')
  readonly version!: string

  @Field(() => String, { description: 'Name of the release.' })
  @Class('PUBLIC')
  readonly release!: string

  @Field(() => String, { description: 'ISO date from which it counts.' })
  @Class('PUBLIC')
  readonly date!: string
}

@ObjectType('Coverage', { simpleResolvers: true, description: 'How much one publisher of advice says in a release.' })
export class CoverageType implements Coverage {
  @Field(() => SourceEnum, { description: 'Who publishes.' })
  @Class('PUBLIC')
  readonly source!: Coverage['source']

  @Field(() => Int, { description: 'Drugs it speaks of.' })
  @Class('PUBLIC')
  readonly drugs!: number

  @Field(() => Int, { description: 'Genes it asks for.' })
  @Class('PUBLIC')
  readonly genes!: number

  @Field(() => Int, { description: 'Guidelines, labels and associations, one per drug.' })
  @Class('PUBLIC')
  readonly guidelines!: number

  @Field(() => Int, { description: 'Rows.' })
  @Class('PUBLIC')
  readonly rows!: number

  @Field(() => Int, { description: 'Of those, rows from the memory of a curator that nobody compared with a source.' })
  @Class('PUBLIC')
  readonly unsourcedRows!: number
}
