import { GraphQLSafeInt } from 'graphql-scalars'
import { Field, Int, ObjectType } from 'type-graphql'
import type { FileFacts } from '../../domain/genotype/evidence.js'
import type { HeldGene, Sample } from '../../usecases/records.js'
import { connectionType } from '../connection.js'
import { Class } from '../data-class.js'
import { Cost } from '../limits/cost-hint.js'
import { AssemblyEnum } from '../knowledge/knowledge-enums.js'
import { NodeType } from '../node.type.js'

@ObjectType('FileFacts', { simpleResolvers: true, description: 'The file that an answer rests on.' })
class FileFactsType implements FileFacts {
  @Field(() => String, { nullable: true, description: 'Its name.' })
  @Class('OPERATIONAL')
  readonly name?: string

  @Field(() => String, { description: 'SHA-256 of its bytes, in hexadecimal.' })
  @Class('OPERATIONAL')
  readonly sha256!: string

  @Field(() => GraphQLSafeInt, { description: 'Its size in bytes.' })
  @Class('OPERATIONAL')
  readonly bytes!: number

  @Field(() => Int, { description: 'Its lines, uncompressed.' })
  @Class('OPERATIONAL')
  readonly lines!: number
}

@ObjectType('HeldGene', { simpleResolvers: true, description: 'A gene whose result the laboratory holds back.' })
export class HeldGeneType implements HeldGene {
  @Field(() => String, { description: 'Symbol of the gene.' })
  @Class('OPERATIONAL')
  readonly gene!: string

  @Field(() => String, { description: 'Why, in the words of the laboratory.' })
  @Class('OPERATIONAL')
  readonly reason!: string
}

@ObjectType('Sample', {
  simpleResolvers: true,
  implements: NodeType,
  description: 'A sample of a patient that was read and called.',
})
export class SampleType extends NodeType implements Omit<Sample, 'organisationId' | 'patientId' | 'uploadId'> {
  @Field(() => String, { description: 'Name of the column in the file.' })
  @Class('OPERATIONAL')
  readonly name!: string

  @Field(() => AssemblyEnum, { description: 'The edition of the genome that the file counts along.' })
  @Class('OPERATIONAL')
  readonly assembly!: Sample['assembly']

  @Field(() => FileFactsType, { description: 'The file that everything rests on.' })
  @Class('OPERATIONAL')
  readonly file!: FileFacts

  @Field(() => String, { description: 'Version of the knowledge that it was called with.' })
  @Class('OPERATIONAL')
  readonly knowledgeVersion!: string

  @Field(() => Date, { description: 'When it was called.' })
  @Class('OPERATIONAL')
  readonly calledAt!: Date

  @Field(() => Date, {
    nullable: true,
    description:
      'When the laboratory released its results. Until then only the laboratory sees them; to others they are withheld.',
  })
  @Class('OPERATIONAL')
  readonly releasedAt?: Date

  @Field(() => [HeldGeneType], { description: 'Genes whose results the laboratory holds back.' })
  @Class('OPERATIONAL')
  @Cost({ size: 2 })
  readonly heldGenes!: readonly HeldGene[]
}

export const SampleConnectionType = connectionType('Sample', () => SampleType, 'samples', 'OPERATIONAL')
