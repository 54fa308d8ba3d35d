import { Field, ObjectType } from 'type-graphql'
import type { Knowledge } from '../../domain/knowledge.js'
import { Class } from '../data-class.js'

@ObjectType('Knowledge', {
  simpleResolvers: true,
  description: 'The release of facts and guidelines that answers are computed from. Same version, same answers.',
})
export class KnowledgeType implements Pick<Knowledge, 'version' | 'release'> {
  @Field(() => String, { description: 'Checksum over all files of the release.' })
  @Class('PUBLIC')
  readonly version!: string

  @Field(() => String, { description: 'Name of the release.' })
  @Class('PUBLIC')
  readonly release!: string
}
