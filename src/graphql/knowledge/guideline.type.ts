import { Field, ID, Int, ObjectType } from 'type-graphql'
import type { Guideline } from '../../domain/knowledge.js'
import { connectionType } from '../connection.js'
import { Class } from '../data-class.js'
import { NodeType } from '../node.type.js'
import { GuidelineKindEnum, SourceEnum } from './knowledge-enums.js'
import { ProvenanceType } from './knowledge-source.type.js'

@ObjectType('Guideline', {
  simpleResolvers: true,
  implements: NodeType,
  description: 'What one publication says about one drug.',
})
export class GuidelineType implements Pick<
  Guideline,
  | 'source'
  | 'kind'
  | 'otherGenes'
  | 'url'
  | 'publisherUrls'
  | 'pmids'
  | 'year'
  | 'tableSection'
  | 'dataDate'
  | 'licence'
  | 'algorithm'
> {
  @Field(() => SourceEnum, { description: 'Who publishes it.' })
  @Class('PUBLIC')
  readonly source!: Guideline['source']

  @Field(() => GuidelineKindEnum, { description: 'Guideline, label or entry of a table.' })
  @Class('PUBLIC')
  readonly kind!: Guideline['kind']

  @Field(() => [String], { description: 'Symbols of genes it also speaks of, without rows.' })
  @Class('PUBLIC')
  readonly otherGenes!: readonly string[]

  @Field(() => String, { nullable: true, description: 'Where to read the original.' })
  @Class('PUBLIC')
  readonly url?: string

  @Field(() => [String], { description: "The publisher's own pages." })
  @Class('PUBLIC')
  readonly publisherUrls!: readonly string[]

  @Field(() => [String], { description: 'PubMed ids of the publications.' })
  @Class('PUBLIC')
  readonly pmids!: readonly string[]

  @Field(() => Int, { nullable: true, description: 'Year of the publication.' })
  @Class('PUBLIC')
  readonly year?: number

  @Field(() => Int, {
    nullable: true,
    description: "Section 1 to 3 of the FDA's table of associations; 3 is about blood levels only.",
  })
  @Class('PUBLIC')
  readonly tableSection?: number

  @Field(() => String, { description: 'ISO date of the data that the rows were read from.' })
  @Class('PUBLIC')
  readonly dataDate!: string

  @Field(() => String, { description: 'Licence under which the rows are passed on.' })
  @Class('PUBLIC')
  readonly licence!: string

  @Field(() => ID, {
    nullable: true,
    description: 'The dose algorithm; such a guideline computes instead of being looked up.',
  })
  @Class('PUBLIC')
  readonly algorithm?: string

  @Field(() => ProvenanceType, { description: 'Where the rows were read.' })
  @Class('PUBLIC')
  readonly provenance!: Guideline['provenance']
}

export const GuidelineConnectionType = connectionType('Guideline', () => GuidelineType, 'guidelines', 'PUBLIC')
