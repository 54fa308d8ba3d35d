import type { ListState, NotUsedReason } from '../../domain/history/clinical-history.js'
import type {
  AllergyFact,
  ConditionFact,
  FactKind,
  FactSource,
  ListName,
  LiverFact,
  MedicationFact,
  PreferenceFact,
  PriorResponseFact,
  SmokingFact,
  Verification,
} from '../../domain/history/history-fact.js'
import type { MedicineMatch } from '../../domain/history/known-medicines.js'
import type { MedicineTiming } from '../../domain/history/patient-history.js'
import type { EntryProblem, RecordedEntry } from '../../usecases/history-menu.js'
import { enumType } from '../enum-type.js'

export const FactKindEnum = enumType<FactKind>('HistoryFactKind', 'What a fact of a patient’s history speaks of.', {
  MEDICATION: 'A medicine that is taken, was taken or is planned.',
  CONDITION: 'An illness or another condition.',
  ALLERGY: 'An allergy or intolerance.',
  OBSERVATION: 'A laboratory value or a vital sign.',
  BIRTH: 'The date of birth.',
  SEX: 'The sex as it matters for treatment.',
  PREGNANCY: 'Whether the patient is pregnant.',
  LACTATION: 'Whether the patient breast-feeds.',
  SMOKING: 'Whether the patient smokes.',
  LIVER_FUNCTION: 'How well the liver works, by Child-Pugh class.',
  PRIOR_RESPONSE: 'How a medicine worked before.',
  PREFERENCE: 'What the patient wishes.',
  LIST: 'That somebody went through a list and it is complete.',
})

export const FactSourceKindEnum = enumType<FactSource['kind']>('FactSourceKind', 'Where a fact comes from.', {
  PATIENT: 'The patient said so.',
  CLINICIAN: 'Somebody who treats or advises the patient said so.',
  LABORATORY: 'A laboratory measured it.',
  IMPORT: 'Another system sent it, or it stands in the patient’s record.',
})

export const ListNameEnum = enumType<ListName>('HistoryList', 'A list that somebody can go through and vouch for.', {
  MEDICINES: 'Medicines taken.',
  CONDITIONS: 'Conditions.',
  ALLERGIES: 'Allergies and intolerances.',
})

export const ListStateEnum = enumType<ListState['state']>(
  'HistoryListState',
  'Whether a list can say that something is absent.',
  {
    CURRENT: 'Somebody vouched for it recently: what is not on it is not there.',
    STALE: 'Somebody vouched for it too long ago: what is not on it may be there by now.',
    NEVER_STATED: 'Nobody ever said that it is complete: what is not on it may be there.',
  },
)

export const HistoryProblemEnum = enumType<EntryProblem['code']>(
  'HistoryProblemCode',
  'What is wrong with a recorded fact.',
  {
    UNKNOWN_UNIT: 'The unit cannot be converted to the one that thresholds use.',
    IMPOSSIBLE_VALUE: 'Nobody can have this value.',
    IMPOSSIBLE_DATE: 'There is no such day, or one day contradicts another.',
    FUTURE_DATE: 'The day lies in the future.',
    PREGNANCY_CONTRADICTS_SEX: 'Pregnancy and sex contradict each other.',
    DOSE_WITHOUT_UNIT: 'The dose has no unit.',
    UNKNOWN_DRUG: 'Nothing here describes the medicine.',
    DRUG_READ_FROM_TEXT:
      'No code or name is known as it stands; every word of the product’s name is understood, and it says which drug it is.',
    DRUG_NOT_CERTAIN:
      'A known drug is named among words that are not understood. That may change what is meant, so nobody looks at it: state the drug by its RxNorm ingredient or its generic name.',
    UNKNOWN_SUBSTANCE: 'Nothing here is called like this substance.',
    UNMAPPED_CONDITION: 'No table leads from this code to the codes that rules are written in.',
    MALFORMED_CODE: 'It is not a code of the system that it names.',
    UNKNOWN_PREFERENCE: 'No rule knows this wish.',
    UNKNOWN_SUPERSEDED: 'It corrects a fact that is not there.',
    CIRCULAR_CORRECTION: 'It corrects a fact that corrects it.',
    CONTRADICTORY: 'Another fact that stands says something else of what a person has once.',
    BEYOND_LIMIT: 'There are more facts of its kind than are read; the newest are.',
    BAD_INPUT: 'A text or a number that no fact can have.',
  },
)

export const MedicineMatchEnum = enumType<MedicineMatch>(
  'MedicineMatch',
  'By which of what was stated a medicine is known here.',
  {
    RXNORM: 'By its RxNorm id.',
    NAME: 'By a generic, brand or other name that is written exactly so.',
    TEXT: 'By the words of a product’s name, every one of which is understood: drugs, strengths, forms and salts, and nothing else.',
  },
)

export const NotUsedReasonEnum = enumType<NotUsedReason>(
  'NotUsedReason',
  'Why a fact was kept and not used for an answer.',
  {
    ENTERED_IN_ERROR: 'It was taken back.',
    SUPERSEDED: 'A later fact corrects it.',
    RECORDED_LATER: 'It was recorded after the day of the question.',
    LIES_IN_THE_FUTURE: 'It speaks of a later day.',
    NOT_TAKEN: 'The medicine is not taken.',
    REFUTED: 'It was found not to be so.',
    RESOLVED: 'It is over.',
    OLDER: 'A newer fact of the same kind takes its place.',
    UNUSABLE: 'It cannot be read.',
    NOT_CONSIDERED: 'Nothing here speaks of it: nobody looked at what it means.',
    BEYOND_LIMIT: 'There are more facts of its kind than are read; the newest are.',
  },
)

export const MedicationStatusEnum = enumType<MedicationFact['status']>(
  'MedicationStatus',
  'Whether a medicine is taken, as somebody states it; days count besides.',
  {
    ACTIVE: 'It is taken.',
    STOPPED: 'It was taken.',
    PLANNED: 'It will be taken.',
    NOT_TAKEN: 'It is not taken.',
    UNKNOWN: 'Nobody knows whether it is taken.',
  },
)

export const ConditionSystemEnum = enumType<ConditionFact['code']['system']>(
  'ConditionSystem',
  'The system of a condition’s code.',
  {
    ICD10CM: 'ICD-10-CM.',
    SNOMEDCT: 'SNOMED CT; considered where whoever runs the service has supplied a map.',
    OTHER: 'Another system, or words alone: kept, and not considered.',
  },
)

export const ConditionStatusEnum = enumType<ConditionFact['status']>('ConditionStatus', 'Whether a condition holds.', {
  ACTIVE: 'It holds.',
  RESOLVED: 'It is over.',
  UNKNOWN: 'Nobody knows.',
})

export const VerificationEnum = enumType<Verification>('Verification', 'How sure somebody is.', {
  CONFIRMED: 'Confirmed.',
  UNCONFIRMED: 'Suspected: counts as a doubt.',
  REFUTED: 'Found not to be so: counts for nothing.',
})

export const AllergyTypeEnum = enumType<AllergyFact['type']>('AllergyType', 'Allergy or intolerance.', {
  ALLERGY: 'The immune system reacts.',
  INTOLERANCE: 'It is not borne, without an allergy.',
})

export const AllergyStatusEnum = enumType<AllergyFact['status']>('AllergyStatus', 'Whether an allergy holds.', {
  ACTIVE: 'It holds.',
  RESOLVED: 'It is over.',
})

export const CriticalityEnum = enumType<NonNullable<AllergyFact['criticality']>>(
  'AllergyCriticality',
  'How dangerous another contact may be.',
  { LOW: 'Not dangerous.', HIGH: 'Dangerous to life or organs.' },
)

export const SmokingStateEnum = enumType<SmokingFact['state']>('SmokingState', 'Whether somebody smokes.', {
  CURRENT: 'Smokes.',
  FORMER: 'Smoked before.',
  NEVER: 'Never smoked.',
})

export const LiverClassEnum = enumType<LiverFact['childPugh']>(
  'LiverClass',
  'Impairment of the liver (Child and Pugh).',
  {
    NONE: 'Not impaired.',
    A: 'Class A, mild.',
    B: 'Class B, moderate.',
    C: 'Class C, severe.',
  },
)

export const ResponseEnum = enumType<PriorResponseFact['response']>('PriorResponseCode', 'How a medicine did before.', {
  EFFECTIVE: 'It worked.',
  PARTIAL: 'It worked in part.',
  INEFFECTIVE: 'It did not work.',
  ADVERSE_REACTION: 'It harmed.',
})

export const SeverityEnum = enumType<NonNullable<PriorResponseFact['severity']>>(
  'ReactionSeverity',
  'How bad it was.',
  {
    MILD: 'Mild.',
    MODERATE: 'Moderate.',
    SEVERE: 'Severe.',
  },
)

export const PreferenceSubjectEnum = enumType<PreferenceFact['about']>('PreferenceSubject', 'What a wish is about.', {
  ROUTE: 'How it is taken, as a code of the data.',
  AVOID_EFFECT: 'An unwanted effect to be spared, as a code of the data.',
  GOAL: 'Something it should also help with, as a code of the data.',
  MOST_TIMES_PER_DAY: 'How often a day at most, as a number.',
})

export const PregnancyStateEnum = enumType<'PREGNANT' | 'NOT_PREGNANT'>('PregnancyState', 'Pregnant or not.', {
  PREGNANT: 'Pregnant.',
  NOT_PREGNANT: 'Not pregnant.',
})

export const MedicineTimingEnum = enumType<MedicineTiming['state']>('MedicineTiming', 'When a medicine is taken.', {
  current: 'Now.',
  stopped: 'Before.',
  planned: 'Later.',
})

export const EntryStatusEnum = enumType<RecordedEntry['status']>(
  'HistoryEntryStatus',
  'What became of a fact you sent.',
  {
    RECORDED: 'It is in the record; its problems say what to know of it.',
    REFUSED: 'It is not in the record; its problems say why.',
  },
)
