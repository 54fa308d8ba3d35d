import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { Drug, Gene, Population, Term } from '../../domain/knowledge.js'
import type {
  Circumstance,
  GeneResultUsed,
  MatchedRow,
  Outcome,
  StatedAction,
} from '../../domain/recommendation/advice.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { DrugType } from '../knowledge/drug.type.js'
import { GeneType } from '../knowledge/gene.type.js'
import { PopulationType, TermType } from '../knowledge/term.type.js'
import { populationOf, termOf, termsOf } from '../knowledge/terms.js'
import { GeneResultUsedType } from './gene-result-used.type.js'
import { CircumstanceType, MatchedRowType, OutcomeType, StatedActionType } from './outcome.type.js'

@Resolver(() => OutcomeType)
export class OutcomeResolver {
  @FieldResolver(() => DrugType, { nullable: true, description: 'The drug.' })
  @Class('GENOMIC_SUMMARY')
  drug(@Root() outcome: Outcome, @Ctx() { knowledge }: Context): Drug | undefined {
    return knowledge.drugs.get(outcome.drug)
  }
}

@Resolver(() => MatchedRowType)
export class MatchedRowResolver {
  @FieldResolver(() => PopulationType, { description: 'The people it was written for: what chose it, or would.' })
  @Class('CLINICAL')
  population(@Root() matched: MatchedRow, @Ctx() { knowledge }: Context): Population {
    return populationOf(knowledge, matched.population)
  }
}

@Resolver(() => StatedActionType)
export class StatedActionResolver {
  @FieldResolver(() => [TermType], { description: 'Circumstances in which it holds; none: it holds as it stands.' })
  @Class('GENOMIC_SUMMARY')
  when(@Root() stated: StatedAction, @Ctx() { knowledge }: Context): readonly Term[] {
    return termsOf(knowledge, stated.when)
  }
}

@Resolver(() => CircumstanceType)
export class CircumstanceResolver {
  @FieldResolver(() => TermType, { description: 'The circumstance, as a code and in words.' })
  @Class('GENOMIC_SUMMARY')
  term(@Root() { code }: Circumstance, @Ctx() { knowledge }: Context): Term {
    return termOf(knowledge, code)
  }
}

@Resolver(() => GeneResultUsedType)
export class GeneResultUsedResolver {
  @FieldResolver(() => GeneType, { nullable: true, description: 'The gene.' })
  @Class('GENOMIC_SUMMARY')
  gene(@Root() used: GeneResultUsed, @Ctx() { knowledge }: Context): Gene | undefined {
    return knowledge.genes.get(used.gene)
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The phenotype that the source was asked for instead, because it does not list this one and reads it so; null when it was asked as it is.',
  })
  @Class('GENOMIC_SUMMARY')
  readAs(@Root() { readAs }: GeneResultUsed): string | undefined {
    return readAs?.readAs
  }

  @FieldResolver(() => String, { nullable: true, description: 'The rule by which it was read as another phenotype.' })
  @Class('GENOMIC_SUMMARY')
  readAsRule(@Root() { readAs }: GeneResultUsed): string | undefined {
    return readAs?.rule
  }
}
