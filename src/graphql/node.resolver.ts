import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql'
import type { Context } from './context.js'
import { Class } from './data-class.js'
import { findGuideline } from './knowledge/guideline.resolver.js'
import { Cost } from './limits/cost-hint.js'
import { parseNodeId } from './node-id.js'
import { NodeType } from './node.type.js'
import type { NodeValue } from './node.type.js'

@Resolver(() => NodeType)
export class NodeResolver {
  @Query(() => NodeType, {
    nullable: true,
    description: 'Any object by its id; null when there is none of this id for you.',
  })
  @Class('OPERATIONAL')
  @Cost({ points: 3 })
  async node(
    @Ctx() context: Context,
    @Arg('id', () => ID, { description: 'The id of any object.' }) id: string,
  ): Promise<NodeValue | undefined> {
    const { actor } = context
    const reference = parseNodeId(id)
    switch (reference.kind) {
      case 'gene':
        return context.usecases.findGenes(actor, [reference.symbol]).get(reference.symbol)
      case 'drug':
        return context.usecases.findDrugs(actor, [reference.name]).get(reference.name)
      case 'guideline':
        return findGuideline(context, id)
      case 'record': {
        const { patients, samples, uploads } = context.loaders
        const found = await Promise.all([patients.load(id), samples.load(id), uploads.load(id)])
        return found.find(record => record !== undefined)
      }
    }
  }
}
