import { Field, Float, ID, Int, ObjectType } from 'type-graphql'
import type { ClinicalHistory, HistoryProblem, NotUsedReason } from '../../domain/history/clinical-history.js'
import type { LiverFact } from '../../domain/history/history-fact.js'
import type { MedicineMatch } from '../../domain/history/known-medicines.js'
import type { MedicineTiming } from '../../domain/history/patient-history.js'
import type { EntryProblem, RecordedEntry } from '../../usecases/history-menu.js'
import { connectionType } from '../connection.js'
import { Class } from '../data-class.js'
import { HistoryListFreshnessType } from '../medication/history-background.type.js'
import { SexEnum } from '../record/record-enums.js'
import {
  AllergyFactType,
  ConditionFactType,
  HistoryFactType,
  MedicationFactType,
  PreferenceFactType,
  PriorResponseFactType,
} from './history-fact.type.js'
import {
  MedicineMatchEnum,
  EntryStatusEnum,
  HistoryProblemEnum,
  LiverClassEnum,
  MedicineTimingEnum,
  NotUsedReasonEnum,
  PregnancyStateEnum,
} from './history-enums.js'

@ObjectType('HistoryMedicine', { simpleResolvers: true, description: 'A medicine as it counts today.' })
export class HistoryMedicineType {
  @Field(() => MedicationFactType, { description: 'The fact that states it.' })
  @Class('CLINICAL')
  readonly fact!: MedicationFactType

  @Field(() => MedicineTimingEnum, { description: 'When it is taken, seen from today.' })
  @Class('CLINICAL')
  readonly timing!: MedicineTiming['state']

  @Field(() => Boolean, {
    description: 'True when it is in doubt whether it is taken: nobody knows, or nobody confirmed it for long.',
  })
  @Class('CLINICAL')
  readonly uncertain!: boolean

  @Field(() => Boolean, { description: 'False when no data speak of it: nobody looked at what it does.' })
  @Class('CLINICAL')
  readonly considered!: boolean

  @Field(() => MedicineMatchEnum, {
    nullable: true,
    description: 'By what it is known here; null when it is not considered.',
  })
  @Class('CLINICAL')
  readonly matchedBy?: MedicineMatch
}

@ObjectType('HistoryCondition', { simpleResolvers: true, description: 'A condition as it counts today.' })
export class HistoryConditionType {
  @Field(() => ConditionFactType, { description: 'The fact that states it.' })
  @Class('CLINICAL')
  readonly fact!: ConditionFactType

  @Field(() => [String], { description: 'ICD-10-CM codes under which it is looked at; none: nobody looks at it.' })
  @Class('CLINICAL')
  readonly icd10cm!: readonly string[]

  @Field(() => Boolean, { description: 'True when it is over.' })
  @Class('CLINICAL')
  readonly resolved!: boolean

  @Field(() => Boolean, { description: 'True when it is not confirmed, or nobody knows whether it still holds.' })
  @Class('CLINICAL')
  readonly doubtful!: boolean
}

@ObjectType('HistoryAllergy', { simpleResolvers: true, description: 'An allergy or intolerance as it counts today.' })
export class HistoryAllergyType {
  @Field(() => AllergyFactType, { description: 'The fact that states it.' })
  @Class('CLINICAL')
  readonly fact!: AllergyFactType

  @Field(() => [String], { description: 'Codes of the allergy classes that it names or belongs to.' })
  @Class('CLINICAL')
  readonly classes!: readonly string[]

  @Field(() => Boolean, { description: 'True when it is suspected only.' })
  @Class('CLINICAL')
  readonly doubtful!: boolean

  @Field(() => Boolean, { description: 'False when no data speak of the substance.' })
  @Class('CLINICAL')
  readonly considered!: boolean
}

@ObjectType('HistoryMeasurement', { simpleResolvers: true, description: 'The newest usable value of a measure.' })
export class HistoryMeasurementType {
  @Field(() => String, { description: 'The measure, by the code of the data.' })
  @Class('CLINICAL')
  readonly measure!: string

  @Field(() => String, { description: 'The measure in words.' })
  @Class('CLINICAL')
  readonly name!: string

  @Field(() => Float, { description: 'The value in the measure’s own unit.' })
  @Class('CLINICAL')
  readonly value!: number

  @Field(() => String, { description: 'That unit, as UCUM.' })
  @Class('CLINICAL')
  readonly unit!: string

  @Field(() => String, { description: 'Day on which it was taken.' })
  @Class('CLINICAL')
  readonly takenOn!: string

  @Field(() => Boolean, {
    description:
      'True when it is too old to count as today’s, preliminary, or stands in for a newer one that cannot be read.',
  })
  @Class('CLINICAL')
  readonly doubtful!: boolean

  @Field(() => String, { nullable: true, description: 'The formula, when it was computed.' })
  @Class('CLINICAL')
  readonly derivedBy?: string

  @Field(() => [ID], {
    description: 'Ids of the facts it rests on; "record-birth" and "record-sex" are the patient’s record.',
  })
  @Class('OPERATIONAL')
  readonly factIds!: readonly string[]
}

@ObjectType('HistoryAge', {
  simpleResolvers: true,
  description: 'Whole years; a partly known birth date leaves a range.',
})
export class HistoryAgeType implements Omit<NonNullable<ClinicalHistory['age']>, 'factIds'> {
  @Field(() => Int, { description: 'At least.' })
  @Class('CLINICAL')
  readonly least!: number

  @Field(() => Int, { description: 'At most.' })
  @Class('CLINICAL')
  readonly most!: number
}

@ObjectType('HistoryPregnancy', { simpleResolvers: true, description: 'What is known of a pregnancy.' })
export class HistoryPregnancyType {
  @Field(() => PregnancyStateEnum, { description: 'Pregnant or not.' })
  @Class('CLINICAL')
  readonly state!: 'PREGNANT' | 'NOT_PREGNANT'

  @Field(() => Boolean, { description: 'True when that was said too long ago to count.' })
  @Class('CLINICAL')
  readonly stale!: boolean

  @Field(() => Int, { nullable: true, description: 'Trimester, 1 to 3, where a due date is known.' })
  @Class('CLINICAL')
  readonly trimester?: number
}

@ObjectType('HistoryAnswer', { simpleResolvers: true, description: 'Yes or no, and how fresh it is.' })
export class HistoryAnswerType {
  @Field(() => Boolean, { description: 'The answer.' })
  @Class('CLINICAL')
  readonly value!: boolean

  @Field(() => Boolean, { description: 'True when it was given too long ago to count.' })
  @Class('CLINICAL')
  readonly stale!: boolean
}

@ObjectType('HistoryLiver', { simpleResolvers: true, description: 'What is known of the liver.' })
export class HistoryLiverType {
  @Field(() => LiverClassEnum, { description: 'Its impairment.' })
  @Class('CLINICAL')
  readonly value!: LiverFact['childPugh']

  @Field(() => Boolean, { description: 'True when that was said too long ago to count.' })
  @Class('CLINICAL')
  readonly stale!: boolean
}

@ObjectType('RecordedProblem', { simpleResolvers: true, description: 'Something wrong with a recorded fact.' })
export class RecordedProblemType {
  @Field(() => HistoryProblemEnum, { description: 'What.' })
  @Class('CLINICAL')
  readonly code!: HistoryProblem['code']

  @Field(() => String, { nullable: true, description: 'Which field of the fact.' })
  @Class('CLINICAL')
  readonly field?: string

  @Field(() => Boolean, { description: 'Whether the fact still counts.' })
  @Class('CLINICAL')
  readonly used!: boolean

  @Field(() => ID, { description: 'Id of the fact; "record-birth" and "record-sex" are the patient’s record.' })
  @Class('OPERATIONAL')
  readonly factId!: string

  @Field(() => HistoryFactType, { nullable: true, description: 'The fact; absent for the patient’s record.' })
  @Class('CLINICAL')
  readonly fact?: HistoryFactType
}

@ObjectType('UnusedFact', {
  simpleResolvers: true,
  description: 'A recorded fact that counts for nothing today, and why.',
})
export class UnusedFactType {
  @Field(() => NotUsedReasonEnum, { description: 'Why.' })
  @Class('CLINICAL')
  readonly reason!: NotUsedReason

  @Field(() => ID, { description: 'Id of the fact; "record-birth" and "record-sex" are the patient’s record.' })
  @Class('OPERATIONAL')
  readonly factId!: string

  @Field(() => HistoryFactType, { nullable: true, description: 'The fact; absent for the patient’s record.' })
  @Class('CLINICAL')
  readonly fact?: HistoryFactType
}

export const UnusedFactConnectionType = connectionType('UnusedFact', () => UnusedFactType, 'facts not used', 'CLINICAL')

@ObjectType('PatientHistory', {
  simpleResolvers: true,
  description:
    'What is known of a patient today: everything that was recorded, and what of it counts, in the same reading that advice rests on.',
})
export class PatientHistoryType {
  @Field(() => String, { description: 'The day for which it was read.' })
  @Class('CLINICAL')
  readonly asOf!: string

  @Field(() => HistoryAgeType, { nullable: true, description: 'Age.' })
  @Class('CLINICAL')
  readonly age?: HistoryAgeType

  @Field(() => SexEnum, { nullable: true, description: 'Sex as it matters for treatment.' })
  @Class('IDENTITY')
  readonly sex?: 'female' | 'male'

  @Field(() => HistoryPregnancyType, { nullable: true, description: 'Pregnancy; absent when nobody said.' })
  @Class('CLINICAL')
  readonly pregnancy?: HistoryPregnancyType

  @Field(() => HistoryAnswerType, { nullable: true, description: 'Breast-feeding; absent when nobody said.' })
  @Class('CLINICAL')
  readonly lactation?: HistoryAnswerType

  @Field(() => HistoryAnswerType, { nullable: true, description: 'Smoking today; absent when nobody said.' })
  @Class('CLINICAL')
  readonly smoking?: HistoryAnswerType

  @Field(() => HistoryLiverType, { nullable: true, description: 'The liver; absent when nobody said.' })
  @Class('CLINICAL')
  readonly liver?: HistoryLiverType

  @Field(() => [HistoryMedicineType], { description: 'Medicines taken, stopped and planned.' })
  @Class('CLINICAL')
  readonly medicines!: readonly HistoryMedicineType[]

  @Field(() => [HistoryConditionType], { description: 'Conditions, those that are over too.' })
  @Class('CLINICAL')
  readonly conditions!: readonly HistoryConditionType[]

  @Field(() => [HistoryAllergyType], { description: 'Allergies and intolerances.' })
  @Class('CLINICAL')
  readonly allergies!: readonly HistoryAllergyType[]

  @Field(() => [HistoryMeasurementType], { description: 'The newest usable value of each measure.' })
  @Class('CLINICAL')
  readonly measurements!: readonly HistoryMeasurementType[]

  @Field(() => [PriorResponseFactType], { description: 'How medicines did before.' })
  @Class('CLINICAL')
  readonly priorResponses!: readonly PriorResponseFactType[]

  @Field(() => [PreferenceFactType], { description: 'What the patient wants.' })
  @Class('CLINICAL')
  readonly preferences!: readonly PreferenceFactType[]

  @Field(() => [HistoryListFreshnessType], { description: 'Which lists can show that something is absent.' })
  @Class('CLINICAL')
  readonly lists!: readonly HistoryListFreshnessType[]

  @Field(() => [RecordedProblemType], { description: 'What is wrong with recorded facts.' })
  @Class('CLINICAL')
  readonly problems!: readonly RecordedProblemType[]
}

@ObjectType('HistoryEntryProblem', { simpleResolvers: true, description: 'Something to know about a fact you sent.' })
export class HistoryEntryProblemType implements Omit<EntryProblem, 'field'> {
  @Field(() => HistoryProblemEnum, { description: 'What.' })
  @Class('CLINICAL')
  readonly code!: EntryProblem['code']

  @Field(() => String, { nullable: true, description: 'Which field of the fact.' })
  @Class('CLINICAL')
  readonly field?: string

  @Field(() => Boolean, { description: 'Whether the fact still counts.' })
  @Class('CLINICAL')
  readonly used!: boolean
}

@ObjectType('HistoryEntry', { simpleResolvers: true, description: 'What became of one fact you sent.' })
export class HistoryEntryType implements Pick<RecordedEntry, 'status' | 'problems'> {
  @Field(() => EntryStatusEnum, { description: 'Recorded or refused.' })
  @Class('CLINICAL')
  readonly status!: RecordedEntry['status']

  @Field(() => HistoryFactType, { nullable: true, description: 'The recorded fact; absent when it was refused.' })
  @Class('CLINICAL')
  readonly fact?: HistoryFactType

  @Field(() => [HistoryEntryProblemType], { description: 'What is to be known of it.' })
  @Class('CLINICAL')
  readonly problems!: readonly EntryProblem[]
}
