import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { KnowledgeSource, Provenance } from '../../domain/knowledge.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { knowledgeIndex } from './knowledge-index.js'
import type { SourceCounts } from './knowledge-index.js'
import { KnowledgeSourceType, ProvenanceType, SourceCountsType } from './knowledge-source.type.js'

@Resolver(() => KnowledgeSourceType)
export class KnowledgeSourceResolver {
  @FieldResolver(() => SourceCountsType, { nullable: true, description: 'How many facts of this release rest on it.' })
  @Class('PUBLIC')
  counts(@Root() source: KnowledgeSource, @Ctx() { knowledge }: Context): SourceCounts | undefined {
    return knowledgeIndex(knowledge).counts.get(source.id)
  }
}

@Resolver(() => ProvenanceType)
export class ProvenanceResolver {
  @FieldResolver(() => KnowledgeSourceType, { nullable: true, description: 'The publication.' })
  @Class('PUBLIC')
  source(@Root() provenance: Provenance, @Ctx() { knowledge }: Context): KnowledgeSource | undefined {
    return knowledge.sources.get(provenance.source)
  }
}
