import { Arg, Args, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql'
import { DomainError } from '../../domain/errors.js'
import type { Drug, Guideline, Source, Term } from '../../domain/knowledge.js'
import type { DrugCandidate, DrugPair } from '../../usecases/menu.js'
import { connectionOf } from '../connection.js'
import type { Connection } from '../connection.js'
import type { Context } from '../context.js'
import { AsOf } from '../as-of.js'
import { Class } from '../data-class.js'
import { given } from '../given.js'
import { Cost } from '../limits/cost-hint.js'
import { drugNodeId } from '../node-id.js'
import { PageArgs, pageRequest } from '../page.js'
import { DrugGenePairType } from './drug-gene-pair.type.js'
import { DrugCandidateType, DrugConnectionType, DrugType } from './drug.type.js'
import { GuidelineConnectionType } from './guideline.type.js'
import { SourceEnum } from './knowledge-enums.js'
import { TermType } from './term.type.js'
import { termsOf } from './terms.js'

@Resolver(() => DrugType)
export class DrugResolver {
  @Query(() => DrugConnectionType, { description: 'Drugs by generic name.' })
  @Class('PUBLIC')
  drugs(
    @Ctx() context: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('search', () => String, { nullable: true, description: 'Part of a generic name, brand or synonym.' })
    search?: string,
    @Arg('gene', () => String, { nullable: true, description: 'Only drugs for which this gene matters.' })
    gene?: string,
    @Arg('source', () => SourceEnum, { nullable: true, description: 'Only drugs with a guideline of this source.' })
    source?: Source,
    @Arg('cpicLevel', () => String, { nullable: true, description: 'Only drugs of this CPIC level.' })
    cpicLevel?: string,
  ): Connection<Drug> {
    const filter = given({ search, gene, source, cpicLevel })
    return connectionOf(context.usecases.listDrugs(context.actor, filter, pageRequest(page)))
  }

  @Query(() => DrugType, {
    nullable: true,
    description:
      'One drug, by its generic name or by its RxNorm id. One that is not described here is an error (UNKNOWN_DRUG); `searchDrugs` takes free text.',
  })
  @Class('PUBLIC')
  drug(
    @Ctx() context: Context,
    @Arg('name', () => String, { nullable: true, description: 'Generic name, e.g. clopidogrel.' }) name?: string,
    @Arg('rxnorm', () => String, { nullable: true, description: 'RxNorm id of the ingredient.' }) rxnorm?: string,
    @AsOf() _asOf?: string,
  ): Drug {
    const byName = given({ name }).name?.toLowerCase()
    const byId = given({ rxnorm }).rxnorm
    if ((byName === undefined) === (byId === undefined))
      throw new DomainError('BAD_USER_INPUT', 'Give either name or rxnorm', {})
    const actor = context.actor
    const drug =
      byId === undefined
        ? context.usecases.findDrugs(actor, [byName ?? '']).get(byName ?? '')
        : context.usecases.findDrugsByRxnorm(actor, [byId]).get(byId)
    if (drug === undefined) throw new DomainError('UNKNOWN_DRUG', 'No such drug is described here', {})
    return drug
  }

  @Query(() => [DrugCandidateType], {
    description:
      'Drugs that a text may mean (generic name, brand, synonym, misspelt), best first. Never a guess: you choose.',
  })
  @Class('PUBLIC')
  searchDrugs(
    @Ctx() context: Context,
    @Arg('text', () => String, { description: 'What somebody typed.' }) text: string,
    @Arg('first', () => Int, { defaultValue: 10, description: 'How many at most, 1 to 100.' }) first: number,
  ): readonly DrugCandidate[] {
    return context.usecases.searchDrugs(context.actor, text, pageRequest({ first }).first)
  }

  @FieldResolver(() => ID, { description: 'Opaque and stable; `node(id)` finds the drug again.' })
  @Class('PUBLIC')
  id(@Root() drug: Drug): string {
    return drugNodeId(drug.name)
  }

  @FieldResolver(() => [DrugType], { description: 'The single drugs of a combination product.' })
  @Class('PUBLIC')
  @Cost({ size: 2 })
  ingredients(@Root() drug: Drug, @Ctx() { knowledge }: Context): readonly Drug[] {
    return drug.ingredients.flatMap(name => knowledge.drugs.get(name) ?? [])
  }

  @FieldResolver(() => [DrugGenePairType], { description: 'Genes that matter for it.' })
  @Class('PUBLIC')
  pairs(@Root() drug: Drug): readonly DrugPair[] {
    return drug.pairs.map(pair => ({ ...pair, drug }))
  }

  @FieldResolver(() => [TermType], { description: 'What has to be known of it.' })
  @Class('PUBLIC')
  notes(@Root() drug: Drug, @Ctx() { knowledge }: Context): readonly Term[] {
    return termsOf(knowledge, drug.notes)
  }

  @FieldResolver(() => GuidelineConnectionType, { description: 'What is published about it.' })
  @Class('PUBLIC')
  guidelines(
    @Root() drug: Drug,
    @Ctx() context: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('source', () => SourceEnum, { nullable: true, description: 'Only of this source.' }) source?: Source,
  ): Connection<Guideline> {
    const filter = { drug: drug.name, ...given({ source }) }
    return connectionOf(context.usecases.listGuidelines(context.actor, filter, pageRequest(page)))
  }
}
