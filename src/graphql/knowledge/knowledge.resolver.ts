import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql'
import type { Knowledge, KnowledgeSource, Population } from '../../domain/knowledge.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { Cost } from '../limits/cost-hint.js'
import { KnowledgeSourceType } from './knowledge-source.type.js'
import { KnowledgeType } from './knowledge.type.js'
import { PopulationType } from './term.type.js'

@Resolver(() => KnowledgeType)
export class KnowledgeResolver {
  @Query(() => KnowledgeType, { description: 'What answers are computed from: release and sources.' })
  @Class('PUBLIC')
  knowledge(@Ctx() context: Context): Knowledge {
    return context.usecases.knowledge(context.actor)
  }

  @FieldResolver(() => [KnowledgeSourceType], { description: 'The publications, with edition and licence.' })
  @Class('PUBLIC')
  @Cost({ size: 15 })
  sources(@Root() knowledge: Knowledge): readonly KnowledgeSource[] {
    return [...knowledge.sources.values()]
  }

  @FieldResolver(() => [PopulationType], { description: 'Groups of people for whom sources write rows of their own.' })
  @Class('PUBLIC')
  @Cost({ size: 30 })
  populations(@Root() knowledge: Knowledge): readonly Population[] {
    return [...knowledge.populations.values()]
  }
}
