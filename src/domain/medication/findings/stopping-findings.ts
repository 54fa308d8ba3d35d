import type { Drug } from '../../knowledge.js'
import type { Discontinuation, OptionTexts } from '../../option-knowledge.js'
import { listText } from '../../recommendation/wording/amounts.js'
import { citeRow, joinCitations } from '../cite.js'
import type { Looked } from '../finding.js'
import { certain, notLookedAt, NOTHING, together } from '../found.js'
import type { PatientView } from '../patient-view.js'
import { both, termText } from '../wording/option-words.js'
import { washoutsAfter } from './washouts.js'

const HOW: Readonly<Record<Discontinuation['how'], OptionTexts>> = {
  TAPER: both('taper, never stop suddenly', 'go down step by step, never stop suddenly'),
  TAPER_USUALLY: both('taper where possible', 'go down step by step where you can'),
  NOT_EARLY: both('not before its planned end without a replacement', 'do not stop early without your doctor'),
  WATCH_AFTER: both('monitor for months afterwards', 'checks are needed for months afterwards'),
  AT_ONCE: both('needs no taper', 'you can stop it at once'),
}

const STRONG: ReadonlySet<Discontinuation['how'] | undefined> = new Set(['TAPER', 'NOT_EARLY'])

/**
 * What stopping a medicine brings: how to stop it, what happens otherwise, and what must wait until it has left the body.
 * Of one that is taken it is good to know (`INFORMS`); for one that is to be stopped it is a caution, and that nobody has
 * looked is an open question.
 */
export function stoppingFindings(
  drug: Drug,
  factIds: readonly string[],
  effect: 'CAUTIONS' | 'INFORMS',
  patient: PatientView,
): Looked {
  const file = patient.options.drugFacts.get(drug.name)
  const known = file?.discontinuation
  const washouts = washoutsAfter(patient.knowledge, drug)
  const open = known === undefined ? notLookedAt('DISCONTINUATION', drug.name, patient, effect) : NOTHING
  if (file === undefined || (known === undefined && washouts.length === 0)) return open
  const own = known === undefined ? [] : [citeRow(known.statedIn, file.provenance, patient.options)]
  const finding = certain({
    kind: 'DISCONTINUATION',
    effect,
    strength: STRONG.has(known?.how) ? 'strong' : 'moderate',
    citations: joinCitations([...own, ...washouts.flatMap(({ citations }) => citations)]),
    factIds,
    parts: audience => [
      audience === 'clinician' ? `when ${drug.name} is stopped` : `when you stop ${drug.name}`,
      known === undefined ? '' : HOW[known.how][audience],
      known === undefined ? '' : termText(known.why, patient.options, audience),
      ...washouts.map(({ days, before }) => {
        const list = before.map(texts => texts[audience])
        return `wait ${days} days before ${listText(list, ' or ')}`
      }),
    ],
  })
  return together([open, { findings: [finding], unknowns: [] }])
}
