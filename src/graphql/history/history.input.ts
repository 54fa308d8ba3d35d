import { Field, Float, ID, InputType } from 'type-graphql'
import type {
  AllergyFact,
  ConditionFact,
  FactSource,
  ListName,
  LiverFact,
  MedicationFact,
  PreferenceFact,
  PriorResponseFact,
  SexFact,
  SmokingFact,
  Verification,
} from '../../domain/history/history-fact.js'
import { SexEnum } from '../record/record-enums.js'
import {
  AllergyStatusEnum,
  AllergyTypeEnum,
  ConditionStatusEnum,
  ConditionSystemEnum,
  CriticalityEnum,
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

@InputType('NamedDrugInput', {
  description: 'A drug by name and, better, by RxNorm id too. It is matched exactly, never guessed.',
})
export class NamedDrugInputType {
  @Field(() => String, { nullable: true, description: 'Its name: generic, brand or synonym.' })
  readonly name?: string | null

  @Field(() => String, { nullable: true, description: 'Its RxNorm id.' })
  readonly rxnorm?: string | null
}

@InputType('DoseInput', { description: 'How much of a medicine.' })
export class DoseInputType {
  @Field(() => Float, { description: 'The amount.' })
  readonly value!: number

  @Field(() => String, { nullable: true, description: 'Its UCUM unit.' })
  readonly unit?: string | null

  @Field(() => Float, { nullable: true, description: 'How often a day.' })
  readonly timesPerDay?: number | null
}

@InputType('MedicationInput', { description: 'A medicine.' })
export class MedicationInputType {
  @Field(() => NamedDrugInputType, { description: 'What is taken.' })
  readonly drug!: NamedDrugInputType

  @Field(() => MedicationStatusEnum, { description: 'Whether it is taken.' })
  readonly status!: MedicationFact['status']

  @Field(() => String, { nullable: true, description: 'Date of the first dose; may be partial.' })
  readonly startedOn?: string | null

  @Field(() => String, { nullable: true, description: 'Date of the last dose; may be partial.' })
  readonly stoppedOn?: string | null

  @Field(() => DoseInputType, { nullable: true, description: 'How much.' })
  readonly dose?: DoseInputType | null
}

@InputType('ConditionInput', { description: 'A condition.' })
export class ConditionInputType {
  @Field(() => ConditionSystemEnum, { description: 'System of the code.' })
  readonly system!: ConditionFact['code']['system']

  @Field(() => String, { description: 'The code, with or without its dot.' })
  readonly code!: string

  @Field(() => String, { nullable: true, description: 'Its words.' })
  readonly text?: string | null

  @Field(() => ConditionStatusEnum, { description: 'Whether it holds.' })
  readonly status!: ConditionFact['status']

  @Field(() => VerificationEnum, { description: 'How sure it is.' })
  readonly verification!: Verification

  @Field(() => String, { nullable: true, description: 'Since when; may be partial.' })
  readonly onset?: string | null

  @Field(() => String, { nullable: true, description: 'Until when; may be partial.' })
  readonly abated?: string | null
}

@InputType('AllergyInput', { description: 'An allergy or intolerance.' })
export class AllergyInputType {
  @Field(() => AllergyTypeEnum, { description: 'Which of the two.' })
  readonly type!: AllergyFact['type']

  @Field(() => NamedDrugInputType, { description: 'To what: a drug, or a class by a name of it ("penicillins").' })
  readonly substance!: NamedDrugInputType

  @Field(() => VerificationEnum, { description: 'How sure it is.' })
  readonly verification!: Verification

  @Field(() => AllergyStatusEnum, { description: 'Whether it holds.' })
  readonly status!: AllergyFact['status']

  @Field(() => CriticalityEnum, { nullable: true, description: 'How dangerous another contact may be.' })
  readonly criticality?: AllergyFact['criticality'] | null

  @Field(() => String, { nullable: true, description: 'What happened, in words.' })
  readonly reaction?: string | null
}

@InputType('ObservationInput', { description: 'A laboratory value or a vital sign.' })
export class ObservationInputType {
  @Field(() => String, { description: 'LOINC code, or a measure of the data by its own code.' })
  readonly code!: string

  @Field(() => Float, { description: 'The value.' })
  readonly value!: number

  @Field(() => String, { description: 'Its UCUM unit.' })
  readonly unit!: string

  @Field(() => String, { description: 'When it was taken, a day or an instant.' })
  readonly takenOn!: string

  @Field(() => Boolean, { nullable: true, description: 'True when the laboratory calls it preliminary.' })
  readonly preliminary?: boolean | null
}

@InputType('BirthInput', { description: 'A date of birth.' })
export class BirthInputType {
  @Field(() => String, { description: 'The date; may be partial.' })
  readonly date!: string
}

@InputType('SexInput', { description: 'A sex as it matters for treatment.' })
export class SexInputType {
  @Field(() => SexEnum, { description: 'The sex.' })
  readonly sex!: SexFact['sex']
}

@InputType('PregnancyInput', { description: 'Pregnant or not.' })
export class PregnancyInputType {
  @Field(() => Boolean, { description: 'True when pregnant.' })
  readonly pregnant!: boolean

  @Field(() => String, { description: 'On which day.' })
  readonly on!: string

  @Field(() => String, { nullable: true, description: 'When the child is expected.' })
  readonly dueOn?: string | null
}

@InputType('LactationInput', { description: 'Breast-feeding or not.' })
export class LactationInputType {
  @Field(() => Boolean, { description: 'True when breast-feeding.' })
  readonly lactating!: boolean

  @Field(() => String, { description: 'On which day.' })
  readonly on!: string
}

@InputType('SmokingInput', { description: 'Whether the patient smokes.' })
export class SmokingInputType {
  @Field(() => SmokingStateEnum, { description: 'Whether.' })
  readonly state!: SmokingFact['state']

  @Field(() => String, { description: 'On which day.' })
  readonly on!: string
}

@InputType('LiverFunctionInput', { description: 'How far the liver is impaired.' })
export class LiverFunctionInputType {
  @Field(() => LiverClassEnum, { description: 'The class; NONE is a statement too.' })
  readonly childPugh!: LiverFact['childPugh']

  @Field(() => String, { description: 'On which day.' })
  readonly on!: string
}

@InputType('PriorResponseInput', { description: 'How a medicine did before.' })
export class PriorResponseInputType {
  @Field(() => NamedDrugInputType, { description: 'The medicine.' })
  readonly drug!: NamedDrugInputType

  @Field(() => ResponseEnum, { description: 'How it did.' })
  readonly response!: PriorResponseFact['response']

  @Field(() => SeverityEnum, { nullable: true, description: 'How bad a reaction was.' })
  readonly severity?: PriorResponseFact['severity'] | null

  @Field(() => String, { nullable: true, description: 'What happened, in words.' })
  readonly reaction?: string | null
}

@InputType('PreferenceInput', {
  description: 'What the patient wants. Give `code`, or `number` for MOST_TIMES_PER_DAY.',
})
export class PreferenceInputType {
  @Field(() => PreferenceSubjectEnum, { description: 'What it is about.' })
  readonly about!: PreferenceFact['about']

  @Field(() => String, { nullable: true, description: 'A code of the data.' })
  readonly code?: string | null

  @Field(() => Float, { nullable: true, description: 'A number.' })
  readonly number?: number | null
}

@InputType('ListInput', { description: 'Somebody went through a list and says that it is complete.' })
export class ListInputType {
  @Field(() => ListNameEnum, { description: 'Which list.' })
  readonly list!: ListName

  @Field(() => String, { description: 'On which day.' })
  readonly on!: string
}

@InputType('HistoryFactContent', { description: 'What a fact says: exactly one of these.' })
export class HistoryFactContentType {
  @Field(() => MedicationInputType, { nullable: true, description: 'A medicine.' })
  readonly medication?: MedicationInputType | null

  @Field(() => ConditionInputType, { nullable: true, description: 'A condition.' })
  readonly condition?: ConditionInputType | null

  @Field(() => AllergyInputType, { nullable: true, description: 'An allergy or intolerance.' })
  readonly allergy?: AllergyInputType | null

  @Field(() => ObservationInputType, { nullable: true, description: 'A laboratory value or a vital sign.' })
  readonly observation?: ObservationInputType | null

  @Field(() => BirthInputType, { nullable: true, description: 'A date of birth.' })
  readonly birth?: BirthInputType | null

  @Field(() => SexInputType, { nullable: true, description: 'A sex.' })
  readonly sex?: SexInputType | null

  @Field(() => PregnancyInputType, { nullable: true, description: 'Pregnant or not.' })
  readonly pregnancy?: PregnancyInputType | null

  @Field(() => LactationInputType, { nullable: true, description: 'Breast-feeding or not.' })
  readonly lactation?: LactationInputType | null

  @Field(() => SmokingInputType, { nullable: true, description: 'Whether the patient smokes.' })
  readonly smoking?: SmokingInputType | null

  @Field(() => LiverFunctionInputType, { nullable: true, description: 'How far the liver is impaired.' })
  readonly liverFunction?: LiverFunctionInputType | null

  @Field(() => PriorResponseInputType, { nullable: true, description: 'How a medicine did before.' })
  readonly priorResponse?: PriorResponseInputType | null

  @Field(() => PreferenceInputType, { nullable: true, description: 'What the patient wants.' })
  readonly preference?: PreferenceInputType | null

  @Field(() => ListInputType, { nullable: true, description: 'A list is complete.' })
  readonly list?: ListInputType | null
}

@InputType('HistorySourceInput', {
  description: 'Who says it. What a patient writes has the source PATIENT, whatever stands here.',
})
export class HistorySourceInputType {
  @Field(() => FactSourceKindEnum, { nullable: true, description: 'What kind of source.' })
  readonly kind?: FactSource['kind'] | null

  @Field(() => String, { nullable: true, description: 'Who or which system.' })
  readonly name?: string | null
}

@InputType('HistoryFactInput', { description: 'A fact to be recorded.' })
export class HistoryFactInputType {
  @Field(() => HistoryFactContentType, { description: 'What it says.' })
  readonly content!: HistoryFactContentType

  @Field(() => String, {
    nullable: true,
    description: 'When it was written down where it comes from; now when absent.',
  })
  readonly recordedOn?: string | null

  @Field(() => HistorySourceInputType, { nullable: true, description: 'Who says it; you when absent.' })
  readonly source?: HistorySourceInputType | null

  @Field(() => Boolean, { nullable: true, description: 'True when it is specially protected: few may see it.' })
  readonly restricted?: boolean | null
}

@InputType('RecordHistoryInput', { description: 'Facts about one patient.' })
export class RecordHistoryInputType {
  @Field(() => ID, { description: 'The patient.' })
  readonly patientId!: string

  @Field(() => [HistoryFactInputType], { description: 'The facts, at most 100.' })
  readonly facts!: HistoryFactInputType[]

  @Field(() => String, { description: 'Yours; the same key and input are recorded once.' })
  readonly idempotencyKey!: string
}

@InputType('RecordListCompleteInput', { description: 'That a list of one patient is complete.' })
export class RecordListCompleteInputType {
  @Field(() => ID, { description: 'The patient.' })
  readonly patientId!: string

  @Field(() => ListNameEnum, { description: 'Which list.' })
  readonly list!: ListName

  @Field(() => String, { description: 'The day on which somebody went through it.' })
  readonly on!: string

  @Field(() => String, { description: 'Yours; the same key and input are recorded once.' })
  readonly idempotencyKey!: string
}

@InputType('CorrectFactInput', { description: 'What is to stand in the place of a fact.' })
export class CorrectFactInputType {
  @Field(() => ID, { description: 'The fact that was wrong.' })
  readonly factId!: string

  @Field(() => HistoryFactInputType, { description: 'What is right, of the same kind.' })
  readonly fact!: HistoryFactInputType

  @Field(() => String, { description: 'Yours; the same key and input are recorded once.' })
  readonly idempotencyKey!: string
}

@InputType('RetractFactInput', { description: 'A fact that was entered in error.' })
export class RetractFactInputType {
  @Field(() => ID, { description: 'The fact.' })
  readonly factId!: string

  @Field(() => String, { description: 'Yours; the same key and input are recorded once.' })
  readonly idempotencyKey!: string
}
