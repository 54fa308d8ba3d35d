import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql'
import { DomainError } from '../../domain/errors.js'
import type { Drug, Gene, Guideline, GuidelineRow, Source, Term } from '../../domain/knowledge.js'
import type { RecommendationEntry } from '../../usecases/menu.js'
import type { Page } from '../../usecases/records.js'
import { connectionOf } from '../connection.js'
import type { Connection } from '../connection.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { given } from '../given.js'
import { Cost } from '../limits/cost-hint.js'
import { guidelineNodeId, parseNodeId } from '../node-id.js'
import { PageArgs, pageRequest } from '../page.js'
import { DrugType } from './drug.type.js'
import { GeneType } from './gene.type.js'
import { GuidelineRowConnectionType } from './guideline-row.type.js'
import { GuidelineConnectionType, GuidelineType } from './guideline.type.js'
import { SourceEnum } from './knowledge-enums.js'
import { TermType } from './term.type.js'
import { termsOf } from './terms.js'

@Resolver(() => GuidelineType)
export class GuidelineResolver {
  @Query(() => GuidelineConnectionType, { description: 'Guidelines, labels and associations, by drug and source.' })
  @Class('PUBLIC')
  guidelines(
    @Ctx() context: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('drug', () => String, { nullable: true, description: 'Only about this drug (generic name).' }) drug?: string,
    @Arg('gene', () => String, { nullable: true, description: 'Only those that ask for this gene.' }) gene?: string,
    @Arg('source', () => SourceEnum, { nullable: true, description: 'Only of this source.' }) source?: Source,
    @Arg('accessions', () => [String], { nullable: true, description: 'Only publications with these accessions.' })
    ids?: string[],
  ): Connection<Guideline> {
    const filter = given({ drug, gene, source, ids })
    return connectionOf(context.usecases.listGuidelines(context.actor, filter, pageRequest(page)))
  }

  @Query(() => GuidelineType, { nullable: true, description: 'One guideline by its id.' })
  @Class('PUBLIC')
  guideline(@Ctx() context: Context, @Arg('id', () => ID, { description: 'Its id.' }) id: string): Guideline {
    const guideline = findGuideline(context, id)
    if (guideline === undefined) throw new DomainError('NOT_FOUND', 'No guideline of this id', {})
    return guideline
  }

  @Query(() => GuidelineRowConnectionType, {
    description: 'Rows of guidelines, to browse what is recommended for whom.',
  })
  @Class('PUBLIC')
  recommendations(
    @Ctx() context: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('drug', () => String, { nullable: true, description: 'Only about this drug (generic name).' }) drug?: string,
    @Arg('gene', () => String, { nullable: true, description: 'Only rows that ask for this gene.' }) gene?: string,
    @Arg('source', () => SourceEnum, { nullable: true, description: 'Only of this source.' }) source?: Source,
    @Arg('population', () => String, { nullable: true, description: 'Only rows for this group of people, by code.' })
    population?: string,
    @Arg('lookupKey', () => String, {
      nullable: true,
      description: 'Only rows that this result finds: a phenotype, score, status or pair of alleles.',
    })
    lookupKey?: string,
  ): Connection<GuidelineRow> {
    const filter = given({ drug, gene, source, population, lookupKey })
    return connectionOf(rowsOf(context.usecases.listRecommendations(context.actor, filter, pageRequest(page))))
  }

  @FieldResolver(() => ID, { description: 'Opaque and stable; `node(id)` finds the guideline again.' })
  @Class('PUBLIC')
  id(@Root() guideline: Guideline): string {
    return guidelineNodeId(guideline)
  }

  @FieldResolver(() => String, { description: 'Accession of the publication; it may speak of other drugs, too.' })
  @Class('PUBLIC')
  accession(@Root() guideline: Guideline): string {
    return guideline.id
  }

  @FieldResolver(() => DrugType, { nullable: true, description: 'The drug it is about.' })
  @Class('PUBLIC')
  drug(@Root() guideline: Guideline, @Ctx() { knowledge }: Context): Drug | undefined {
    return knowledge.drugs.get(guideline.drug)
  }

  @FieldResolver(() => [GeneType], { description: 'The genes whose results it asks for.' })
  @Class('PUBLIC')
  @Cost({ size: 2 })
  genes(@Root() guideline: Guideline, @Ctx() { knowledge }: Context): readonly Gene[] {
    return guideline.genes.flatMap(symbol => knowledge.genes.get(symbol) ?? [])
  }

  @FieldResolver(() => GuidelineRowConnectionType, { description: 'Its rows.' })
  @Class('PUBLIC')
  rows(
    @Root() guideline: Guideline,
    @Ctx() context: Context,
    @Args(() => PageArgs) page: PageArgs,
  ): Connection<GuidelineRow> {
    const filter = { drug: guideline.drug, ids: [guideline.id], source: guideline.source }
    return connectionOf(rowsOf(context.usecases.listRecommendations(context.actor, filter, pageRequest(page))))
  }

  @FieldResolver(() => [TermType], { description: 'What has to be known of it as a whole.' })
  @Class('PUBLIC')
  notes(@Root() guideline: Guideline, @Ctx() { knowledge }: Context): readonly Term[] {
    return termsOf(knowledge, guideline.notes)
  }
}

export function findGuideline(context: Context, id: string): Guideline | undefined {
  const reference = parseNodeId(id)
  if (reference.kind !== 'guideline') return undefined
  const { accession, drug } = reference
  return context.knowledge.guidelines.get(drug)?.find(guideline => guideline.id === accession)
}

function rowsOf(page: Page<RecommendationEntry>): Page<GuidelineRow> {
  return { ...page, items: page.items.map(entry => entry.row) }
}
