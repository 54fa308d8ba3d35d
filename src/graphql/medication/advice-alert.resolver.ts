import { Args, Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from 'type-graphql'
import type { Drug } from '../../domain/knowledge.js'
import type { AdviceChange, ChangedReason } from '../../domain/medication/advice-changes.js'
import type { OptionTexts } from '../../domain/option-knowledge.js'
import type { AdviceAlert } from '../../usecases/advice-alert.js'
import type { SeenPatient } from '../../usecases/records.js'
import { connectionOf } from '../connection.js'
import type { Connection } from '../connection.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { DrugType } from '../knowledge/drug.type.js'
import { Cost } from '../limits/cost-hint.js'
import { PageArgs, pageRequest } from '../page.js'
import { PatientType } from '../record/patient.type.js'
import { AdviceAlertConnectionType, AdviceAlertType, AdviceChangeType, ChangedReasonType } from './advice-alert.type.js'
import { MedicalTextType } from './finding.type.js'

@Resolver(() => AdviceAlertType)
export class AdviceAlertResolver {
  @Subscription(() => AdviceAlertType, {
    description:
      'Tells from now on when a new medicine, value, result or release of knowledge changes the verdict of a medicine that the patient takes. What was told before stands in `patient { alerts }`.',
    subscribe: ({ args, context }: { args: { patientId: string }; context: Context }) =>
      context.usecases.watchAdvice(context.actor, args.patientId),
  })
  @Class('CLINICAL')
  adviceChanged(
    @Root() alert: AdviceAlert,
    @Arg('patientId', () => ID, { description: 'The patient to follow.' }) _patientId: string,
  ): AdviceAlert {
    return alert
  }

  @FieldResolver(() => PatientType, { nullable: true, description: 'Whose medicines they are.' })
  @Class('IDENTITY')
  @Cost({ points: 1 })
  patient(@Root() { patientId }: AdviceAlert, @Ctx() { loaders }: Context): Promise<SeenPatient | undefined> {
    return loaders.patients.load(patientId)
  }
}

@Resolver(() => AdviceChangeType)
export class AdviceChangeResolver {
  @FieldResolver(() => DrugType, {
    nullable: true,
    description: 'The drug; absent when the present release does not describe it any more.',
  })
  @Class('CLINICAL')
  drug(@Root() { drug }: AdviceChange, @Ctx() { knowledge }: Context): Drug | undefined {
    return knowledge.drugs.get(drug)
  }
}

@Resolver(() => ChangedReasonType)
export class ChangedReasonResolver {
  @FieldResolver(() => MedicalTextType, { description: 'The reason in words.' })
  @Class('CLINICAL')
  statement(@Root() { text }: ChangedReason): OptionTexts {
    return text
  }
}

@Resolver(() => PatientType)
export class PatientAlertsResolver {
  @FieldResolver(() => AdviceAlertConnectionType, {
    nullable: true,
    description: 'What was told when advice on medicines of this patient changed, newest first.',
  })
  @Class('CLINICAL')
  @Cost({ points: 1 })
  async alerts(
    @Root() patient: SeenPatient,
    @Ctx() { loaders }: Context,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<Connection<AdviceAlert>> {
    return connectionOf(await loaders.alerts(pageRequest(page)).load(patient.id))
  }
}
