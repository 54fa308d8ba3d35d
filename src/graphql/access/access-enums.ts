import type {
  BreakGlassReason,
  ConsentEffect,
  ConsentRecipient,
  RelationKind,
  ReviewOutcome,
} from '../../usecases/access-facts.js'
import type { DataClass } from '../../usecases/data-classes.js'
import type { Purpose } from '../../usecases/records.js'
import type { HoldReason } from '../../usecases/legal-hold.js'
import type { ProposalKind, ProposalState } from '../../usecases/proposal.js'
import { enumType } from '../enum-type.js'

export const RelationKindEnum = enumType<RelationKind>('RelationKind', 'How somebody stands to a patient.', {
  SELF: 'It is they themselves.',
  PROXY: 'Acts for them, as far as they granted it.',
  TREATING: 'Belongs to the care team.',
  ORDERED: 'Ordered the test.',
  PERFORMED: 'Belongs to the laboratory that tested.',
  DISPENSING: 'Dispenses their medicines.',
})

export const ConsentEffectEnum = enumType<ConsentEffect>('ConsentEffect', 'What a consent does; a denial wins.', {
  PERMIT: 'Opens what needs consent.',
  DENY: 'Closes what would be open.',
})

export const ConsentRecipientEnum = enumType<ConsentRecipient['recipient']>(
  'ConsentRecipient',
  'Whom a consent speaks of.',
  {
    ANYONE: 'Everybody.',
    ORGANISATION: 'Everybody of this organisation.',
    ROLE: 'Everybody of one role.',
    ACTOR: 'One person.',
  },
)

export const DataClassEnum = enumType<DataClass>('DataClass', 'What a fact reveals.', {
  PUBLIC: 'Knowledge and schema.',
  OPERATIONAL: 'Ids, states and diagnostics.',
  IDENTITY: 'Who somebody is.',
  CLINICAL: 'Medicines, conditions and advice.',
  GENOMIC_SUMMARY: 'Results of genes and what follows from them.',
  GENOMIC_RAW: 'What stands in the file.',
  RESTRICTED: 'What is specially protected.',
  AUDIT: 'Who did what.',
})

export const PurposeEnum = enumType<Purpose>('PurposeOfUse', 'Why somebody asks, in codes of HL7.', {
  TREAT: 'Treatment.',
  ETREAT: 'Treatment in an emergency.',
  HPAYMT: 'Payment.',
  HOPERAT: 'Operations of the organisation.',
  HRESCH: 'Research; only with consent.',
  PATRQT: 'The patient asked for it.',
})

export const BreakGlassReasonEnum = enumType<BreakGlassReason>('BreakGlassReason', 'Why the glass was broken.', {
  EMERGENCY: 'A medical emergency.',
  PATIENT_UNRESPONSIVE: 'The patient cannot be asked.',
  PATIENT_SAFETY: 'To keep the patient from harm.',
  COVERING_COLLEAGUE: 'In place of a colleague who is not there.',
})

export const ReviewOutcomeEnum = enumType<ReviewOutcome>('ReviewOutcome', 'What a review found.', {
  JUSTIFIED: 'It was right.',
  NOT_JUSTIFIED: 'It was not.',
})

export const ProposalKindEnum = enumType<ProposalKind>('ProposalKind', 'What takes two persons.', {
  GIVE_ROLE: 'Somebody gets a role that opens patients by itself, or gives roles.',
  ERASE_PATIENT: 'Everything of a patient but an id is erased, for good.',
})

export const ProposalStateEnum = enumType<ProposalState>('ProposalState', 'What became of a proposal.', {
  PROPOSED: 'It waits for a second person.',
  CONFIRMED: 'A second person confirmed it, and it was done.',
  WITHDRAWN: 'It was withdrawn.',
  EXPIRED: 'Nobody confirmed it in time.',
})

export const HoldReasonEnum = enumType<HoldReason>('HoldReason', 'Why data may not be erased.', {
  RETENTION_PERIOD: 'The law says how long they are kept, and the time is not over.',
  LEGAL_CLAIM: 'Somebody needs them for a claim at law, or against one.',
  AUTHORITY: 'An authority ordered it.',
})
