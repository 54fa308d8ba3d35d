import type { GraphQLResolveInfo } from 'graphql'
import { Arg, Args, Ctx, FieldResolver, ID, Info, Mutation, ObjectType, Field, Resolver, Root } from 'type-graphql'
import type { FactKind, OriginalCode } from '../../domain/history/history-fact.js'
import type { NotUsedReason } from '../../domain/history/clinical-history.js'
import type { RecordedEntries, RecordedEntry } from '../../usecases/history-menu.js'
import { pageByKey } from '../../usecases/list-page.js'
import type { RecordedFact } from '../../usecases/recorded-fact.js'
import type { Patient } from '../../usecases/records.js'
import { connectionOf } from '../connection.js'
import type { Connection } from '../connection.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { given } from '../given.js'
import { Cost } from '../limits/cost-hint.js'
import { PageArgs, pageRequest } from '../page.js'
import { PatientType } from '../record/patient.type.js'
import { FactKindEnum, NotUsedReasonEnum } from './history-enums.js'
import {
  HistoryFactConnectionType,
  HistoryFactType,
  OriginalCodeType,
  PreferenceFactType,
} from './history-fact.type.js'
import { historyView } from './history-view.js'
import type { HistoryView } from './history-view.js'
import {
  CorrectFactInputType,
  RecordHistoryInputType,
  RecordListCompleteInputType,
  RetractFactInputType,
} from './history.input.js'
import { HistoryEntryType, UnusedFactConnectionType, PatientHistoryType } from './known-history.type.js'
import { factStatement } from './stated-fact.js'

@ObjectType('RecordedHistory', { simpleResolvers: true, description: 'What became of the facts you sent.' })
class RecordedHistoryType {
  @Field(() => PatientType, { description: 'The patient.' })
  @Class('IDENTITY')
  readonly patient!: PatientType

  @Field(() => [HistoryEntryType], { description: 'One per fact, in the order you sent them.' })
  @Class('CLINICAL')
  readonly entries!: readonly HistoryEntryType[]
}

@Resolver(() => PatientType)
export class PatientsHistoryResolver {
  @FieldResolver(() => PatientHistoryType, {
    nullable: true,
    description: 'What is known of them besides their genes; null when it is not yours to see.',
  })
  @Class('CLINICAL')
  @Cost({ points: 5 })
  async history(
    @Root() { id }: Patient,
    @Ctx() { loaders, knowledge, withheld }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<HistoryView | undefined> {
    const known = await loaders.histories.load(id)
    // Whoever opens the patient by a relation that does not show histories is told so, not that nothing is known.
    if (known === undefined) return withheld.show(info, 'ROLE', undefined)
    return 'withheld' in known ? withheld.show(info, known.withheld, undefined) : historyView(known, knowledge)
  }
}

@Resolver(() => PatientHistoryType)
export class PatientHistoryResolver {
  @FieldResolver(() => HistoryFactConnectionType, {
    description: 'Everything that was recorded, corrected and retracted facts too, newest first.',
  })
  @Class('CLINICAL')
  @Cost({ points: 1 })
  async facts(
    @Root() { known }: HistoryView,
    @Ctx() { usecases, actor }: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('kinds', () => [FactKindEnum], { nullable: true, description: 'Only facts of these kinds.' })
    kinds?: FactKind[] | null,
  ): Promise<Connection<RecordedFact>> {
    const filter = { patientId: known.patient.id, ...given({ kinds }) }
    return connectionOf(await usecases.listFacts(actor, filter, pageRequest(page)))
  }

  @FieldResolver(() => UnusedFactConnectionType, {
    description: 'Facts that count for nothing today, each with the reason.',
  })
  @Class('CLINICAL')
  notUsed(
    @Root() { notUsed }: HistoryView,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('reasons', () => [NotUsedReasonEnum], { nullable: true, description: 'Only for these reasons.' })
    reasons?: NotUsedReason[] | null,
  ): Connection<HistoryView['notUsed'][number]> {
    const wanted = notUsed.filter(({ reason }) => reasons?.includes(reason) ?? true)
    return connectionOf(pageByKey(wanted, ({ factId, reason }) => `${factId} ${reason}`, pageRequest(page)))
  }

  @FieldResolver(() => [HistoryFactType], {
    description: 'Facts that no data speak of: they are kept, and nobody looked at what they mean.',
  })
  @Class('CLINICAL')
  notConsidered(@Root() { notUsed }: HistoryView): readonly RecordedFact[] {
    return notUsed.flatMap(({ reason, fact }) => (reason === 'NOT_CONSIDERED' && fact !== undefined ? [fact] : []))
  }
}

@Resolver(() => HistoryFactType)
export class HistoryFactResolver {
  @FieldResolver(() => ID, { nullable: true, description: 'Id of the fact that this one corrects or retracts.' })
  @Class('OPERATIONAL')
  supersedes(@Root() { supersedes }: RecordedFact): string | undefined {
    return supersedes
  }

  @FieldResolver(() => Boolean, { description: 'True when it only says that what it supersedes was entered in error.' })
  @Class('CLINICAL')
  enteredInError(@Root() { enteredInError }: RecordedFact): boolean {
    return enteredInError ?? false
  }

  @FieldResolver(() => [OriginalCodeType], { description: 'How the source coded it; empty for facts entered here.' })
  @Class('CLINICAL')
  @Cost({ size: 2 })
  original(@Root() { original }: RecordedFact): readonly OriginalCode[] {
    return original ?? []
  }
}

@Resolver(() => PreferenceFactType)
export class PreferenceFactResolver {
  @FieldResolver(() => String, { description: 'A code of the data, or a number as text.' })
  @Class('CLINICAL')
  value(@Root() fact: RecordedFact): string {
    return fact.kind === 'PREFERENCE' ? String(fact.value) : ''
  }
}

@Resolver()
export class RecordHistoryResolver {
  @Mutation(() => RecordedHistoryType, {
    description:
      'Adds facts to a patient’s history. Each is answered by itself: one that cannot be meant is refused, the others are recorded.',
  })
  @Class('CLINICAL')
  @Cost({ points: 20 })
  async recordHistory(
    @Ctx() { usecases, actor, loaders }: Context,
    @Arg('input', () => RecordHistoryInputType, { description: 'The facts.' }) input: RecordHistoryInputType,
  ): Promise<RecordedEntries> {
    const { patientId, idempotencyKey } = input
    const recorded = await usecases.recordHistory(actor, {
      patientId,
      idempotencyKey,
      facts: input.facts.map(factStatement),
    })
    loaders.histories.clear(patientId)
    return recorded
  }

  @Mutation(() => RecordedHistoryType, {
    description:
      'Says that a list is complete: what is not on it is not there. "No known allergies" is this with an empty list.',
  })
  @Class('CLINICAL')
  @Cost({ points: 20 })
  async recordListComplete(
    @Ctx() { usecases, actor, loaders }: Context,
    @Arg('input', () => RecordListCompleteInputType, { description: 'The list.' }) input: RecordListCompleteInputType,
  ): Promise<RecordedEntries> {
    const { patientId, idempotencyKey, list, on } = input
    const facts = [{ fact: { kind: 'LIST' as const, list, on } }]
    const recorded = await usecases.recordHistory(actor, { patientId, idempotencyKey, facts })
    loaders.histories.clear(patientId)
    return recorded
  }

  @Mutation(() => HistoryEntryType, {
    description:
      'Puts a right fact in the place of a wrong one. Both stay in the record (CONFLICT when it was corrected already).',
  })
  @Class('CLINICAL')
  @Cost({ points: 20 })
  async correctFact(
    @Ctx() { usecases, actor, loaders }: Context,
    @Arg('input', () => CorrectFactInputType, { description: 'Which fact, and what is right.' })
    input: CorrectFactInputType,
  ): Promise<RecordedEntry> {
    const { factId, idempotencyKey, fact } = input
    const entry = await usecases.correctFact(actor, { factId, idempotencyKey, ...factStatement(fact) })
    loaders.histories.clearAll()
    return entry
  }

  @Mutation(() => HistoryFactType, {
    description: 'Says that a fact was entered in error. It stays in the record and counts for nothing.',
  })
  @Class('CLINICAL')
  @Cost({ points: 20 })
  async retractFact(
    @Ctx() { usecases, actor, loaders }: Context,
    @Arg('input', () => RetractFactInputType, { description: 'Which fact.' }) input: RetractFactInputType,
  ): Promise<RecordedFact> {
    const retraction = await usecases.retractFact(actor, input)
    loaders.histories.clearAll()
    return retraction
  }
}
