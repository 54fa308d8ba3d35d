import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql'
import type { Knowledge, KnowledgeSource, Population } from '../../domain/knowledge.js'
import type { Context } from '../context.js'
import { AsOf } from '../as-of.js'
import { Class } from '../data-class.js'
import { Cost } from '../limits/cost-hint.js'
import { KnowledgeSourceType } from './knowledge-source.type.js'
import { knowledgeIndex } from './knowledge-index.js'
import type { Coverage } from './knowledge-index.js'
import { CoverageType, KnowledgeType, ReleaseType } from './knowledge.type.js'
import { knownFacts } from '../../domain/recommendation/known-facts.js'
import { FactType, PopulationType } from './term.type.js'

@Resolver(() => KnowledgeType)
export class KnowledgeResolver {
  @Query(() => KnowledgeType, { description: 'What answers are computed from: release and sources.' })
  @Class('PUBLIC')
  knowledge(@Ctx() context: Context, @AsOf() _asOf?: string): Knowledge {
    return context.usecases.knowledge(context.actor)
  }

  @Query(() => [ReleaseType], {
    description: 'Every release that can be asked with `asOf`, the current one first.',
  })
  @Class('PUBLIC')
  releases(@Ctx() { usecases, actor }: Context): readonly Knowledge[] {
    return usecases.releases(actor)
  }

  @FieldResolver(() => String, {
    description: 'Name and version of the program that computes answers from it, to be kept with an answer.',
  })
  @Class('PUBLIC')
  software(@Ctx() { software }: Context): string {
    return software
  }

  @FieldResolver(() => [CoverageType], { description: 'How much CPIC, DPWG and FDA say in it, counted.' })
  @Class('PUBLIC')
  @Cost({ size: 3 })
  coverage(@Root() knowledge: Knowledge): readonly Coverage[] {
    return knowledgeIndex(knowledge).coverage
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

  @FieldResolver(() => [FactType], { description: 'Facts that a question may state: all that anything asks for.' })
  @Class('PUBLIC')
  @Cost({ size: 45 })
  facts(@Root() knowledge: Knowledge): readonly FactType[] {
    return [...knownFacts(knowledge).values()].map(({ name, kind, values }) => {
      const { clinician = name, plain = name, unit, codes = {} } = knowledge.facts?.get(name) ?? {}
      const words = values.map(code => ({ code, ...(codes[code] ?? { clinician: code, plain: code }) }))
      return { name, kind, clinician, plain, unit, codes: words }
    })
  }
}
