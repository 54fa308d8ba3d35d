import { Field, Int, InterfaceType, ObjectType } from 'type-graphql'
import type { CallNote, Completeness, OutsideCall, OutsideSource } from '../../domain/diplotype/gene-call.js'
import type { GenePhenotype } from '../../domain/phenotype/gene-phenotype.js'
import { Class } from '../data-class.js'
import type { SeenResult, WithheldResult } from '../../usecases/seen-calls.js'
import { CallNoteCodeEnum, WithheldReasonEnum } from './call-enums.js'
import { DiplotypePhenotypeType } from './diplotype.type.js'

@ObjectType('CallNote', { simpleResolvers: true, description: 'Something that a reader of a call has to know.' })
export class CallNoteType implements CallNote {
  @Field(() => CallNoteCodeEnum, { description: 'Stable code.' })
  @Class('GENOMIC_SUMMARY')
  readonly code!: CallNote['code']

  @Field(() => [String], { description: 'Positions, alleles or numbers it is about.' })
  @Class('GENOMIC_SUMMARY')
  readonly facts!: readonly string[]
}

@ObjectType('Completeness', { simpleResolvers: true, description: 'How much of a gene was read.' })
export class CompletenessType implements Omit<Completeness, 'missing'> {
  @Field(() => Int, { description: 'Positions of interest of the gene.' })
  @Class('GENOMIC_SUMMARY')
  readonly positions!: number

  @Field(() => Int, { description: 'Of those, positions with usable evidence.' })
  @Class('GENOMIC_SUMMARY')
  readonly assayed!: number

  @Field(() => Int, { description: 'Positions that were taken for reference on request, without evidence.' })
  @Class('GENOMIC_SUMMARY')
  readonly assumedReference!: number

  @Field(() => [String], { description: 'Alleles that the missing positions leave open.' })
  @Class('GENOMIC_SUMMARY')
  readonly notExcluded!: readonly string[]

  @Field(() => [String], { description: 'Of those, alleles that every clinical assay should include.' })
  @Class('GENOMIC_SUMMARY')
  readonly ampTier1NotExcluded!: readonly string[]
}

@ObjectType('OutsideSource', {
  simpleResolvers: true,
  description: 'The system that a result was sent by.',
})
export class OutsideSourceType implements OutsideSource {
  @Field(() => String, { description: 'Its name, as it was given with what it sent.' })
  @Class('GENOMIC_SUMMARY')
  readonly system!: string

  @Field(() => String, { nullable: true, description: 'What the result is called there.' })
  @Class('GENOMIC_SUMMARY')
  readonly reference?: string

  @Field(() => String, { description: 'When it was found out there, a day or an instant.' })
  @Class('GENOMIC_SUMMARY')
  readonly on!: string
}

@ObjectType('OutsideCall', {
  simpleResolvers: true,
  description: 'A result of a gene that was determined elsewhere and given to us.',
})
export class OutsideCallType implements OutsideCall {
  @Field(() => String, { description: 'Symbol of the gene.' })
  @Class('GENOMIC_SUMMARY')
  readonly gene!: string

  @Field(() => String, { nullable: true, description: 'The pair of alleles.' })
  @Class('GENOMIC_SUMMARY')
  readonly diplotype?: string

  @Field(() => String, { nullable: true, description: 'The phenotype in words.' })
  @Class('GENOMIC_SUMMARY')
  readonly phenotype?: string

  @Field(() => String, { nullable: true, description: 'The activity score.' })
  @Class('GENOMIC_SUMMARY')
  readonly activityScore?: string

  @Field(() => OutsideSourceType, {
    nullable: true,
    description: 'Where it comes from when another system sent it; null when somebody stated it here.',
  })
  @Class('GENOMIC_SUMMARY')
  readonly source?: OutsideSource

  @Field(() => String, {
    nullable: true,
    description: 'When we were told by the system that had sent it that it is not true; null while it stands.',
  })
  @Class('GENOMIC_SUMMARY')
  readonly retractedOn?: string
}

/** Domain values carry no type name. */
function typeName(result: SeenResult): string {
  if ('withheld' in result) return 'WithheldGene'
  return result.call.status === 'called' ? 'CalledGene' : 'NotCalledGene'
}

@InterfaceType('GeneCall', {
  description:
    'The outcome for one gene: called (CalledGene), not called (NotCalledGene, with the reason), or not yours to see (WithheldGene). Missing data is never read as normal.',
  resolveType: typeName,
})
export abstract class GeneCallType implements Pick<GenePhenotype, 'results' | 'otherResults' | 'robust'> {
  @Field(() => [DiplotypePhenotypeType], {
    description:
      'What each best supported diplotype predicts. Empty when the gene was not called and nothing stands for it, and when it is withheld.',
  })
  @Class('GENOMIC_SUMMARY')
  readonly results!: GenePhenotype['results']

  @Field(() => [DiplotypePhenotypeType], { description: 'The same for every other diplotype that the data allow.' })
  @Class('GENOMIC_SUMMARY')
  readonly otherResults!: GenePhenotype['otherResults']

  @Field(() => Boolean, {
    description: 'True when all diplotypes that the data allow lead guidelines to the same answer.',
  })
  @Class('GENOMIC_SUMMARY')
  readonly robust!: boolean
}

@ObjectType('CalledGene', {
  simpleResolvers: true,
  implements: GeneCallType,
  description: 'A gene with a call.',
})
export class CalledGeneType extends GeneCallType {}

@ObjectType('NotCalledGene', {
  simpleResolvers: true,
  implements: GeneCallType,
  description: 'A gene without a call, and why.',
})
export class NotCalledGeneType extends GeneCallType {}

@ObjectType('WithheldGene', {
  simpleResolvers: true,
  implements: GeneCallType,
  description:
    'A gene whose result you may not see, and why. It says nothing about whether there is a result, or which.',
})
export class WithheldGeneType extends GeneCallType {
  @Field(() => WithheldReasonEnum, { description: 'Why you may not see it.' })
  @Class('OPERATIONAL')
  readonly withheld!: WithheldResult['withheld']
}
