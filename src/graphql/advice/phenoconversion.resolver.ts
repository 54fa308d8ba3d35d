import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { Medicine } from '../../domain/history/patient-history.js'
import type { Gene } from '../../domain/knowledge.js'
import type { ConversionEffect } from '../../domain/recommendation/conversion-effects.js'
import type { DrugCandidate } from '../../usecases/menu.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { DrugCandidateType } from '../knowledge/drug.type.js'
import { GeneType } from '../knowledge/gene.type.js'
import { NotConsideredMedicineType, PhenoconversionType } from './phenoconversion.type.js'

@Resolver(() => PhenoconversionType)
export class PhenoconversionResolver {
  @FieldResolver(() => GeneType, { nullable: true, description: 'The gene.' })
  @Class('GENOMIC_SUMMARY')
  gene(@Root() { gene }: ConversionEffect, @Ctx() { knowledge }: Context): Gene | undefined {
    return knowledge.genes.get(gene)
  }
}

const MOST_CANDIDATES = 5

@Resolver(() => NotConsideredMedicineType)
export class NotConsideredMedicineResolver {
  @FieldResolver(() => [DrugCandidateType], {
    description: 'Drugs that its name may mean, best first. None was taken for it: ask again with the right one.',
  })
  @Class('PUBLIC')
  candidates(@Root() { name }: Medicine, @Ctx() { usecases, actor }: Context): readonly DrugCandidate[] {
    return usecases.searchDrugs(actor, name, MOST_CANDIDATES)
  }
}
