import { timesText } from '../../history/fact-text.js'
import type { PreferenceFact } from '../../history/history-fact.js'
import type { DrugFacts, OptionTexts, PreferenceVocabulary } from '../../option-knowledge.js'
import { citeRow } from '../cite.js'
import type { Finding, Looked } from '../finding.js'
import { certain, NOTHING } from '../found.js'
import type { PatientView } from '../patient-view.js'

/**
 * What the patient wishes, and whether the drug meets it. A wish that is met speaks for the drug, one that is not is said;
 * neither touches the verdict.
 */
export function preferenceFindings(file: DrugFacts | undefined, patient: PatientView): Looked {
  if (file?.looked.has('PREFERENCE') !== true) return NOTHING
  return { findings: patient.clinical.preferences.flatMap(fact => onePreference(fact, file, patient)), unknowns: [] }
}

function onePreference(fact: PreferenceFact, file: DrugFacts, { options }: PatientView): readonly Finding[] {
  const met = isMet(fact, file)
  if (met === undefined) return []
  const words = wish(fact, options.preferences)
  return [
    certain({
      kind: 'PREFERENCE',
      effect: met ? 'FAVOURS' : 'INFORMS',
      strength: 'moderate',
      citations: [citeRow({ document: 'LABEL' }, file.provenance, options)],
      factIds: [fact.id],
      parts: audience => [`${met ? 'meets' : 'does not meet'} the wish`, words[audience]],
    }),
  ]
}

/** Undefined where the drug's file does not speak of it. */
function isMet({ about, value }: PreferenceFact, { features }: DrugFacts): boolean | undefined {
  if (typeof value === 'number') {
    return features.timesPerDay === undefined ? undefined : features.timesPerDay <= value
  }
  if (about === 'ROUTE') return features.routes.length === 0 ? undefined : features.routes.includes(value)
  if (about === 'GOAL') return features.helps.includes(value) ? true : undefined
  const level = Object.hasOwn(features.effects, value) ? features.effects[value] : undefined
  return level === undefined ? undefined : level === 'NONE' || level === 'LOW'
}

function wish(
  { about, value }: PreferenceFact,
  preferences: Readonly<Record<PreferenceVocabulary, Readonly<Record<string, OptionTexts>>>>,
): OptionTexts {
  if (about === 'MOST_TIMES_PER_DAY' || typeof value === 'number') {
    const text = `at most ${timesText(value)} a day`
    return { clinician: text, plain: text }
  }
  return preferences[about][value] ?? { clinician: value, plain: value }
}
