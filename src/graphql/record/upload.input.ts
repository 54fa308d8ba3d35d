import { GraphQLSafeInt } from 'graphql-scalars'
import { Field, ID, InputType, Int } from 'type-graphql'
import type { OutsideCall } from '../../domain/diplotype/gene-call.js'
import type { CreateUploadInput, DeclaredContent } from '../../usecases/menu.js'
import type { AssayFacts } from '../../usecases/records.js'
import { AssemblyEnum } from '../knowledge/knowledge-enums.js'
import { SexEnum } from './record-enums.js'

@InputType('AssayedRegionInput', {
  description: 'A region that was sequenced completely, so that a silent file means reference there.',
})
class AssayedRegionInputType {
  @Field(() => String, { description: 'Chromosome, e.g. chr10.' })
  readonly chromosome!: string

  @Field(() => Int, { description: 'First base, counted from 1.' })
  readonly start!: number

  @Field(() => Int, { description: 'Last base, included.' })
  readonly end!: number
}

@InputType('AssayFactsInput', { description: 'What you state about the test. Nothing of it is guessed.' })
export class AssayFactsInputType implements AssayFacts {
  @Field(() => String, { nullable: true, description: 'Name of the panel.' })
  readonly panel?: string

  @Field(() => AssemblyEnum, {
    nullable: true,
    description: 'The edition of the genome. It is checked against the bases of the file.',
  })
  readonly assembly?: NonNullable<AssayFacts['assembly']>

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Take positions that the file does not have for reference. Every answer will say so.',
  })
  readonly assumeReference!: boolean

  @Field(() => [AssayedRegionInputType], { defaultValue: [], description: 'Regions that were sequenced completely.' })
  readonly assayedRegions!: AssayedRegionInputType[]

  @Field(() => Boolean, { defaultValue: false, description: 'Numbers of copies were measured.' })
  readonly copyNumberMeasured!: boolean

  @Field(() => SexEnum, { nullable: true, description: 'Sex of the sample, for genes on the X chromosome.' })
  readonly sex?: NonNullable<AssayFacts['sex']>
}

@InputType('OutsideCallInput', {
  description:
    'A result of a gene that was determined elsewhere. At least one of diplotype, phenotype and activity score.',
})
export class OutsideCallInputType implements Omit<OutsideCall, 'line' | 'source'> {
  @Field(() => String, { description: 'Symbol of the gene, e.g. CYP2D6.' })
  readonly gene!: string

  @Field(() => String, { nullable: true, description: 'The pair of alleles, e.g. *1/*4x2.' })
  readonly diplotype?: string

  @Field(() => String, { nullable: true, description: 'The phenotype in words, e.g. "Poor Metabolizer".' })
  readonly phenotype?: string

  @Field(() => String, { nullable: true, description: 'The activity score as text, e.g. "1.25".' })
  readonly activityScore?: string
}

@InputType('DeclaredContentInput', { description: 'What you are going to send; other bytes are refused.' })
class DeclaredContentInputType implements DeclaredContent {
  @Field(() => GraphQLSafeInt, { nullable: true, description: 'Size in bytes.' })
  readonly sizeBytes?: number

  @Field(() => String, { nullable: true, description: 'SHA-256 in lower-case hexadecimal.' })
  readonly sha256?: string
}

@InputType('CreateUploadInput', { description: 'Opens an upload for one sample of one patient.' })
export class CreateUploadInputType implements Omit<CreateUploadInput, 'assay' | 'outsideCalls'> {
  @Field(() => ID, { description: 'Whose sample it is.' })
  readonly patientId!: string

  @Field(() => String, {
    nullable: true,
    description: 'The column of the file; may be left out when the file has only one.',
  })
  readonly sampleName?: string

  @Field(() => String, { nullable: true, description: 'Name of the file, to show.' })
  readonly fileName?: string

  @Field(() => AssayFactsInputType, { nullable: true, description: 'What you state about the test.' })
  readonly assay?: AssayFactsInputType

  @Field(() => [OutsideCallInputType], {
    defaultValue: [],
    description: 'Results of genes that were determined elsewhere.',
  })
  readonly outsideCalls!: OutsideCallInputType[]

  @Field(() => DeclaredContentInputType, { nullable: true, description: 'What you are going to send.' })
  readonly declared?: DeclaredContentInputType

  @Field(() => String, { description: 'Yours; the same key and input give the same upload, so that a retry is safe.' })
  readonly idempotencyKey!: string
}

@InputType('RecordOutsideCallInput', {
  description: 'Results determined elsewhere, for a sample that was read already.',
})
export class RecordOutsideCallInputType {
  @Field(() => ID, { description: 'The sample.' })
  readonly sampleId!: string

  @Field(() => [OutsideCallInputType], { description: 'The results.' })
  readonly calls!: OutsideCallInputType[]

  @Field(() => String, { description: 'Yours; the same key and input are recorded once.' })
  readonly idempotencyKey!: string
}
