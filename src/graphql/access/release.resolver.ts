import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql'
import type { Sample } from '../../usecases/records.js'
import { SampleType } from '../call/sample.type.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { given } from '../given.js'
import { Cost } from '../limits/cost-hint.js'

const GENES = 'Only these genes, by symbol; without it the whole sample.'

@Resolver()
export class ReleaseResolver {
  @Mutation(() => SampleType, {
    description:
      'Lets results out of the laboratory, so that pharmacists, clinicians and the patient see them. Named genes are those that were held back.',
  })
  @Class('OPERATIONAL')
  @Cost({ points: 5 })
  releaseResults(
    @Ctx() context: Context,
    @Arg('sampleId', () => ID, { description: 'The sample.' }) sampleId: string,
    @Arg('genes', () => [String], { nullable: true, description: GENES }) genes?: string[],
  ): Promise<Sample> {
    return context.usecases.releaseResults(context.actor, { sampleId, ...given({ genes }) })
  }

  @Mutation(() => SampleType, {
    description: 'Holds results back: to everybody outside the laboratory they are withheld from now on.',
  })
  @Class('OPERATIONAL')
  @Cost({ points: 5 })
  holdResults(
    @Ctx() context: Context,
    @Arg('sampleId', () => ID, { description: 'The sample.' }) sampleId: string,
    @Arg('reason', () => String, { description: 'Why. Those who may see the sample can read it.' }) reason: string,
    @Arg('genes', () => [String], { nullable: true, description: GENES }) genes?: string[],
  ): Promise<Sample> {
    return context.usecases.holdResults(context.actor, { sampleId, reason, ...given({ genes }) })
  }
}
