import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql'
import type { Action, Knowledge, Source } from '../../domain/knowledge.js'
import type { DrugAdvice } from '../../domain/recommendation/advice.js'
import type { DrugAnswer } from '../../usecases/menu.js'
import { WITHHELD_REASONS } from '../../usecases/decide.js'
import type { WithheldReason } from '../../usecases/decide.js'
import { withheldResult } from '../../usecases/seen-calls.js'
import type { SeenResult } from '../../usecases/seen-calls.js'
import { GeneCallType } from '../call/gene-call.type.js'
import type { Context } from '../context.js'
import { AsOf } from '../as-of.js'
import { Class } from '../data-class.js'
import { KnowledgeType } from '../knowledge/knowledge.type.js'
import { Cost } from '../limits/cost-hint.js'
import { CheckDrugInputType } from './check-drug.input.js'
import {
  AgreementType,
  CheckDrugResultUnion,
  CheckedDrugType,
  DrugAdviceType,
  DrugCandidatesType,
} from './drug-advice.type.js'
import { drugQuestion } from './drug-question.js'

interface SourceVote {
  readonly source: Source
  readonly actions: readonly Action[]
}

@Resolver(() => DrugAdviceType)
export class DrugAdviceResolver {
  @Query(() => CheckDrugResultUnion, {
    description:
      'May this person take this drug? For a sample, for a patient, or for stated results with no patient at all. The answer holds a typed outcome per source and guideline.',
  })
  @Class('GENOMIC_SUMMARY')
  @Cost({ points: 10 })
  checkDrug(
    @Ctx() context: Context,
    @Arg('input', () => CheckDrugInputType, { description: 'Drug, person, facts and medicines.' })
    input: CheckDrugInputType,
    @AsOf() _asOf?: string,
  ): Promise<DrugAnswer> {
    return context.usecases.checkDrug(context.actor, drugQuestion(input))
  }

  @FieldResolver(() => AgreementType, { description: 'Whether the sources agree.' })
  @Class('GENOMIC_SUMMARY')
  agreement(
    @Root() advice: DrugAdvice,
  ): Omit<DrugAdvice['agreement'], 'votes'> & { readonly votes: readonly SourceVote[] } {
    const votes = [...advice.agreement.votes].map(([source, actions]) => ({ source, actions }))
    return { ...advice.agreement, votes }
  }

  @FieldResolver(() => [GeneCallType], {
    description: 'The results of the genes that the guidelines ask for; those you may not see are withheld and say so.',
  })
  @Class('GENOMIC_SUMMARY')
  phenotypes(@Root() { phenotypes, withheld }: DrugAdvice): readonly SeenResult[] {
    const hidden = withheld.map(({ gene, reason }) => withheldResult(gene, reasonNamed(reason)))
    return [...phenotypes, ...hidden]
  }

  @FieldResolver(() => KnowledgeType, { description: 'The knowledge that it was computed from.' })
  @Class('PUBLIC')
  knowledge(@Ctx() { knowledge }: Context): Knowledge {
    return knowledge
  }
}

/** The domain knows reasons as codes; whatever it may be called, it is withheld. */
function reasonNamed(code: string): WithheldReason {
  return WITHHELD_REASONS.find(reason => reason === code) ?? 'ROLE'
}

@Resolver(() => CheckedDrugType)
export class CheckedDrugResolver {
  @FieldResolver(() => KnowledgeType, { description: 'The knowledge that it was computed from.' })
  @Class('PUBLIC')
  knowledge(@Ctx() { knowledge }: Context): Knowledge {
    return knowledge
  }
}

@Resolver(() => DrugCandidatesType)
export class DrugCandidatesResolver {
  @FieldResolver(() => KnowledgeType, { description: 'The knowledge that was searched.' })
  @Class('PUBLIC')
  knowledge(@Ctx() { knowledge }: Context): Knowledge {
    return knowledge
  }
}
