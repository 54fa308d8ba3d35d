import type {
  Action,
  Alternative,
  Assembly,
  Condition,
  DoseKind,
  DoseObservation,
  DosePhase,
  Gene,
  Guideline,
  Interaction,
  Locus,
  LookupKeyType,
  Position,
  Provenance,
  Source,
  Strength,
} from '../../domain/knowledge.js'
import { enumType } from '../enum-type.js'

export const AssemblyEnum = enumType<Assembly>(
  'Assembly',
  'The edition of the human genome that coordinates refer to.',
  {
    GRCh38: 'The current edition, also called hg38.',
    GRCh37: 'The edition before it, also called hg19 (for the mitochondrion they are not the same).',
  },
)

export const SourceEnum = enumType<Source>('Source', 'Who publishes advice.', {
  CPIC: 'Clinical Pharmacogenetics Implementation Consortium (international).',
  DPWG: 'Dutch Pharmacogenetics Working Group.',
  FDA: 'United States Food and Drug Administration: labels and its table of associations.',
})

export const BasisEnum = enumType<Provenance['basis']>('Basis', 'How sure we are of a fact.', {
  'source-row': 'Read in the source.',
  inferred: 'Follows by calculation from rows of the source.',
  'curator-knowledge': 'From the memory of a curator; not read in a source.',
})

export const LocusBasisEnum = enumType<Locus['basis']>('LocusBasis', 'Where a coordinate comes from.', {
  'source-row': 'Read in a table.',
  inferred: 'Follows from the constant distance between the two editions of the genome within this gene.',
})

export const GeneTierEnum = enumType<Gene['tier']>('GeneTier', 'How far a gene is supported.', {
  core: 'Always called and answered.',
  extended: 'Called and shown on request; no guideline rests on it.',
})

export const PloidyEnum = enumType<Gene['ploidy']>('Ploidy', 'How many copies of the gene a person has.', {
  diploid: 'Two, one from each parent.',
  'x-linked': 'On the X chromosome: one in most males, two in most females.',
  mitochondrial: 'In the mitochondria, read as one.',
})

export const CallingRuleEnum = enumType<Gene['callingRule']>('CallingRule', 'How a gene is called from a file.', {
  'named-alleles': 'The observed bases are matched with named alleles.',
  'lowest-function': 'Only the alleles with the lowest function on each chromosome decide.',
  'outside-call-only': 'Never from a VCF: a result from another test has to be given.',
})

export const LookupMethodEnum = enumType<Gene['lookupMethod']>(
  'LookupMethod',
  'By what a guideline finds the result of a gene.',
  {
    phenotype: 'By the phenotype in words.',
    'activity-score': 'By the activity score, compared as text.',
    'allele-status': 'By the presence of single alleles.',
    diplotype: 'By the pair of alleles itself.',
    none: 'No guideline asks for this gene.',
  },
)

export const LookupKeyTypeEnum = enumType<LookupKeyType>('LookupKeyType', 'What kind of result a row asks for.', {
  phenotype: 'A phenotype in words.',
  'activity-score': 'An activity score.',
  'allele-status': 'Presence or absence of an allele.',
  diplotype: 'A pair of alleles.',
  'no-result': 'The row is for people without a result of this gene.',
})

export const PositionRoleEnum = enumType<Position['role']>('PositionRole', 'What a position of interest is for.', {
  defining: 'It takes part in the definition of an allele.',
  extra: 'It is read and reported, and defines no allele.',
})

export const ActionEnum = enumType<Action>('Action', 'What to do, the same words for all sources, strictest first.', {
  CONTRAINDICATED: 'Must not be given.',
  AVOID: 'Should not be given.',
  ALTERNATIVE_DRUG: 'Give another drug.',
  CONSIDER_ALTERNATIVE: 'Think of another drug.',
  DOSE_DECREASE: 'Give less than usual.',
  DOSE_INCREASE: 'Give more than usual.',
  TITRATE: 'Find the dose step by step.',
  TEST_FIRST: 'Do a further test before giving it.',
  MONITOR: 'Watch something in particular.',
  CAUTION: 'Give it with particular care.',
  STANDARD_DOSING: 'Give the usual dose.',
  NO_RECOMMENDATION: 'The source says that it makes no recommendation for this result.',
})

export const StrengthEnum = enumType<Strength>('Strength', 'How strongly the source recommends, in its own grades.', {
  strong: 'Benefits clearly outweigh.',
  moderate: 'Benefits probably outweigh.',
  optional: 'Either way is acceptable.',
  none: 'The source states explicitly that it gives no grade.',
})

export const GuidelineKindEnum = enumType<Guideline['kind']>('GuidelineKind', 'What kind of publication it is.', {
  guideline: 'A clinical guideline.',
  label: 'The product information of a drug.',
  association: "An entry of the FDA's table of pharmacogenetic associations.",
})

export const DosePhaseEnum = enumType<DosePhase>('DosePhase', 'The part of a treatment that a dose is about.', {
  INITIAL: 'The dose to start with.',
  MAINTENANCE: 'The dose to stay on.',
  INITIAL_AND_MAXIMUM: 'The dose to start with and the highest dose.',
  MAXIMUM: 'The highest dose.',
})

export const DoseKindEnum = enumType<DoseKind>('DoseKind', 'What an amount stands for.', {
  START: 'To start with.',
  TARGET: 'To reach.',
  MAXIMUM: 'Not to be exceeded.',
  LOADING: 'Given once or for a short time at the beginning.',
  REGIMEN: 'The usual amount.',
  STEP: 'By which the dose is changed at a time.',
  TITRATE_TO: 'Up to which the dose may be raised step by step.',
  EXPECTED_MAINTENANCE: 'What most people with this result end up on.',
  SCHEDULE: 'Consecutive amounts.',
})

export const AlternativeKindEnum = enumType<Alternative['kind']>(
  'AlternativeKind',
  'What is named as an alternative.',
  {
    drug: 'One drug.',
    group: 'A group of drugs.',
  },
)

export const ObservationKindEnum = enumType<DoseObservation['kind']>(
  'DoseObservationKind',
  'How a dose came about that was seen in a study.',
  {
    TITRATED: 'Found step by step.',
    TOLERATED: 'Tolerated.',
    SEEN: 'Observed.',
  },
)

export const ConditionKindEnum = enumType<Condition['kind']>(
  'ConditionKind',
  'How a part of a row relates to the row.',
  {
    if: 'Holds only in the circumstances named.',
    exception: 'In the circumstances named the row does not hold.',
    phase: 'Holds in a phase of the treatment.',
    also: 'Holds together with the row, always.',
  },
)

export const InteractionRoleEnum = enumType<Interaction['role']>(
  'InteractionRole',
  "What a drug does to the protein of a gene, whatever the person's genome says.",
  {
    inhibitor: 'Makes it work less.',
    inducer: 'Makes it work more.',
  },
)

export const InteractionStrengthEnum = enumType<NonNullable<Interaction['strength']>>(
  'InteractionStrength',
  'How much a drug inhibits or induces.',
  { strong: 'Much.', moderate: 'Noticeably.', weak: 'Little.' },
)
