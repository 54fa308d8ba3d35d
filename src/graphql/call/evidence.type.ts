import { Field, Int, ObjectType } from 'type-graphql'
import type { PositionEvidence } from '../../domain/genotype/evidence.js'
import type { Position } from '../../domain/knowledge.js'
import { Class } from '../data-class.js'
import { PositionType } from '../knowledge/position.type.js'
import { EvidenceOriginEnum, EvidenceStateEnum, NoCallReasonEnum } from './call-enums.js'

/** What a file says, beside the place it says it of. */
export interface EvidenceAt extends PositionEvidence {
  readonly position: Position
}

@ObjectType('PositionEvidence', {
  simpleResolvers: true,
  description: 'What the file says at one position of interest.',
})
export class PositionEvidenceType implements Omit<EvidenceAt, 'slots'> {
  @Field(() => PositionType, { description: 'The place, on both editions of the genome, with its reference base.' })
  @Class('GENOMIC_RAW')
  readonly position!: Position

  @Field(() => EvidenceStateEnum, { description: 'Reference, variant, not usable, or not in the file.' })
  @Class('GENOMIC_RAW')
  readonly state!: PositionEvidence['state']

  @Field(() => Boolean, { description: 'The file says which copy of the chromosome each base is on.' })
  @Class('GENOMIC_RAW')
  readonly phased!: boolean

  @Field(() => String, { nullable: true, description: 'The stretch within which the copies can be told apart (PS).' })
  @Class('GENOMIC_RAW')
  readonly phaseSet?: string

  @Field(() => NoCallReasonEnum, { nullable: true, description: 'Why it is not usable.' })
  @Class('GENOMIC_RAW')
  readonly reason?: NonNullable<PositionEvidence['reason']>

  @Field(() => EvidenceOriginEnum, { nullable: true, description: 'What the reading rests on.' })
  @Class('GENOMIC_RAW')
  readonly origin?: NonNullable<PositionEvidence['origin']>

  @Field(() => Int, { nullable: true, description: 'Line of the uncompressed file, counted from 1.' })
  @Class('GENOMIC_RAW')
  readonly line?: number

  @Field(() => String, { nullable: true, description: 'The genotype as the file writes it (GT).' })
  @Class('GENOMIC_RAW')
  readonly genotype?: string

  @Field(() => Boolean, { nullable: true, description: 'The person has a base here that no definition lists.' })
  @Class('GENOMIC_RAW')
  readonly undocumented?: boolean
}
