import type { OptionTexts } from '../../option-knowledge.js'
import type { Outcome } from '../../recommendation/advice.js'

/** What a source answers, in its own sentences; the clinician's name it, which those without an answer do by themselves. */
export function statementOf(outcome: Outcome): OptionTexts {
  const { source, text } = outcome
  return { clinician: 'rows' in outcome ? `${source}: ${text.clinician}` : text.clinician, plain: text.plain }
}
