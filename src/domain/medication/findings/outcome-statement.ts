import type { OptionTexts } from '../../option-knowledge.js'
import type { Outcome } from '../../recommendation/advice.js'

/** What a source answers, in its own sentences; the clinician's begin with its name. */
export function statementOf({ source, text }: Pick<Outcome, 'source' | 'text'>): OptionTexts {
  const clinician = text.clinician.startsWith(`${source} `) ? text.clinician : `${source}: ${text.clinician}`
  return { clinician, plain: text.plain }
}
