import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import { DomainError } from '../../domain/errors.js'
import type { DrugAdvice } from '../../domain/recommendation/advice.js'
import type { Sample, SeenPatient, Upload } from '../../usecases/records.js'
import type { SeenResult } from '../../usecases/seen-calls.js'
import { DrugAdviceConnectionType } from '../advice/drug-advice.type.js'
import { AsOf } from '../as-of.js'
import { connectionOf } from '../connection.js'
import type { Connection } from '../connection.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { given } from '../given.js'
import { Cost } from '../limits/cost-hint.js'
import { PageArgs, pageRequest } from '../page.js'
import { PatientType } from '../record/patient.type.js'
import { RecordOutsideCallInputType } from '../record/upload.input.js'
import { UploadType } from '../record/upload.type.js'
import { GeneCallType } from './gene-call.type.js'
import { SampleConnectionType, SampleType } from './sample.type.js'

@Resolver(() => SampleType)
export class SampleResolver {
  @Query(() => SampleType, { nullable: true, description: 'One sample (NOT_FOUND when it is not yours to see).' })
  @Class('OPERATIONAL')
  @Cost({ points: 1 })
  async sample(
    @Ctx() { loaders }: Context,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<Sample> {
    const sample = await loaders.samples.load(id)
    if (sample === undefined) throw new DomainError('NOT_FOUND', 'No such sample', {})
    return sample
  }

  @Query(() => SampleConnectionType, { description: 'The samples you may see, newest first.' })
  @Class('OPERATIONAL')
  @Cost({ points: 1 })
  async samples(
    @Ctx() context: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('patientId', () => ID, { nullable: true, description: 'Only of this patient.' }) patientId?: string,
  ): Promise<Connection<Sample>> {
    return connectionOf(await context.usecases.listSamples(context.actor, given({ patientId }), pageRequest(page)))
  }

  @Mutation(() => SampleType, {
    description: 'Adds results that were determined elsewhere to a sample; it is called again with them.',
  })
  @Class('OPERATIONAL')
  @Cost({ points: 10 })
  recordOutsideCall(
    @Ctx() context: Context,
    @Arg('input', () => RecordOutsideCallInputType, { description: 'Sample and results.' })
    { sampleId, calls, idempotencyKey }: RecordOutsideCallInputType,
  ): Promise<Sample> {
    return context.usecases.recordOutsideCall(context.actor, {
      sampleId,
      calls: calls.map(({ gene, ...call }) => ({ gene, ...given(call) })),
      idempotencyKey,
    })
  }

  @FieldResolver(() => [GeneCallType], {
    description: 'One call per supported gene, including genes that could not be called and genes that are withheld.',
  })
  @Class('GENOMIC_SUMMARY')
  @Cost({ points: 1, size: 25 })
  async geneCalls(
    @Root() sample: Sample,
    @Ctx() { loaders }: Context,
    @Arg('genes', () => [String], { nullable: true, description: 'Only these genes, by symbol.' }) genes?: string[],
    @AsOf() _asOf?: string,
  ): Promise<readonly SeenResult[]> {
    const phenotypes = await loaders.phenotypes.load(sample.id)
    return phenotypes.filter(phenotype => genes?.includes(phenotype.gene) ?? true)
  }

  @FieldResolver(() => DrugAdviceConnectionType, {
    description: 'What the sources say about every drug that a guideline speaks of, for this sample; by drug name.',
  })
  @Class('GENOMIC_SUMMARY')
  @Cost({ points: 5 })
  async drugAdvice(
    @Root() sample: Sample,
    @Ctx() { loaders }: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('actionableOnly', () => Boolean, {
      nullable: true,
      description: 'Only drugs about which some source says more than standard dosing.',
    })
    actionableOnly?: boolean,
    @Arg('gene', () => String, { nullable: true, description: 'Only drugs with a guideline that asks for this gene.' })
    gene?: string,
    @AsOf() _asOf?: string,
  ): Promise<Connection<DrugAdvice>> {
    return connectionOf(await loaders.advice(given({ actionableOnly, gene }), pageRequest(page)).load(sample.id))
  }

  @FieldResolver(() => PatientType, { nullable: true, description: 'Whose sample it is.' })
  @Class('IDENTITY')
  @Cost({ points: 1 })
  patient(@Root() sample: Sample, @Ctx() { loaders }: Context): Promise<SeenPatient | undefined> {
    return loaders.patients.load(sample.patientId)
  }

  @FieldResolver(() => UploadType, { nullable: true, description: 'The upload it came with.' })
  @Class('OPERATIONAL')
  @Cost({ points: 1 })
  upload(@Root() sample: Sample, @Ctx() { loaders }: Context): Promise<Upload | undefined> {
    return loaders.uploads.load(sample.uploadId)
  }
}
