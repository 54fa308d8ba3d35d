import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type {
  Alternative,
  Directive,
  Dose,
  DoseChange,
  DoseObservation,
  Drug,
  Population,
  Term,
} from '../../domain/knowledge.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { AlternativeType, DirectiveType, DoseChangeType, DoseObservationType, DoseType } from './directive.type.js'
import { DrugType } from './drug.type.js'
import { PopulationType, TermType } from './term.type.js'
import { populationOf, termOf, termOrNone, termsOf } from './terms.js'

@Resolver(() => DirectiveType)
export class DirectiveResolver {
  @FieldResolver(() => [TermType], { description: 'What an alternative must be like.' })
  @Class('PUBLIC')
  alternativeCriteria(@Root() directive: Directive, @Ctx() { knowledge }: Context): readonly Term[] {
    return termsOf(knowledge, directive.alternativeCriteria)
  }

  @FieldResolver(() => [TermType], { description: 'What to watch.' })
  @Class('PUBLIC')
  monitoring(@Root() directive: Directive, @Ctx() { knowledge }: Context): readonly Term[] {
    return termsOf(knowledge, directive.monitoring)
  }

  @FieldResolver(() => [TermType], { description: 'Everything else the source adds in words, one term per thought.' })
  @Class('PUBLIC')
  tags(@Root() directive: Directive, @Ctx() { knowledge }: Context): readonly Term[] {
    return termsOf(knowledge, directive.tags)
  }
}

@Resolver(() => DoseChangeType)
export class DoseChangeResolver {
  @FieldResolver(() => TermType, {
    nullable: true,
    description: 'What it is a multiple of; the usual dose when absent.',
  })
  @Class('PUBLIC')
  of(@Root() change: DoseChange, @Ctx() { knowledge }: Context): Term | undefined {
    return termOrNone(knowledge, change.of)
  }
}

@Resolver(() => DoseType)
export class DoseResolver {
  @FieldResolver(() => TermType, { nullable: true, description: 'Circumstances in which this amount holds.' })
  @Class('PUBLIC')
  when(@Root() dose: Dose, @Ctx() { knowledge }: Context): Term | undefined {
    return termOrNone(knowledge, dose.when)
  }

  @FieldResolver(() => TermType, { nullable: true, description: 'What the amount limits.' })
  @Class('PUBLIC')
  appliesTo(@Root() dose: Dose, @Ctx() { knowledge }: Context): Term | undefined {
    return termOrNone(knowledge, dose.appliesTo)
  }

  @FieldResolver(() => PopulationType, {
    nullable: true,
    description: 'For whom this amount holds; everybody when absent.',
  })
  @Class('PUBLIC')
  population(@Root() dose: Dose, @Ctx() { knowledge }: Context): Population | undefined {
    return dose.population === undefined ? undefined : populationOf(knowledge, dose.population)
  }

  @FieldResolver(() => [TermType], { description: 'What else the source says of the amount.' })
  @Class('PUBLIC')
  notes(@Root() dose: Dose, @Ctx() { knowledge }: Context): readonly Term[] {
    return termsOf(knowledge, dose.notes)
  }
}

@Resolver(() => AlternativeType)
export class AlternativeResolver {
  @FieldResolver(() => String, { description: 'Name of the drug, or the group in words.' })
  @Class('PUBLIC')
  name(@Root() alternative: Alternative, @Ctx() { knowledge }: Context): string {
    if (alternative.kind === 'drug') return alternative.name
    return termOf(knowledge, alternative.name).clinician
  }

  @FieldResolver(() => DrugType, { nullable: true, description: 'The drug, where it is one that is described here.' })
  @Class('PUBLIC')
  drug(@Root() alternative: Alternative, @Ctx() { knowledge }: Context): Drug | undefined {
    return alternative.kind === 'drug' ? knowledge.drugs.get(alternative.name) : undefined
  }

  @FieldResolver(() => TermType, { nullable: true, description: 'The group, where it is one.' })
  @Class('PUBLIC')
  group(@Root() alternative: Alternative, @Ctx() { knowledge }: Context): Term | undefined {
    return alternative.kind === 'group' ? termOrNone(knowledge, alternative.name) : undefined
  }

  @FieldResolver(() => TermType, { nullable: true, description: 'Circumstances in which it is an alternative.' })
  @Class('PUBLIC')
  when(@Root() alternative: Alternative, @Ctx() { knowledge }: Context): Term | undefined {
    return termOrNone(knowledge, alternative.when)
  }
}

@Resolver(() => DoseObservationType)
export class DoseObservationResolver {
  @FieldResolver(() => [TermType], { description: 'What else is known of it.' })
  @Class('PUBLIC')
  notes(@Root() observation: DoseObservation, @Ctx() { knowledge }: Context): readonly Term[] {
    return termsOf(knowledge, observation.notes)
  }
}
