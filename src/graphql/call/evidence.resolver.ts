import { FieldResolver, Resolver, Root } from 'type-graphql'
import { Class } from '../data-class.js'
import { PositionEvidenceType } from './evidence.type.js'
import type { EvidenceAt } from './evidence.type.js'

@Resolver(() => PositionEvidenceType)
export class PositionEvidenceResolver {
  @FieldResolver(() => [String], {
    nullable: 'items',
    description:
      'The bases on each copy, on the plus strand; null is a copy that was not read. Empty unless reference or variant.',
  })
  @Class('GENOMIC_RAW')
  bases(@Root() evidence: EvidenceAt): readonly (string | null)[] {
    return evidence.slots
  }
}
