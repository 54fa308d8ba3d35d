import type { AlertCause, ChangedReason } from '../../domain/medication/advice-changes.js'
import type { Finding, UnknownFact } from '../../domain/medication/finding.js'
import type { Verdict } from '../../domain/medication/verdicts.js'
import type { Moment } from '../../domain/medication/what-if.js'
import type { CautionStrength, Effect, FindingKind } from '../../domain/option-knowledge.js'
import type { NoOptionKnowledge, UsedFact } from '../../usecases/option-questions.js'
import { enumType } from '../enum-type.js'

export const VerdictEnum = enumType<Verdict>(
  'Verdict',
  'Whether a drug suits a person. It follows from the findings alone, by a stated rule and without points or weights.',
  {
    SUITABLE: 'Nothing that is known speaks against it, and no missing fact could change that.',
    SUITABLE_WITH_CHANGE: 'It can be given with another dose, or in another way than usual.',
    USE_WITH_CAUTION: 'It can be given as usual; something has to be watched or weighed.',
    UNCERTAIN: 'Nothing speaks against it so far, but a fact is missing that could.',
    NOT_SUITABLE: 'Something excludes it.',
  },
)

export const FindingKindEnum = enumType<FindingKind>('FindingKind', 'What a reason for or against a drug is about.', {
  PHARMACOGENOMIC: 'What genes do to the drug, by the published guidelines.',
  DRUG_INTERACTION: 'What it does together with another medicine.',
  ALLERGY: 'An allergy or intolerance to it or to something related.',
  CONTRAINDICATION: 'A condition of the patient.',
  PREGNANCY: 'Pregnancy.',
  LACTATION: 'Breast-feeding.',
  RENAL: 'How well the kidneys work.',
  HEPATIC: 'How well the liver works.',
  AGE: 'Age.',
  DUPLICATE_THERAPY: 'A medicine of the same kind is taken already.',
  PRIOR_RESPONSE: 'How it, or something related, worked before.',
  PREFERENCE: 'What the patient wishes.',
  DISCONTINUATION: 'What stopping it brings: how to stop, what may come back, and what must wait.',
})

export const EffectEnum = enumType<Effect>('FindingEffect', 'What a reason does to the verdict, the strongest first.', {
  EXCLUDES: 'The drug is not suitable.',
  ADJUSTS: 'The dose or the way of taking it changes.',
  CAUTIONS: 'Something has to be watched or weighed.',
  FAVOURS: 'It speaks for the drug; it never outweighs a reason against it.',
  INFORMS: 'Good to know; it changes no verdict.',
})

export const CautionStrengthEnum = enumType<CautionStrength>(
  'FindingStrength',
  'How strongly a reason counts among drugs with the same verdict.',
  { strong: 'Strongly.', moderate: 'Moderately.', weak: 'Weakly.' },
)

export const CertaintyEnum = enumType<Finding['certainty']>('FindingCertainty', 'Whether a reason holds for certain.', {
  CONFIRMED: 'It rests on facts that hold.',
  DOUBTFUL: 'It rests on a fact that is unconfirmed, old or only nearly the one needed; its effect is one step milder.',
})

export const UnknownKindEnum = enumType<UnknownFact['kind']>('UnknownKind', 'What kind of fact is missing.', {
  GENE: 'The result of a gene.',
  AMBIGUITY: 'Which of several possible results of a gene is the right one.',
  POPULATION: 'A fact that chooses between rows of a guideline.',
  CIRCUMSTANCE: 'Whether a circumstance holds under which a guideline says something else.',
  MEASUREMENT: 'A laboratory value or vital sign.',
  AGE: 'The age.',
  SEX: 'The sex.',
  PREGNANCY: 'Whether the patient is pregnant.',
  LACTATION: 'Whether the patient breast-feeds.',
  SMOKING: 'Whether the patient smokes.',
  LIVER_FUNCTION: 'How well the liver works.',
  CONDITION: 'Whether a condition is there.',
  CONDITIONS: 'Whether the list of conditions is complete.',
  ALLERGY: 'Whether an allergy is real, or how far it extends.',
  ALLERGIES: 'Whether the list of allergies is complete.',
  MEDICINE: 'Whether a medicine is taken, or what it does together with others.',
  MEDICINES: 'Whether the list of medicines is complete.',
  KNOWLEDGE: 'Nobody has looked at this kind of reason for this drug.',
})

export const UnknownReasonEnum = enumType<UnknownFact['why']>('UnknownReason', 'Why a fact is missing.', {
  MISSING: 'Nobody stated it.',
  STALE: 'What was stated is too old to count.',
  UNCONFIRMED: 'It was stated and not confirmed.',
  WITHHELD: 'It may be known, but may not be shown to you.',
  NOT_LOOKED_AT: 'Nobody looked at what it means.',
})

export const MomentEnum = enumType<Moment>('WhatIfMoment', 'Which moment after a change is looked at.', {
  AT_ONCE: 'The day of the change: what is stopped still acts, what is started begins.',
  SETTLED: 'When all has settled: what is stopped is gone, what is started acts fully.',
})

export const FactOriginEnum = enumType<UsedFact['origin']>('FactOrigin', 'Where an answer has a fact from.', {
  RECORDED: 'It stands in the patient’s history or record.',
  STATED: 'It was stated with the question, holds for it alone, and is written down nowhere.',
})

export const NoOptionKnowledgeEnum = enumType<NoOptionKnowledge['reason']>(
  'NoOptionKnowledgeReason',
  'Why a release cannot be asked for medication options.',
  {
    OLDER_RELEASE: 'It is older than the knowledge of options.',
    SWITCHED_OFF: 'That knowledge rests on a curator’s memory, which is switched off on this server.',
  },
)

export const AlertCauseEnum = enumType<AlertCause>('AlertCause', 'What caused advice to change.', {
  MEDICINE: 'A medicine was written down, corrected or taken back.',
  LAB: 'A laboratory value or vital sign was.',
  CALL: 'A result of genes came or changed.',
  HISTORY: 'Something else of the history was written down, corrected or taken back.',
  KNOWLEDGE: 'The knowledge is another release.',
})

export const ReasonChangeEnum = enumType<ChangedReason['change']>('ReasonChange', 'Whether a reason came or went.', {
  APPEARED: 'It was not there before.',
  DISAPPEARED: 'It is gone.',
})
