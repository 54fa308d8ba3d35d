import type { FindingKind, OptionKnowledge, OptionTexts } from '../../option-knowledge.js'
import type { UnknownFact } from '../finding.js'
import { forBoth } from './option-words.js'

const KINDS: Readonly<Record<FindingKind, OptionTexts>> = {
  PHARMACOGENOMIC: { clinician: 'genes', plain: 'your genes' },
  DRUG_INTERACTION: { clinician: 'interactions', plain: 'your other medicines' },
  ALLERGY: { clinician: 'related allergies', plain: 'your allergies' },
  CONTRAINDICATION: { clinician: 'contraindications', plain: 'your illnesses' },
  PREGNANCY: { clinician: 'pregnancy', plain: 'pregnancy' },
  LACTATION: { clinician: 'breast-feeding', plain: 'breast-feeding' },
  RENAL: { clinician: 'renal function', plain: 'your kidneys' },
  HEPATIC: { clinician: 'hepatic function', plain: 'your liver' },
  AGE: { clinician: 'age', plain: 'your age' },
  DUPLICATE_THERAPY: { clinician: 'duplicate therapy', plain: 'taking two of a kind' },
  PRIOR_RESPONSE: { clinician: 'responses to related drugs', plain: 'what you took before' },
  PREFERENCE: { clinician: 'preferences', plain: 'your wishes' },
}

const NAMES: Readonly<
  Record<Exclude<UnknownFact['kind'], 'MEASUREMENT' | 'CONDITION' | 'KNOWLEDGE'>, (name: string) => string>
> = {
  GENE: name => `result of ${name}`,
  AMBIGUITY: name => `which result of ${name} holds`,
  POPULATION: name => name,
  CIRCUMSTANCE: name => name,
  AGE: () => 'age',
  SEX: () => 'sex',
  PREGNANCY: () => 'pregnancy status',
  LACTATION: () => 'whether breast-feeding',
  SMOKING: () => 'whether smoking',
  LIVER_FUNCTION: () => 'liver function (Child-Pugh class)',
  CONDITIONS: () => 'list of conditions',
  ALLERGY: name => `what the allergy to ${name} extends to`,
  ALLERGIES: () => 'list of allergies',
  MEDICINE: name => `what ${name} does together with other medicines`,
  MEDICINES: () => 'list of medicines',
}

const WHY: Readonly<Record<UnknownFact['why'], OptionTexts>> = {
  MISSING: { clinician: 'not known', plain: 'we do not know this' },
  STALE: { clinician: 'too old to count', plain: 'what we know is old' },
  UNCONFIRMED: { clinician: 'not confirmed', plain: 'this is not certain' },
  WITHHELD: { clinician: 'may not be shown here', plain: 'this cannot be shown here' },
  NOT_LOOKED_AT: { clinician: 'nobody has looked at it', plain: 'nobody has looked at this yet' },
}

/** What is missing, and why, in a few words. */
export function unknownText(
  { kind, name, why }: Pick<UnknownFact, 'kind' | 'name' | 'why'>,
  options: OptionKnowledge,
  drug: string,
): OptionTexts {
  return forBoth(audience => {
    const what = whatIsMissing({ kind, name, why }, options, drug, audience)
    // "eGFR" keeps its spelling.
    const opening = /^[a-z][A-Z]/.test(what) ? what : `${what.charAt(0).toUpperCase()}${what.slice(1)}`
    return `${opening}: ${WHY[why][audience]}.`
  })
}

function whatIsMissing(
  { kind, name, why }: Pick<UnknownFact, 'kind' | 'name' | 'why'>,
  options: OptionKnowledge,
  drug: string,
  audience: keyof OptionTexts,
): string {
  if (kind === 'MEASUREMENT') return options.measures.get(name)?.texts[audience] ?? name
  if (kind === 'CONDITION')
    return options.conditions.get(name)?.texts[audience] ?? 'a condition without a code we can read'
  if (kind === 'KNOWLEDGE') return `${drug} and ${KINDS[findingKind(name)][audience]}`
  if (kind === 'MEDICINE' && why === 'UNCONFIRMED') return `whether ${name} is taken`
  if (kind === 'ALLERGY' && why === 'UNCONFIRMED') return `whether the allergy to ${name} is real`
  return NAMES[kind](name)
}

function findingKind(name: string): FindingKind {
  return Object.keys(KINDS).find((kind): kind is FindingKind => kind === name) ?? 'PHARMACOGENOMIC'
}
