import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql'
import type { Drug, Gene } from '../../domain/knowledge.js'
import type { DrugPair } from '../../usecases/menu.js'
import { connectionOf } from '../connection.js'
import type { Connection } from '../connection.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { given } from '../given.js'
import { PageArgs, pageRequest } from '../page.js'
import { DrugGenePairConnectionType, DrugGenePairType } from './drug-gene-pair.type.js'
import { DrugType } from './drug.type.js'
import { GeneType } from './gene.type.js'

@Resolver(() => DrugGenePairType)
export class DrugGenePairResolver {
  @Query(() => DrugGenePairConnectionType, { description: 'Which gene matters for which drug, by drug and gene.' })
  @Class('PUBLIC')
  pairs(
    @Ctx() context: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('drug', () => String, { nullable: true, description: 'Only pairs of this drug.' }) drug?: string,
    @Arg('gene', () => String, { nullable: true, description: 'Only pairs of this gene.' }) gene?: string,
    @Arg('cpicLevel', () => String, { nullable: true, description: 'Only pairs of this CPIC level, A to D.' })
    cpicLevel?: string,
    @Arg('clinpgxLevel', () => String, { nullable: true, description: 'Only pairs of this ClinPGx level, 1A to 4.' })
    clinpgxLevel?: string,
  ): Connection<DrugPair> {
    const filter = given({ drug, gene, cpicLevel, clinpgxLevel })
    return connectionOf(context.usecases.listPairs(context.actor, filter, pageRequest(page)))
  }

  @FieldResolver(() => DrugType, { description: 'The drug.' })
  @Class('PUBLIC')
  drug(@Root() pair: DrugPair): Drug {
    return pair.drug
  }

  @FieldResolver(() => String, { description: 'Symbol of the gene.' })
  @Class('PUBLIC')
  geneSymbol(@Root() pair: DrugPair): string {
    return pair.gene
  }

  @FieldResolver(() => GeneType, { nullable: true, description: 'The gene, where it is described here.' })
  @Class('PUBLIC')
  gene(@Root() pair: DrugPair, @Ctx() { knowledge }: Context): Gene | undefined {
    return knowledge.genes.get(pair.gene)
  }
}
