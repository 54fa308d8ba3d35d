import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { Drug, Gene, Interaction, Term } from '../../domain/knowledge.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { DrugType } from './drug.type.js'
import { GeneType } from './gene.type.js'
import { InteractionType } from './interaction.type.js'
import { TermType } from './term.type.js'
import { termsOf } from './terms.js'

@Resolver(() => InteractionType)
export class InteractionResolver {
  @FieldResolver(() => GeneType, { nullable: true, description: 'The gene whose protein is affected.' })
  @Class('PUBLIC')
  gene(@Root() interaction: Interaction, @Ctx() { knowledge }: Context): Gene | undefined {
    return knowledge.genes.get(interaction.gene)
  }

  @FieldResolver(() => String, { description: 'Name of the drug that acts.' })
  @Class('PUBLIC')
  drugName(@Root() interaction: Interaction): string {
    return interaction.drug
  }

  @FieldResolver(() => DrugType, { nullable: true, description: 'The drug that acts, where it is described here.' })
  @Class('PUBLIC')
  drug(@Root() interaction: Interaction, @Ctx() { knowledge }: Context): Drug | undefined {
    return knowledge.drugs.get(interaction.drug)
  }

  @FieldResolver(() => [TermType], { description: 'What else has to be known.' })
  @Class('PUBLIC')
  notes(@Root() interaction: Interaction, @Ctx() { knowledge }: Context): readonly Term[] {
    return termsOf(knowledge, interaction.notes)
  }
}
