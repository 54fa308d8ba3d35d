import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { Condition, Guideline, GuidelineRow, Population, RowKey, Term } from '../../domain/knowledge.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { GuidelineRowType, RowConditionType, RowMatchType } from './guideline-row.type.js'
import { GuidelineType } from './guideline.type.js'
import { knowledgeIndex } from './knowledge-index.js'
import { PopulationType, TermType } from './term.type.js'
import { populationOf, termOrNone, termsOf } from './terms.js'

interface RowMatch {
  readonly keys: readonly (RowKey & { readonly gene: string })[]
  readonly sourceId: string | undefined
}

@Resolver(() => GuidelineRowType)
export class GuidelineRowResolver {
  @FieldResolver(() => GuidelineType, { description: 'The publication it belongs to.' })
  @Class('PUBLIC')
  guideline(@Root() row: GuidelineRow, @Ctx() { knowledge }: Context): Guideline | undefined {
    return knowledgeIndex(knowledge).guidelineOfRow.get(row)
  }

  @FieldResolver(() => PopulationType, { description: 'The people it was written for.' })
  @Class('PUBLIC')
  population(@Root() row: GuidelineRow, @Ctx() { knowledge }: Context): Population {
    return populationOf(knowledge, row.population)
  }

  @FieldResolver(() => [RowMatchType], { description: 'The results it was written for: one of these combinations.' })
  @Class('PUBLIC')
  matches(@Root() row: GuidelineRow): readonly RowMatch[] {
    return row.keys.map((keys, index) => ({
      keys: keys.flatMap((key, position) => {
        const gene = row.genes[position]
        return gene === undefined ? [] : [{ ...key, gene }]
      }),
      sourceId: row.sourceIds[index],
    }))
  }

  @FieldResolver(() => [TermType], { description: 'What the source takes to be the usual dose.' })
  @Class('PUBLIC')
  presumes(@Root() row: GuidelineRow, @Ctx() { knowledge }: Context): readonly Term[] {
    return termsOf(knowledge, row.presumes)
  }
}

@Resolver(() => RowConditionType)
export class RowConditionResolver {
  @FieldResolver(() => TermType, { nullable: true, description: 'The circumstances; absent when it holds always.' })
  @Class('PUBLIC')
  when(@Root() condition: Condition, @Ctx() { knowledge }: Context): Term | undefined {
    return termOrNone(knowledge, condition.when)
  }
}
