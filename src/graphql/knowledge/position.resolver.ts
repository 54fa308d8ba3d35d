import { FieldResolver, Resolver, Root } from 'type-graphql'
import type { Locus, Position } from '../../domain/knowledge.js'
import { Class } from '../data-class.js'
import { LocusType, PositionType } from './position.type.js'

@Resolver(() => PositionType)
export class PositionResolver {
  @FieldResolver(() => LocusType, { description: 'The place on GRCh38.' })
  @Class('PUBLIC')
  grch38(@Root() position: Position): Locus {
    return position.loci.GRCh38
  }

  @FieldResolver(() => LocusType, {
    nullable: true,
    description: 'The place on GRCh37; absent where that edition has no such place.',
  })
  @Class('PUBLIC')
  grch37(@Root() position: Position): Locus | undefined {
    return position.loci.GRCh37
  }
}
