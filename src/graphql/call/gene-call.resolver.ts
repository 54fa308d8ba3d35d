import type { GraphQLResolveInfo } from 'graphql'
import { Arg, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql'
import type {
  CalledGene,
  CallNote,
  Completeness,
  Diplotype,
  GeneCall,
  NotCalledGene,
  NotCalledReason,
  OutsideCall,
} from '../../domain/diplotype/gene-call.js'
import type { EvidenceState } from '../../domain/genotype/evidence.js'
import type { Gene, Knowledge, Position } from '../../domain/knowledge.js'
import type { SeenResult } from '../../usecases/seen-calls.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { GeneType } from '../knowledge/gene.type.js'
import { KnowledgeType } from '../knowledge/knowledge.type.js'
import { PositionType } from '../knowledge/position.type.js'
import { Cost } from '../limits/cost-hint.js'
import { CallOriginEnum, EvidenceStateEnum, NotCalledReasonEnum } from './call-enums.js'
import { DiplotypeType } from './diplotype.type.js'
import { PositionEvidenceType } from './evidence.type.js'
import type { EvidenceAt } from './evidence.type.js'
import {
  CalledGeneType,
  CallNoteType,
  CompletenessType,
  GeneCallType,
  NotCalledGeneType,
  OutsideCallType,
} from './gene-call.type.js'
import { noteSentence } from './note-sentence.js'

interface CompletenessOfGene extends Completeness {
  readonly gene: string
}

@Resolver(() => GeneCallType)
export class GeneCallResolver {
  @FieldResolver(() => GeneType, { description: 'The gene.' })
  @Class('GENOMIC_SUMMARY')
  gene(@Root() result: SeenResult, @Ctx() { knowledge }: Context): Gene {
    return geneOf(knowledge, result.gene)
  }

  @FieldResolver(() => KnowledgeType, { description: 'The knowledge that it was called with.' })
  @Class('OPERATIONAL')
  knowledge(@Ctx() { knowledge }: Context): Knowledge {
    return knowledge
  }

  @FieldResolver(() => CallOriginEnum, {
    nullable: true,
    description: 'From the file, or given to us; null when the gene is withheld.',
  })
  @Class('GENOMIC_SUMMARY')
  origin(@Root() result: SeenResult): GeneCall['origin'] | undefined {
    return callOf(result)?.origin
  }

  @FieldResolver(() => [String], { description: 'The phenotypes of the best supported diplotypes, each once.' })
  @Class('GENOMIC_SUMMARY')
  phenotypes(@Root() { results }: SeenResult): readonly string[] {
    return [...new Set(results.flatMap(result => result.phenotypes))]
  }

  @FieldResolver(() => [String], { description: 'The activity scores of the best supported diplotypes, each once.' })
  @Class('GENOMIC_SUMMARY')
  activityScores(@Root() { results }: SeenResult): readonly string[] {
    return [...new Set(results.flatMap(result => result.activityScore ?? []))]
  }

  @FieldResolver(() => [PositionEvidenceType], {
    nullable: true,
    description:
      'What the file says at each position of the gene. Empty for a result that was determined elsewhere; null when you may not see it.',
  })
  @Class('GENOMIC_RAW')
  @Cost({ size: 20 })
  evidence(
    @Root() result: SeenResult,
    @Ctx() { knowledge, withheld }: Context,
    @Info() info: GraphQLResolveInfo,
    @Arg('states', () => [EvidenceStateEnum], { nullable: true, description: 'Only positions in these states.' })
    states?: EvidenceState[],
  ): readonly EvidenceAt[] | undefined {
    const reason = 'withheld' in result ? result.withheld : result.call.withheldEvidence
    return withheld.show(info, reason, evidenceOf(result, knowledge, states))
  }

  @FieldResolver(() => CompletenessType, {
    nullable: true,
    description: 'How much of the gene was read; null when it is withheld.',
  })
  @Class('GENOMIC_SUMMARY')
  completeness(@Root() result: SeenResult): CompletenessOfGene | undefined {
    const call = callOf(result)
    return call === undefined ? undefined : { ...call.completeness, gene: result.gene }
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      'The file says for every position which copy of the chromosome it is on; null when the gene is withheld.',
  })
  @Class('GENOMIC_SUMMARY')
  phased(@Root() result: SeenResult): boolean | undefined {
    return callOf(result)?.phased
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      'The two copies can be told apart, because at most one position differs between them, or because the file says so; null when the gene is withheld.',
  })
  @Class('GENOMIC_SUMMARY')
  effectivelyPhased(@Root() result: SeenResult): boolean | undefined {
    return callOf(result)?.effectivelyPhased
  }

  @FieldResolver(() => [CallNoteType], { description: 'What a reader has to know.' })
  @Class('GENOMIC_SUMMARY')
  notes(@Root() result: SeenResult): readonly CallNote[] {
    return callOf(result)?.notes ?? []
  }

  @FieldResolver(() => [OutsideCallType], { description: 'Results that were given to us for this gene.' })
  @Class('GENOMIC_SUMMARY')
  outside(@Root() result: SeenResult): readonly OutsideCall[] {
    return callOf(result)?.outside ?? []
  }

  @FieldResolver(() => [OutsideCallType], {
    description: 'Results that were given to us for this gene and taken back since. None of them counts.',
  })
  @Class('GENOMIC_SUMMARY')
  retracted(@Root() result: SeenResult): readonly OutsideCall[] {
    return callOf(result)?.retracted ?? []
  }
}

@Resolver(() => CalledGeneType)
export class CalledGeneResolver {
  @FieldResolver(() => [DiplotypeType], { description: 'The best supported diplotypes; several when they tie.' })
  @Class('GENOMIC_SUMMARY')
  diplotypes(@Root() { call }: { call: CalledGene }): readonly Diplotype[] {
    return call.diplotypes
  }

  @FieldResolver(() => [DiplotypeType], { description: 'Every other diplotype that the data allow. None is hidden.' })
  @Class('GENOMIC_SUMMARY')
  otherDiplotypes(@Root() { call }: { call: CalledGene }): readonly Diplotype[] {
    return call.otherDiplotypes
  }

  @FieldResolver(() => [String], {
    nullable: true,
    description:
      'Alleles found where the pairs are not known and only the lowest function counts; an allele on both copies stands twice.',
  })
  @Class('GENOMIC_SUMMARY')
  alleles(@Root() { call }: { call: CalledGene }): readonly string[] | undefined {
    return call.alleles
  }
}

@Resolver(() => NotCalledGeneType)
export class NotCalledGeneResolver {
  @FieldResolver(() => NotCalledReasonEnum, { description: 'Why there is no call.' })
  @Class('GENOMIC_SUMMARY')
  reason(@Root() { call }: { call: NotCalledGene }): NotCalledReason {
    return call.reason
  }

  @FieldResolver(() => DiplotypeType, {
    nullable: true,
    description: 'What guidelines are asked for all the same, where a single position decides it.',
  })
  @Class('GENOMIC_SUMMARY')
  fallback(@Root() { call }: { call: NotCalledGene }): Diplotype | undefined {
    return call.fallback
  }

  @FieldResolver(() => [String], { description: 'Variants that were seen, for genes that small variants cannot call.' })
  @Class('GENOMIC_SUMMARY')
  seen(@Root() { call }: { call: NotCalledGene }): readonly string[] {
    return call.seen
  }
}

@Resolver(() => CompletenessType)
export class CompletenessResolver {
  @FieldResolver(() => [PositionType], { description: 'Positions without usable evidence.' })
  @Class('GENOMIC_SUMMARY')
  missing(@Root() completeness: CompletenessOfGene, @Ctx() { knowledge }: Context): readonly Position[] {
    const missing = new Set(completeness.missing)
    return geneOf(knowledge, completeness.gene).positions.filter(position => missing.has(position.index))
  }
}

@Resolver(() => CallNoteType)
export class CallNoteResolver {
  @FieldResolver(() => String, { description: 'The note as a sentence.' })
  @Class('GENOMIC_SUMMARY')
  text(@Root() note: CallNote): string {
    return noteSentence(note)
  }
}

function callOf(result: SeenResult): GeneCall | undefined {
  return 'withheld' in result ? undefined : result.call
}

function evidenceOf(
  result: SeenResult,
  knowledge: Knowledge,
  states: readonly EvidenceState[] | undefined,
): readonly EvidenceAt[] {
  const { positions } = geneOf(knowledge, result.gene)
  return (callOf(result)?.evidence ?? []).flatMap((evidence, index) => {
    const position = positions[index]
    if (position === undefined || states?.includes(evidence.state) === false) return []
    return [{ ...evidence, position }]
  })
}

function geneOf(knowledge: Knowledge, symbol: string): Gene {
  const gene = knowledge.genes.get(symbol)
  if (gene === undefined) throw new Error('a call of a gene that is not described')
  return gene
}
