import type { Agreement, MissingFact } from '../../domain/recommendation/advice.js'
import { enumType } from '../enum-type.js'

export const AgreementEnum = enumType<Agreement>(
  'AgreementVerdict',
  'How what the sources say of the same result compares. A source without an answer does not count.',
  {
    SAME: 'All say the same.',
    STRICTER: 'One goes further than the others in the same direction.',
    CONFLICTING: 'They contradict each other.',
    ONLY_ONE: 'Only one source has an answer.',
    NONE: 'No source has an answer.',
  },
)

export const MissingFactKindEnum = enumType<MissingFact['kind']>('MissingFactKind', 'What kind of fact is missing.', {
  GENE: 'The result of a gene.',
  AMBIGUITY: 'Which of several possible results is the right one.',
  POPULATION: 'A fact about the person that chooses between rows.',
  CIRCUMSTANCE: 'A fact that decides whether an action holds.',
  MEASUREMENT: 'A measurement.',
})
