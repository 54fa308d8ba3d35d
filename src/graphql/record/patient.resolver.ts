import type { GraphQLResolveInfo } from 'graphql'
import { GraphQLLocalDate } from 'graphql-scalars'
import { Arg, Args, Ctx, FieldResolver, ID, Info, Int, Mutation, Query, Resolver, Root } from 'type-graphql'
import { DomainError } from '../../domain/errors.js'
import type { PatientField, Sample, SeenPatient, Upload } from '../../usecases/records.js'
import { SampleType } from '../call/sample.type.js'
import { connectionOf } from '../connection.js'
import type { Connection } from '../connection.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { given } from '../given.js'
import { Cost } from '../limits/cost-hint.js'
import { checkIdCount, PageArgs, pageRequest } from '../page.js'
import { CreatePatientInputType } from './patient.input.js'
import { PatientConnectionType, PatientType } from './patient.type.js'
import { SexEnum } from './record-enums.js'
import { UploadType } from './upload.type.js'

@Resolver(() => PatientType)
export class PatientResolver {
  @Query(() => PatientConnectionType, { description: 'The patients you may see, in a stable order.' })
  @Class('IDENTITY')
  @Cost({ points: 1 })
  async patients(
    @Ctx() context: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('search', () => String, {
      nullable: true,
      description:
        'Whole words of the name, in any order and without regard to case and accents, or the whole record number. Parts of words find nothing: names are stored encrypted.',
    })
    search?: string,
  ): Promise<Connection<SeenPatient>> {
    return connectionOf(await context.usecases.listPatients(context.actor, given({ search }), pageRequest(page)))
  }

  @Query(() => PatientType, {
    nullable: true,
    description: 'One patient. One who is not yours to see looks like one who does not exist (NOT_FOUND).',
  })
  @Class('IDENTITY')
  @Cost({ points: 1 })
  async patient(
    @Ctx() { loaders }: Context,
    @Arg('id', () => ID, { description: 'Their id.' }) id: string,
  ): Promise<SeenPatient> {
    const patient = await loaders.patients.load(id)
    if (patient === undefined) throw new DomainError('NOT_FOUND', 'No such patient', {})
    return patient
  }

  @Query(() => [PatientType], {
    nullable: 'items',
    description: 'Several patients, in the order of the ids; null where there is none for you.',
  })
  @Class('IDENTITY')
  @Cost({ points: 1, sizeOf: 'ids' })
  patientsByIds(
    @Ctx() { loaders }: Context,
    @Arg('ids', () => [ID], { description: 'At most 100.' }) ids: string[],
  ): Promise<readonly (SeenPatient | undefined)[]> {
    checkIdCount(ids)
    return Promise.all(ids.map(id => loaders.patients.load(id)))
  }

  @Mutation(() => PatientType, { description: 'Makes a patient record.' })
  @Class('IDENTITY')
  @Cost({ points: 5 })
  createPatient(
    @Ctx() context: Context,
    @Arg('input', () => CreatePatientInputType, { description: 'The patient.' }) input: CreatePatientInputType,
  ): Promise<SeenPatient> {
    const { displayName, idempotencyKey, ...rest } = input
    return context.usecases.createPatient(context.actor, { displayName, idempotencyKey, ...given(rest) })
  }

  @FieldResolver(() => String, { nullable: true, description: 'Name to show.' })
  @Class('IDENTITY')
  displayName(
    @Root() patient: SeenPatient,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): string | undefined {
    return shown(patient, 'displayName', context, info)
  }

  @FieldResolver(() => String, { nullable: true, description: 'Number of the record in the organisation.' })
  @Class('IDENTITY')
  medicalRecordNumber(
    @Root() patient: SeenPatient,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): string | undefined {
    return shown(patient, 'medicalRecordNumber', context, info)
  }

  @FieldResolver(() => GraphQLLocalDate, { nullable: true, description: 'Date of birth.' })
  @Class('IDENTITY')
  birthDate(
    @Root() patient: SeenPatient,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): string | undefined {
    return shown(patient, 'birthDate', context, info)
  }

  @FieldResolver(() => Int, { nullable: true, description: 'Year of birth; also for those who may not see the date.' })
  @Class('IDENTITY')
  birthYear(
    @Root() patient: SeenPatient,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): number | undefined {
    return shown(patient, 'birthYear', context, info)
  }

  @FieldResolver(() => SexEnum, { nullable: true, description: 'Sex as far as it matters for the X chromosome.' })
  @Class('IDENTITY')
  sex(@Root() patient: SeenPatient, @Ctx() context: Context, @Info() info: GraphQLResolveInfo): SeenPatient['sex'] {
    return shown(patient, 'sex', context, info)
  }

  @FieldResolver(() => [SampleType], { description: 'Their samples, newest first: advice rests on the first one.' })
  @Class('OPERATIONAL')
  @Cost({ points: 1, size: 2 })
  samples(@Root() patient: SeenPatient, @Ctx() { loaders }: Context): Promise<readonly Sample[]> {
    return loaders.samplesOfPatient.load(patient.id)
  }

  @FieldResolver(() => [UploadType], { description: 'Their uploads, newest first.' })
  @Class('OPERATIONAL')
  @Cost({ points: 1, size: 2 })
  async uploads(
    @Root() patient: SeenPatient,
    @Ctx() { loaders, actor, withheld }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly Upload[]> {
    if (actor.visit !== undefined) return withheld.show(info, 'ROLE', []) ?? []
    return await loaders.uploadsOfPatient.load(patient.id)
  }
}

function shown<F extends PatientField>(
  patient: SeenPatient,
  field: F,
  { withheld }: Context,
  info: GraphQLResolveInfo,
): SeenPatient[F] | undefined {
  return withheld.show(info, patient.hidden.get(field), patient[field])
}
