import type { FindingKind, OptionKnowledge, OptionTexts } from '../../option-knowledge.js'
import type { UnknownFact } from '../finding.js'
import { both, forBoth } from './option-words.js'

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
  DISCONTINUATION: { clinician: 'what stopping it brings', plain: 'what happens when you stop it' },
}

const NAMES: Readonly<
  Record<Exclude<UnknownFact['kind'], 'MEASUREMENT' | 'CONDITION' | 'KNOWLEDGE'>, (name: string) => OptionTexts>
> = {
  GENE: name => same(`result of ${name}`),
  AMBIGUITY: name => same(`which result of ${name} holds`),
  POPULATION: same,
  CIRCUMSTANCE: same,
  AGE: () => both('age', 'your age'),
  SEX: () => both('sex', 'your sex'),
  PREGNANCY: () => both('pregnancy status', 'whether you are pregnant'),
  LACTATION: () => both('whether the patient breast-feeds', 'whether you breast-feed'),
  SMOKING: () => both('whether the patient smokes', 'whether you smoke'),
  LIVER_FUNCTION: () => both('liver function (Child-Pugh class)', 'how well your liver works'),
  CONDITIONS: () => both('list of conditions', 'the list of your illnesses'),
  ALLERGY: name => same(`what the allergy to ${name} extends to`),
  ALLERGIES: () => both('list of allergies', 'the list of your allergies'),
  MEDICINE: name => same(`what ${name} does together with other medicines`),
  MEDICINES: () => both('list of medicines', 'the list of your medicines'),
}

function same(text: string): OptionTexts {
  return both(text, text)
}

const WHY: Readonly<Record<UnknownFact['why'], OptionTexts>> = {
  MISSING: { clinician: 'not known', plain: 'we do not know this' },
  STALE: { clinician: 'too old to count', plain: 'what we know is old' },
  UNCONFIRMED: { clinician: 'not confirmed', plain: 'this is not certain' },
  WITHHELD: { clinician: 'may not be shown here', plain: 'this cannot be shown here' },
  NOT_LOOKED_AT: { clinician: 'nobody has looked at it', plain: 'nobody has looked at this yet' },
}

/** What is missing, and why, in a few words; `words` where more is known of it than its name. */
export function unknownText(
  { kind, name, why }: Pick<UnknownFact, 'kind' | 'name' | 'why'>,
  options: OptionKnowledge,
  drug: string,
  words?: OptionTexts,
): OptionTexts {
  return forBoth(audience => {
    const what = words?.[audience] ?? whatIsMissing({ kind, name, why }, options, drug, audience)
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
  return NAMES[kind](name)[audience]
}

function findingKind(name: string): FindingKind {
  return Object.keys(KINDS).find((kind): kind is FindingKind => kind === name) ?? 'PHARMACOGENOMIC'
}
