import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql'
import { DomainError } from '../../domain/errors.js'
import type { AssayFacts, Sample, SeenPatient, Upload, UploadProgress, UploadState } from '../../usecases/records.js'
import { SampleType } from '../call/sample.type.js'
import { connectionOf } from '../connection.js'
import type { Connection } from '../connection.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { given } from '../given.js'
import { Cost } from '../limits/cost-hint.js'
import { PageArgs, pageRequest } from '../page.js'
import { PatientType } from './patient.type.js'
import { UploadStateEnum } from './record-enums.js'
import { CreateUploadInputType } from './upload.input.js'
import { CreateUploadPayloadType, UploadConnectionType, UploadProgressType, UploadType } from './upload.type.js'

@Resolver(() => UploadType)
export class UploadResolver {
  @Query(() => UploadType, { nullable: true, description: 'One upload (NOT_FOUND when it is not yours to see).' })
  @Class('OPERATIONAL')
  @Cost({ points: 1 })
  async upload(
    @Ctx() { loaders }: Context,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<Upload> {
    const upload = await loaders.uploads.load(id)
    if (upload === undefined) throw new DomainError('NOT_FOUND', 'No such upload', {})
    return upload
  }

  @Query(() => UploadConnectionType, { description: 'The uploads you may see, newest first.' })
  @Class('OPERATIONAL')
  @Cost({ points: 1 })
  async uploads(
    @Ctx() context: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('patientId', () => ID, { nullable: true, description: 'Only of this patient.' }) patientId?: string,
    @Arg('states', () => [UploadStateEnum], { nullable: true, description: 'Only in these states.' })
    states?: UploadState[],
  ): Promise<Connection<Upload>> {
    const filter = given({ patientId, states })
    return connectionOf(await context.usecases.listUploads(context.actor, filter, pageRequest(page)))
  }

  @Mutation(() => CreateUploadPayloadType, {
    description:
      'Opens an upload. The file itself follows by a PUT to the address in the answer; GraphQL never carries it.',
  })
  @Class('OPERATIONAL')
  @Cost({ points: 5 })
  async createUpload(
    @Ctx() context: Context,
    @Arg('input', () => CreateUploadInputType, { description: 'Whose sample, and what is stated about the test.' })
    input: CreateUploadInputType,
  ): Promise<CreateUploadPayloadType> {
    const { patientId, idempotencyKey, assay, outsideCalls, declared, ...rest } = input
    const upload = await context.usecases.createUpload(context.actor, {
      patientId,
      idempotencyKey,
      assay: { ...NOTHING_STATED, ...given(assay ?? {}) },
      outsideCalls: outsideCalls.map(({ gene, ...call }) => ({ gene, ...given(call) })),
      ...given(rest),
      ...(declared === undefined || declared === null ? {} : { declared: given(declared) }),
    })
    const uploadUrl = context.uploadUrl(upload.id)
    const curl = `curl -sS -T FILE.vcf.gz -H "Authorization: Bearer $TOKEN" ${uploadUrl}`
    return { upload, uploadUrl, curl }
  }

  @Subscription(() => UploadProgressType, {
    description: 'The present state first, then every change; ends when the upload is done.',
    subscribe: ({ args, context }: { args: { uploadId: string }; context: Context }) =>
      context.usecases.watchUpload(context.actor, args.uploadId),
  })
  @Class('OPERATIONAL')
  uploadProgress(
    @Root() progress: UploadProgress,
    @Arg('uploadId', () => ID, { description: 'The upload to follow.' }) _uploadId: string,
  ): UploadProgress {
    return progress
  }

  @FieldResolver(() => PatientType, { nullable: true, description: 'Whose sample it is.' })
  @Class('IDENTITY')
  @Cost({ points: 1 })
  patient(@Root() upload: Upload, @Ctx() { loaders }: Context): Promise<SeenPatient | undefined> {
    return loaders.patients.load(upload.patientId)
  }

  @FieldResolver(() => SampleType, { nullable: true, description: 'The sample it became, once it is done.' })
  @Class('OPERATIONAL')
  @Cost({ points: 1 })
  sample(@Root() upload: Upload, @Ctx() { loaders }: Context): Promise<Sample | undefined> | undefined {
    return upload.sampleId === undefined ? undefined : loaders.samples.load(upload.sampleId)
  }

  @FieldResolver(() => UploadProgressType, { nullable: true, description: 'How far reading and calling are.' })
  @Class('OPERATIONAL')
  @Cost({ points: 1 })
  progress(@Root() upload: Upload, @Ctx() { loaders }: Context): Promise<UploadProgress | undefined> {
    return loaders.uploadProgress.load(upload.id)
  }
}

const NOTHING_STATED: AssayFacts = { assumeReference: false, assayedRegions: [], copyNumberMeasured: false }
