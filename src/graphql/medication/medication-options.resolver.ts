import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql'
import type { Drug, Knowledge } from '../../domain/knowledge.js'
import type {
  OptionsAdvised,
  OptionsAnswer,
  ReviewAdvised,
  ReviewAnswer,
  ShownOption,
  WhatIfAdvised,
  WhatIfAnswer,
} from '../../usecases/option-questions.js'
import type { Patient } from '../../usecases/records.js'
import { AsOf } from '../as-of.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { DrugType } from '../knowledge/drug.type.js'
import { KnowledgeType } from '../knowledge/knowledge.type.js'
import { Cost } from '../limits/cost-hint.js'
import { PatientType } from '../record/patient.type.js'
import {
  MedicationOptionsType,
  MedicationOptionsUnion,
  MedicationOptionType,
  MedicationReviewType,
  MedicationReviewUnion,
} from './medication-option.type.js'
import { MedicationOptionsInputType, MedicationReviewInputType, WhatIfInputType } from './medication-options.input.js'
import {
  candidatesAsked,
  candidatesIfAsked,
  optionsQuestion,
  reviewQuestion,
  whatIfQuestion,
} from './option-question.js'
import { WhatIfType, WhatIfUnion } from './what-if.type.js'

@Resolver(() => MedicationOptionsType)
export class MedicationOptionsResolver {
  @Query(() => MedicationOptionsUnion, {
    description:
      'What may be given for an indication, of a class, or among some drugs? Every candidate is looked at for genes, interactions, allergies, conditions, pregnancy, kidneys, liver, age, earlier responses and wishes. For a patient, or for stated results with no patient at all.',
  })
  @Class('CLINICAL')
  @Cost({ points: 20 })
  medicationOptions(
    @Ctx() { usecases, actor }: Context,
    @Arg('input', () => MedicationOptionsInputType, { description: 'Person, candidates, and what is stated.' })
    input: MedicationOptionsInputType,
    @AsOf() _asOf?: string,
  ): Promise<OptionsAnswer> {
    return usecases.medicationOptions(actor, optionsQuestion(input))
  }

  @FieldResolver(() => KnowledgeType, { description: 'The knowledge that it was computed from.' })
  @Class('PUBLIC')
  knowledge(@Root() _options: OptionsAdvised, @Ctx() { knowledge }: Context): Knowledge {
    return knowledge
  }
}

@Resolver(() => MedicationOptionType)
export class MedicationOptionResolver {
  @FieldResolver(() => DrugType, { description: 'The drug.' })
  @Class('CLINICAL')
  drug(@Root() { advice }: ShownOption): Drug {
    return advice.drug
  }
}

@Resolver(() => MedicationReviewType)
export class MedicationReviewResolver {
  @Query(() => MedicationReviewUnion, {
    description: 'Every medicine that is taken or planned, looked at in the same way as an option.',
  })
  @Class('CLINICAL')
  @Cost({ points: 20 })
  medicationReview(
    @Ctx() { usecases, actor }: Context,
    @Arg('input', () => MedicationReviewInputType, { description: 'Person, and what is stated.' })
    input: MedicationReviewInputType,
    @AsOf() _asOf?: string,
  ): Promise<ReviewAnswer> {
    return usecases.medicationReview(actor, reviewQuestion(input))
  }

  @FieldResolver(() => KnowledgeType, { description: 'The knowledge that it was computed from.' })
  @Class('PUBLIC')
  knowledge(@Root() _review: ReviewAdvised, @Ctx() { knowledge }: Context): Knowledge {
    return knowledge
  }
}

@Resolver(() => WhatIfType)
export class WhatIfResolver {
  @Query(() => WhatIfUnion, {
    description: 'What would starting and stopping medicines change? The difference only; nothing is written down.',
  })
  @Class('CLINICAL')
  @Cost({ points: 40 })
  whatIf(
    @Ctx() { usecases, actor }: Context,
    @Arg('input', () => WhatIfInputType, { description: 'Person, change, options to look at, and what is stated.' })
    input: WhatIfInputType,
    @AsOf() _asOf?: string,
  ): Promise<WhatIfAnswer> {
    return usecases.whatIf(actor, whatIfQuestion(input))
  }

  @FieldResolver(() => KnowledgeType, { description: 'The knowledge that it was computed from.' })
  @Class('PUBLIC')
  knowledge(@Root() _difference: WhatIfAdvised, @Ctx() { knowledge }: Context): Knowledge {
    return knowledge
  }
}

@Resolver(() => PatientType)
export class PatientMedicationResolver {
  @FieldResolver(() => MedicationOptionsUnion, {
    nullable: true,
    description: 'What may be given to this patient, by their history and newest sample. Give one of the arguments.',
  })
  @Class('CLINICAL')
  @Cost({ points: 20 })
  medicationOptions(
    @Root() patient: Patient,
    @Ctx() { loaders }: Context,
    @Arg('indication', () => ID, { nullable: true, description: 'An indication, by the id that `indications` lists.' })
    indication?: string,
    @Arg('drugClass', () => String, {
      nullable: true,
      description: 'A class of drugs: one of ours by code, or an ATC prefix.',
    })
    drugClass?: string,
    @Arg('drugs', () => [String], { nullable: true, description: 'Drugs by name or RxNorm id, at most 50.' })
    drugs?: string[],
    @AsOf() _asOf?: string,
  ): Promise<OptionsAnswer> {
    return loaders.options(candidatesAsked({ indication, drugClass, drugs })).load(patient.id)
  }

  @FieldResolver(() => MedicationReviewUnion, {
    nullable: true,
    description: 'Every medicine that this patient takes or will take, looked at in the same way as an option.',
  })
  @Class('CLINICAL')
  @Cost({ points: 20 })
  medicationReview(
    @Root() patient: Patient,
    @Ctx() { loaders }: Context,
    @AsOf() _asOf?: string,
  ): Promise<ReviewAnswer> {
    return loaders.reviews.load(patient.id)
  }

  @FieldResolver(() => WhatIfUnion, {
    nullable: true,
    description: 'What starting and stopping medicines would change for this patient; nothing is written down.',
  })
  @Class('CLINICAL')
  @Cost({ points: 40 })
  whatIf(
    @Root() patient: Patient,
    @Ctx() { loaders }: Context,
    @Arg('start', () => [String], { nullable: true, description: 'Medicines to start, by name or RxNorm id.' })
    start?: string[],
    @Arg('stop', () => [String], {
      nullable: true,
      description: 'Medicines to stop, by name or RxNorm id; one that is not taken is refused.',
    })
    stop?: string[],
    @Arg('indication', () => ID, { nullable: true, description: 'Look at the options for this indication as well.' })
    indication?: string,
    @Arg('drugs', () => [String], { nullable: true, description: 'Look at these drugs as well.' }) drugs?: string[],
    @AsOf() _asOf?: string,
  ): Promise<WhatIfAnswer> {
    const change = { start: start ?? [], stop: stop ?? [] }
    return loaders.whatIf(change, candidatesIfAsked({ indication, drugs })).load(patient.id)
  }
}
