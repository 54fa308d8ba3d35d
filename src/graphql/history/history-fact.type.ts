import { Field, Float, ID, InterfaceType, ObjectType } from 'type-graphql'
import type {
  AllergyFact,
  BirthFact,
  ConditionFact,
  FactKind,
  FactSource,
  HistoryFact,
  LactationFact,
  ListFact,
  LiverFact,
  MedicationFact,
  NamedDrug,
  ObservationFact,
  OriginalCode,
  PreferenceFact,
  PregnancyFact,
  PriorResponseFact,
  SexFact,
  SmokingFact,
} from '../../domain/history/history-fact.js'
import type { RecordedFact } from '../../usecases/recorded-fact.js'
import { connectionType } from '../connection.js'
import { Class } from '../data-class.js'
import { SexEnum } from '../record/record-enums.js'
import {
  AllergyStatusEnum,
  AllergyTypeEnum,
  ConditionStatusEnum,
  ConditionSystemEnum,
  CriticalityEnum,
  FactKindEnum,
  ListNameEnum,
  LiverClassEnum,
  MedicationStatusEnum,
  PreferenceSubjectEnum,
  ResponseEnum,
  SeverityEnum,
  SmokingStateEnum,
  FactSourceKindEnum,
  VerificationEnum,
} from './history-enums.js'

@ObjectType('HistorySource', { simpleResolvers: true, description: 'Who says a fact.' })
export class HistorySourceType implements FactSource {
  @Field(() => FactSourceKindEnum, { description: 'What kind of source.' })
  @Class('CLINICAL')
  readonly kind!: FactSource['kind']

  @Field(() => String, { nullable: true, description: 'Who or which system, as the recorder names it.' })
  @Class('CLINICAL')
  readonly name?: string

  @Field(() => String, { nullable: true, description: 'What it is there, as that system refers to it.' })
  @Class('CLINICAL')
  readonly reference?: string
}

@ObjectType('OriginalCode', { simpleResolvers: true, description: 'A code as the source gave it.' })
export class OriginalCodeType implements OriginalCode {
  @Field(() => String, { nullable: true, description: 'Its system, as a URI.' })
  @Class('CLINICAL')
  readonly system?: string

  @Field(() => String, { nullable: true, description: 'The code.' })
  @Class('CLINICAL')
  readonly code?: string

  @Field(() => String, { nullable: true, description: 'Its words.' })
  @Class('CLINICAL')
  readonly text?: string
}

@ObjectType('NamedDrug', {
  simpleResolvers: true,
  description: 'A drug as somebody named it; matched exactly, never guessed.',
})
export class NamedDrugType implements NamedDrug {
  @Field(() => String, { description: 'Its name.' })
  @Class('CLINICAL')
  readonly name!: string

  @Field(() => String, { nullable: true, description: 'Its RxNorm id.' })
  @Class('CLINICAL')
  readonly rxnorm?: string
}

@ObjectType('StatedDose', { simpleResolvers: true, description: 'A dose as it was stated.' })
export class StatedDoseType {
  @Field(() => Float, { description: 'The amount.' })
  @Class('CLINICAL')
  readonly value!: number

  @Field(() => String, { nullable: true, description: 'Its UCUM unit; absent when nobody said.' })
  @Class('CLINICAL')
  readonly unit?: string

  @Field(() => Float, { nullable: true, description: 'How often a day.' })
  @Class('CLINICAL')
  readonly timesPerDay?: number
}

@ObjectType('ConditionCode', { simpleResolvers: true, description: 'A condition as it was coded.' })
export class ConditionCodeType {
  @Field(() => ConditionSystemEnum, { description: 'The system.' })
  @Class('CLINICAL')
  readonly system!: ConditionFact['code']['system']

  @Field(() => String, { description: 'The code; words where there was none.' })
  @Class('CLINICAL')
  readonly code!: string

  @Field(() => String, { nullable: true, description: 'Its words.' })
  @Class('CLINICAL')
  readonly text?: string
}

const TYPE_NAMES: Readonly<Record<FactKind, string>> = {
  MEDICATION: 'MedicationFact',
  CONDITION: 'ConditionFact',
  ALLERGY: 'AllergyFact',
  OBSERVATION: 'ObservationFact',
  BIRTH: 'BirthFact',
  SEX: 'SexFact',
  PREGNANCY: 'PregnancyFact',
  LACTATION: 'LactationFact',
  SMOKING: 'SmokingFact',
  LIVER_FUNCTION: 'LiverFunctionFact',
  PRIOR_RESPONSE: 'PriorResponseFact',
  PREFERENCE: 'PreferenceFact',
  LIST: 'ListFact',
}

@InterfaceType('HistoryFact', {
  description:
    'One statement about a patient as it was recorded. It is never changed: a correction is another fact that names it. Dates are ISO days or instants, and partial where nobody knows better ("2019", "2019-04").',
  resolveType: ({ kind }: HistoryFact) => TYPE_NAMES[kind],
})
export class HistoryFactType implements Pick<
  RecordedFact,
  'id' | 'kind' | 'source' | 'recordedOn' | 'recordedAt' | 'restricted'
> {
  @Field(() => ID, { description: 'Its id.' })
  @Class('OPERATIONAL')
  readonly id!: string

  @Field(() => FactKindEnum, { description: 'What it is about.' })
  @Class('CLINICAL')
  readonly kind!: FactKind

  @Field(() => HistorySourceType, { description: 'Who says it.' })
  @Class('CLINICAL')
  readonly source!: FactSource

  @Field(() => String, { description: 'When it was written down where it comes from.' })
  @Class('CLINICAL')
  readonly recordedOn!: string

  @Field(() => Date, { description: 'When it was written down here.' })
  @Class('OPERATIONAL')
  readonly recordedAt!: Date

  @Field(() => Boolean, { description: 'True when it is specially protected.' })
  @Class('CLINICAL')
  readonly restricted!: boolean
}

const fact = { simpleResolvers: true, implements: HistoryFactType }

@ObjectType('MedicationFact', { ...fact, description: 'A medicine.' })
export class MedicationFactType extends HistoryFactType implements Pick<MedicationFact, 'drug' | 'status'> {
  @Field(() => NamedDrugType, { description: 'What is taken.' })
  @Class('CLINICAL')
  readonly drug!: NamedDrug

  @Field(() => MedicationStatusEnum, { description: 'Whether it is taken.' })
  @Class('CLINICAL')
  readonly status!: MedicationFact['status']

  @Field(() => String, { nullable: true, description: 'Date of the first dose.' })
  @Class('CLINICAL')
  readonly startedOn?: string

  @Field(() => String, { nullable: true, description: 'Date of the last dose.' })
  @Class('CLINICAL')
  readonly stoppedOn?: string

  @Field(() => StatedDoseType, { nullable: true, description: 'How much.' })
  @Class('CLINICAL')
  readonly dose?: NonNullable<MedicationFact['dose']>
}

@ObjectType('ConditionFact', { ...fact, description: 'A condition.' })
export class ConditionFactType
  extends HistoryFactType
  implements Pick<ConditionFact, 'code' | 'status' | 'verification'>
{
  @Field(() => ConditionCodeType, { description: 'Which.' })
  @Class('CLINICAL')
  readonly code!: ConditionFact['code']

  @Field(() => ConditionStatusEnum, { description: 'Whether it holds.' })
  @Class('CLINICAL')
  readonly status!: ConditionFact['status']

  @Field(() => VerificationEnum, { description: 'How sure it is.' })
  @Class('CLINICAL')
  readonly verification!: ConditionFact['verification']

  @Field(() => String, { nullable: true, description: 'Since when.' })
  @Class('CLINICAL')
  readonly onset?: string

  @Field(() => String, { nullable: true, description: 'Until when.' })
  @Class('CLINICAL')
  readonly abated?: string
}

@ObjectType('AllergyFact', { ...fact, description: 'An allergy or intolerance.' })
export class AllergyFactType
  extends HistoryFactType
  implements Pick<AllergyFact, 'type' | 'substance' | 'verification' | 'status'>
{
  @Field(() => AllergyTypeEnum, { description: 'Which of the two.' })
  @Class('CLINICAL')
  readonly type!: AllergyFact['type']

  @Field(() => NamedDrugType, { description: 'To what: a drug, or a class by a name of it.' })
  @Class('CLINICAL')
  readonly substance!: NamedDrug

  @Field(() => VerificationEnum, { description: 'How sure it is.' })
  @Class('CLINICAL')
  readonly verification!: AllergyFact['verification']

  @Field(() => AllergyStatusEnum, { description: 'Whether it holds.' })
  @Class('CLINICAL')
  readonly status!: AllergyFact['status']

  @Field(() => CriticalityEnum, { nullable: true, description: 'How dangerous another contact may be.' })
  @Class('CLINICAL')
  readonly criticality?: NonNullable<AllergyFact['criticality']>

  @Field(() => String, { nullable: true, description: 'What happened, in words.' })
  @Class('CLINICAL')
  readonly reaction?: string
}

@ObjectType('ObservationFact', { ...fact, description: 'A laboratory value or a vital sign.' })
export class ObservationFactType
  extends HistoryFactType
  implements Pick<ObservationFact, 'code' | 'value' | 'unit' | 'takenOn'>
{
  @Field(() => String, { description: 'LOINC code, or a measure of the data by its own code.' })
  @Class('CLINICAL')
  readonly code!: string

  @Field(() => Float, { description: 'The value.' })
  @Class('CLINICAL')
  readonly value!: number

  @Field(() => String, { description: 'Its UCUM unit.' })
  @Class('CLINICAL')
  readonly unit!: string

  @Field(() => String, { description: 'When it was taken.' })
  @Class('CLINICAL')
  readonly takenOn!: string
}

@ObjectType('BirthFact', { ...fact, description: 'A date of birth.' })
export class BirthFactType extends HistoryFactType implements Pick<BirthFact, 'date'> {
  @Field(() => String, { description: 'The date; partial where only year or month are known.' })
  @Class('IDENTITY')
  readonly date!: string
}

@ObjectType('SexFact', { ...fact, description: 'A sex as it matters for treatment.' })
export class SexFactType extends HistoryFactType implements Pick<SexFact, 'sex'> {
  @Field(() => SexEnum, { description: 'The sex.' })
  @Class('IDENTITY')
  readonly sex!: SexFact['sex']
}

@ObjectType('PregnancyFact', { ...fact, description: 'Pregnant or not.' })
export class PregnancyFactType extends HistoryFactType implements Pick<PregnancyFact, 'pregnant' | 'on'> {
  @Field(() => Boolean, { description: 'True when pregnant.' })
  @Class('CLINICAL')
  readonly pregnant!: boolean

  @Field(() => String, { description: 'On which day.' })
  @Class('CLINICAL')
  readonly on!: string

  @Field(() => String, { nullable: true, description: 'When the child is expected.' })
  @Class('CLINICAL')
  readonly dueOn?: string
}

@ObjectType('LactationFact', { ...fact, description: 'Breast-feeding or not.' })
export class LactationFactType extends HistoryFactType implements Pick<LactationFact, 'lactating' | 'on'> {
  @Field(() => Boolean, { description: 'True when breast-feeding.' })
  @Class('CLINICAL')
  readonly lactating!: boolean

  @Field(() => String, { description: 'On which day.' })
  @Class('CLINICAL')
  readonly on!: string
}

@ObjectType('SmokingFact', { ...fact, description: 'Whether the patient smokes.' })
export class SmokingFactType extends HistoryFactType implements Pick<SmokingFact, 'state' | 'on'> {
  @Field(() => SmokingStateEnum, { description: 'Whether.' })
  @Class('CLINICAL')
  readonly state!: SmokingFact['state']

  @Field(() => String, { description: 'On which day.' })
  @Class('CLINICAL')
  readonly on!: string
}

@ObjectType('LiverFunctionFact', { ...fact, description: 'How far the liver is impaired.' })
export class LiverFunctionFactType extends HistoryFactType implements Pick<LiverFact, 'childPugh' | 'on'> {
  @Field(() => LiverClassEnum, { description: 'The class.' })
  @Class('CLINICAL')
  readonly childPugh!: LiverFact['childPugh']

  @Field(() => String, { description: 'On which day.' })
  @Class('CLINICAL')
  readonly on!: string
}

@ObjectType('PriorResponseFact', { ...fact, description: 'How a medicine did before.' })
export class PriorResponseFactType extends HistoryFactType implements Pick<PriorResponseFact, 'drug' | 'response'> {
  @Field(() => NamedDrugType, { description: 'The medicine.' })
  @Class('CLINICAL')
  readonly drug!: NamedDrug

  @Field(() => ResponseEnum, { description: 'How it did.' })
  @Class('CLINICAL')
  readonly response!: PriorResponseFact['response']

  @Field(() => SeverityEnum, { nullable: true, description: 'How bad a reaction was.' })
  @Class('CLINICAL')
  readonly severity?: NonNullable<PriorResponseFact['severity']>

  @Field(() => String, { nullable: true, description: 'What happened, in words.' })
  @Class('CLINICAL')
  readonly reaction?: string
}

@ObjectType('PreferenceFact', { ...fact, description: 'What the patient wants.' })
export class PreferenceFactType extends HistoryFactType implements Pick<PreferenceFact, 'about'> {
  @Field(() => PreferenceSubjectEnum, { description: 'What it is about.' })
  @Class('CLINICAL')
  readonly about!: PreferenceFact['about']
}

@ObjectType('ListFact', { ...fact, description: 'Somebody went through a list and says that it is complete.' })
export class ListFactType extends HistoryFactType implements Pick<ListFact, 'list' | 'on'> {
  @Field(() => ListNameEnum, { description: 'Which list.' })
  @Class('CLINICAL')
  readonly list!: ListFact['list']

  @Field(() => String, { description: 'On which day.' })
  @Class('CLINICAL')
  readonly on!: string
}

/** The schema has no field of these types: they come as facts. */
export const FACT_TYPES = [
  MedicationFactType,
  ConditionFactType,
  AllergyFactType,
  ObservationFactType,
  BirthFactType,
  SexFactType,
  PregnancyFactType,
  LactationFactType,
  SmokingFactType,
  LiverFunctionFactType,
  PriorResponseFactType,
  PreferenceFactType,
  ListFactType,
]

export const HistoryFactConnectionType = connectionType(
  'HistoryFact',
  () => HistoryFactType,
  'recorded facts',
  'CLINICAL',
)
