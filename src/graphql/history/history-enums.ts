import type { HistoryProblem, ListState, NotUsedReason } from '../../domain/history/clinical-history.js'
import type { FactKind, FactSource, ListName, MedicationFact } from '../../domain/history/history-fact.js'
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

export const HistoryProblemEnum = enumType<HistoryProblem['code']>(
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
    UNKNOWN_SUBSTANCE: 'Nothing here is called like this substance.',
    UNMAPPED_CONDITION: 'No table leads from this code to the codes that rules are written in.',
    MALFORMED_CODE: 'It is not a code of the system that it names.',
    UNKNOWN_PREFERENCE: 'No rule knows this wish.',
    UNKNOWN_SUPERSEDED: 'It corrects a fact that is not there.',
    CIRCULAR_CORRECTION: 'It corrects a fact that corrects it.',
    CONTRADICTORY: 'Another fact that stands says something else of what a person has once.',
    BEYOND_LIMIT: 'There are more facts of its kind than are read; the newest are.',
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
