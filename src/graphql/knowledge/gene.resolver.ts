import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql'
import { DomainError } from '../../domain/errors.js'
import type {
  Allele,
  Gene,
  Guideline,
  Interaction,
  PhenoconversionRule,
  PhenotypeTable,
} from '../../domain/knowledge.js'
import type { DrugPair } from '../../usecases/menu.js'
import { connectionOf } from '../connection.js'
import type { Connection } from '../connection.js'
import type { Context } from '../context.js'
import { AsOf } from '../as-of.js'
import { Class } from '../data-class.js'
import { given } from '../given.js'
import { Cost } from '../limits/cost-hint.js'
import { geneNodeId } from '../node-id.js'
import { PageArgs, pageRequest } from '../page.js'
import { DrugGenePairConnectionType } from './drug-gene-pair.type.js'
import { AlleleConnectionType, GeneConnectionType, GeneKnowledgeType, GeneType } from './gene.type.js'
import { GuidelineConnectionType } from './guideline.type.js'
import { InteractionType, PhenoconversionRuleType } from './interaction.type.js'
import { GeneTierEnum } from './knowledge-enums.js'
import { PhenotypeTableUnion } from './phenotype-table.type.js'

@Resolver(() => GeneType)
export class GeneResolver {
  @Query(() => GeneConnectionType, { description: 'Genes by symbol.' })
  @Class('PUBLIC')
  genes(
    @Ctx() context: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('tier', () => GeneTierEnum, { nullable: true, description: 'Only genes with this support.' })
    tier?: Gene['tier'],
    @Arg('search', () => String, { nullable: true, description: 'Part of symbol or name.' }) search?: string,
  ): Connection<Gene> {
    return connectionOf(context.usecases.listGenes(context.actor, given({ tier, search }), pageRequest(page)))
  }

  @Query(() => GeneType, {
    nullable: true,
    description: 'One gene. A symbol that is not described here is an error (UNKNOWN_GENE).',
  })
  @Class('PUBLIC')
  gene(
    @Ctx() context: Context,
    @Arg('symbol', () => String, { description: 'Official symbol, e.g. CYP2C19.' }) symbol: string,
    @AsOf() _asOf?: string,
  ): Gene {
    const gene = context.usecases.findGenes(context.actor, [symbol]).get(symbol)
    if (gene === undefined) throw new DomainError('UNKNOWN_GENE', 'No gene of this symbol is described here', {})
    return gene
  }

  @FieldResolver(() => ID, { description: 'Opaque and stable; `node(id)` finds the gene again.' })
  @Class('PUBLIC')
  id(@Root() gene: Gene): string {
    return geneNodeId(gene.symbol)
  }

  @FieldResolver(() => AlleleConnectionType, { description: 'Its named alleles, in the order of the source.' })
  @Class('PUBLIC')
  alleles(
    @Root() gene: Gene,
    @Ctx() context: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('search', () => String, { nullable: true, description: 'Part of the name.' }) search?: string,
    @Arg('function', () => String, { nullable: true, description: "A function in the source's words." })
    alleleFunction?: string,
  ): Connection<Allele> {
    const filter = given({ search, function: alleleFunction })
    return connectionOf(context.usecases.listAlleles(context.actor, gene.symbol, filter, pageRequest(page)))
  }

  @FieldResolver(() => PhenotypeTableUnion, { description: 'How two alleles become a phenotype.' })
  @Class('PUBLIC')
  phenotypeTable(@Root() gene: Gene): PhenotypeTable {
    return gene.phenotypes
  }

  @FieldResolver(() => DrugGenePairConnectionType, { description: 'Drugs for which it matters.' })
  @Class('PUBLIC')
  pairs(
    @Root() gene: Gene,
    @Ctx() context: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('cpicLevel', () => String, { nullable: true, description: 'Only pairs of this CPIC level.' })
    cpicLevel?: string,
  ): Connection<DrugPair> {
    const filter = { gene: gene.symbol, ...given({ cpicLevel }) }
    return connectionOf(context.usecases.listPairs(context.actor, filter, pageRequest(page)))
  }

  @FieldResolver(() => GuidelineConnectionType, { description: 'Guidelines that ask for it.' })
  @Class('PUBLIC')
  guidelines(@Root() gene: Gene, @Ctx() context: Context, @Args(() => PageArgs) page: PageArgs): Connection<Guideline> {
    return connectionOf(context.usecases.listGuidelines(context.actor, { gene: gene.symbol }, pageRequest(page)))
  }

  @FieldResolver(() => [InteractionType], { description: 'Drugs that make its protein work less or more.' })
  @Class('PUBLIC')
  @Cost({ size: 20 })
  interactions(@Root() gene: Gene, @Ctx() { knowledge }: Context): readonly Interaction[] {
    return knowledge.interactions.get(gene.symbol) ?? []
  }

  @FieldResolver(() => PhenoconversionRuleType, {
    nullable: true,
    description: 'How those drugs change what it predicts; only where a guideline says how.',
  })
  @Class('PUBLIC')
  phenoconversion(@Root() gene: Gene, @Ctx() { knowledge }: Context): PhenoconversionRule | undefined {
    return knowledge.phenoconversion.get(gene.symbol)
  }

  @FieldResolver(() => GeneKnowledgeType, { description: 'How much is known of it here.' })
  @Class('PUBLIC')
  known(@Root() gene: Gene): GeneKnowledgeType {
    return {
      alleles: gene.alleles.length,
      matchableAlleles: gene.alleles.filter(allele => allele.matchable).length,
      allelesWithFunction: gene.alleles.filter(allele => allele.function !== undefined).length,
      positions: gene.positions.length,
      positionsOnGrch37: gene.positions.filter(position => position.loci.GRCh37 !== undefined).length,
      phenotypeRules: ruleCount(gene.phenotypes),
      unreviewedAlleles: gene.alleles.filter(allele => !allele.provenance.reviewed).length,
    }
  }
}

function ruleCount(table: PhenotypeTable): number {
  switch (table.method) {
    case 'activity-score':
      return table.ranges.length
    case 'function-combination':
      return table.rules.length
    case 'allele-status':
      return table.statuses.length
    case 'none':
      return 0
  }
}
