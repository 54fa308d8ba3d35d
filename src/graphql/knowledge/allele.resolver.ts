import { Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql'
import type { Allele, Position } from '../../domain/knowledge.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { Cost } from '../limits/cost-hint.js'
import { AlleleCellType, AlleleType } from './allele.type.js'
import { knowledgeIndex } from './knowledge-index.js'

@Resolver(() => AlleleType)
export class AlleleResolver {
  @FieldResolver(() => ID, { nullable: true, description: 'Accession at ClinPGx (PharmGKB).' })
  @Class('PUBLIC')
  accession(@Root() allele: Allele): string | undefined {
    return allele.id
  }

  @FieldResolver(() => [AlleleCellType], {
    description:
      'The definition. A position that is not listed is no part of it, save for the reference allele, which lists all.',
  })
  @Class('PUBLIC')
  @Cost({ size: 10 })
  definition(
    @Root() allele: Allele,
    @Ctx() { knowledge }: Context,
  ): readonly { readonly position: Position; readonly bases: readonly string[] }[] {
    const positions = knowledgeIndex(knowledge).geneOfAllele.get(allele)?.positions ?? []
    return positions.flatMap(position => {
      const bases = allele.cells.get(position.index)
      return bases === undefined ? [] : [{ position, bases }]
    })
  }
}
