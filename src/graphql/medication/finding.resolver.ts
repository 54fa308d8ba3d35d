import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { KnowledgeSource } from '../../domain/knowledge.js'
import type { FindingCitation } from '../../domain/medication/finding.js'
import type { ShownFinding, UsedFact } from '../../usecases/option-questions.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { FactSourceKindEnum } from '../history/history-enums.js'
import { KnowledgeSourceType } from '../knowledge/knowledge-source.type.js'
import { FindingCitationType, FindingType, UsedFactType } from './finding.type.js'

@Resolver(() => FindingType)
export class FindingResolver {
  @FieldResolver(() => Boolean, {
    description: 'It also rests on the indication that was asked for: who asks for it states that the patient has it.',
  })
  @Class('CLINICAL')
  restsOnIndication(@Root() { restsOnIndication }: ShownFinding): boolean {
    return restsOnIndication ?? false
  }
}

@Resolver(() => FindingCitationType)
export class FindingCitationResolver {
  @FieldResolver(() => KnowledgeSourceType, {
    nullable: true,
    description: 'The publication or curated table from which the row was taken, in the edition that was read.',
  })
  @Class('PUBLIC')
  source(@Root() { source }: FindingCitation, @Ctx() { knowledge }: Context): KnowledgeSource | undefined {
    return knowledge.sources.get(source)
  }
}

@Resolver(() => UsedFactType)
export class UsedFactResolver {
  @FieldResolver(() => FactSourceKindEnum, { description: 'Who said so.' })
  @Class('CLINICAL')
  sourceKind(@Root() { source }: UsedFact): UsedFact['source']['kind'] {
    return source.kind
  }
}
