import { GraphQLJSONObject, GraphQLSafeInt } from 'graphql-scalars'
import { Field, ID, Int, ObjectType } from 'type-graphql'
import type { Diagnostic } from '../../domain/diagnostics.js'
import type { AssayFacts, Upload, UploadProgress } from '../../usecases/records.js'
import { OutsideCallType } from '../call/gene-call.type.js'
import { connectionType } from '../connection.js'
import { Class } from '../data-class.js'
import { AssemblyEnum } from '../knowledge/knowledge-enums.js'
import { NodeType } from '../node.type.js'
import { DiagnosticCodeEnum, ErrorCodeEnum, SeverityEnum, SexEnum, UploadStateEnum } from './record-enums.js'

@ObjectType('AssayedRegion', { simpleResolvers: true, description: 'A region that was sequenced completely.' })
class AssayedRegionType {
  @Field(() => String, { description: 'Chromosome, e.g. chr10.' })
  @Class('OPERATIONAL')
  readonly chromosome!: string

  @Field(() => Int, { description: 'First base, counted from 1.' })
  @Class('OPERATIONAL')
  readonly start!: number

  @Field(() => Int, { description: 'Last base, included.' })
  @Class('OPERATIONAL')
  readonly end!: number
}

@ObjectType('AssayFacts', { simpleResolvers: true, description: 'What the laboratory states about its test.' })
class AssayFactsType implements AssayFacts {
  @Field(() => String, { nullable: true, description: 'Name of the panel.' })
  @Class('OPERATIONAL')
  readonly panel?: string

  @Field(() => AssemblyEnum, {
    nullable: true,
    description: 'The edition of the genome, if stated. It is checked against the bases.',
  })
  @Class('OPERATIONAL')
  readonly assembly?: NonNullable<AssayFacts['assembly']>

  @Field(() => Boolean, { description: 'Missing positions are to be taken for reference. Every answer says so.' })
  @Class('OPERATIONAL')
  readonly assumeReference!: boolean

  @Field(() => [AssayedRegionType], { description: 'Regions where a silent file means reference.' })
  @Class('OPERATIONAL')
  readonly assayedRegions!: AssayFacts['assayedRegions']

  @Field(() => Boolean, { description: 'Numbers of copies were measured.' })
  @Class('OPERATIONAL')
  readonly copyNumberMeasured!: boolean

  @Field(() => SexEnum, { nullable: true, description: 'Sex of the sample, if stated.' })
  @Class('IDENTITY')
  readonly sex?: NonNullable<AssayFacts['sex']>
}

@ObjectType('Diagnostic', { simpleResolvers: true, description: 'Something noticed while a file was read.' })
export class DiagnosticType implements Diagnostic {
  @Field(() => DiagnosticCodeEnum, { description: 'Stable code.' })
  @Class('OPERATIONAL')
  readonly code!: Diagnostic['code']

  @Field(() => SeverityEnum, { description: 'How serious it is.' })
  @Class('OPERATIONAL')
  readonly severity!: Diagnostic['severity']

  @Field(() => Int, { nullable: true, description: 'Line of the uncompressed file, counted from 1.' })
  @Class('OPERATIONAL')
  readonly line?: number

  @Field(() => String, { nullable: true, description: 'Chromosome.' })
  @Class('OPERATIONAL')
  readonly chromosome?: string

  @Field(() => Int, { nullable: true, description: 'Position on it.' })
  @Class('OPERATIONAL')
  readonly position?: number

  @Field(() => String, { nullable: true, description: 'Symbol of the gene it concerns.' })
  @Class('OPERATIONAL')
  readonly gene?: string

  @Field(() => String, { description: 'What happened and what to do about it.' })
  @Class('OPERATIONAL')
  readonly message!: string
}

@ObjectType('Refusal', { simpleResolvers: true, description: 'Why a file was refused.' })
class RefusalType implements NonNullable<Upload['refusal']> {
  @Field(() => ErrorCodeEnum, { description: 'Stable code.' })
  @Class('OPERATIONAL')
  readonly code!: NonNullable<Upload['refusal']>['code']

  @Field(() => String, { description: 'What is wrong and what to do about it.' })
  @Class('OPERATIONAL')
  readonly message!: string

  @Field(() => GraphQLJSONObject, { description: 'Line, byte or positions, by name.' })
  @Class('OPERATIONAL')
  readonly details!: Readonly<Record<string, unknown>>
}

@ObjectType('UploadProgress', { simpleResolvers: true, description: 'How far an upload is at one moment.' })
export class UploadProgressType implements UploadProgress {
  @Field(() => ID, { description: 'The upload.' })
  @Class('OPERATIONAL')
  readonly uploadId!: string

  @Field(() => UploadStateEnum, { description: 'Its state then.' })
  @Class('OPERATIONAL')
  readonly state!: UploadProgress['state']

  @Field(() => GraphQLSafeInt, { description: 'Bytes of the file that were read.' })
  @Class('OPERATIONAL')
  readonly bytesDone!: number

  @Field(() => GraphQLSafeInt, { nullable: true, description: 'Bytes of the file, as far as known.' })
  @Class('OPERATIONAL')
  readonly bytesTotal?: number

  @Field(() => Int, { description: 'Genes that were called.' })
  @Class('OPERATIONAL')
  readonly genesDone!: number

  @Field(() => Int, { description: 'Genes to call.' })
  @Class('OPERATIONAL')
  readonly genesTotal!: number

  @Field(() => Date, { description: 'The moment.' })
  @Class('OPERATIONAL')
  readonly at!: Date
}

@ObjectType('Upload', {
  simpleResolvers: true,
  implements: NodeType,
  description: 'A file on its way to becoming results.',
})
export class UploadType
  extends NodeType
  implements Omit<Upload, 'organisationId' | 'patientId' | 'attempt' | 'sampleId'>
{
  @Field(() => UploadStateEnum, { description: 'How far it is.' })
  @Class('OPERATIONAL')
  readonly state!: Upload['state']

  @Field(() => String, { nullable: true, description: 'The column of the file; absent when the file has only one.' })
  @Class('OPERATIONAL')
  readonly sampleName?: string

  @Field(() => AssayFactsType, { description: 'What the laboratory stated about its test.' })
  @Class('OPERATIONAL')
  readonly assay!: Upload['assay']

  @Field(() => [OutsideCallType], { description: 'Results that were given with it.' })
  @Class('GENOMIC_SUMMARY')
  readonly outsideCalls!: Upload['outsideCalls']

  @Field(() => String, { nullable: true, description: 'Name of the file. A name, never a path.' })
  @Class('OPERATIONAL')
  readonly fileName?: string

  @Field(() => GraphQLSafeInt, { nullable: true, description: 'Size in bytes as it came.' })
  @Class('OPERATIONAL')
  readonly sizeBytes?: number

  @Field(() => String, { nullable: true, description: 'SHA-256 of the bytes as they came, in hexadecimal.' })
  @Class('OPERATIONAL')
  readonly sha256?: string

  @Field(() => RefusalType, { nullable: true, description: 'Set when the file was refused.' })
  @Class('OPERATIONAL')
  readonly refusal?: NonNullable<Upload['refusal']>

  @Field(() => [DiagnosticType], { description: 'What was noticed while it was read, in the order of the file.' })
  @Class('OPERATIONAL')
  readonly diagnostics!: Upload['diagnostics']

  @Field(() => Date, { description: 'When it was opened.' })
  @Class('OPERATIONAL')
  readonly createdAt!: Date

  @Field(() => Date, { description: 'When it last changed.' })
  @Class('OPERATIONAL')
  readonly updatedAt!: Date
}

export const UploadConnectionType = connectionType('Upload', () => UploadType, 'uploads', 'OPERATIONAL')

@ObjectType('CreateUploadPayload', { simpleResolvers: true, description: 'An open upload and how to send the file.' })
export class CreateUploadPayloadType {
  @Field(() => UploadType, { description: 'The upload.' })
  @Class('OPERATIONAL')
  readonly upload!: Upload

  @Field(() => String, { description: 'Send the bytes there: one PUT with the same bearer token.' })
  @Class('OPERATIONAL')
  readonly uploadUrl!: string

  @Field(() => String, { description: 'The same as a command line; put in your token and file.' })
  @Class('OPERATIONAL')
  readonly curl!: string
}
