import type { Drug } from '../../knowledge.js'
import type { AgreementVerdict } from '../agreement.js'
import { ENGLISH } from './english.js'
import type { Wording } from './wording.js'

/** "CPIC goes further. CPIC: AVOID. FDA: DOSE_DECREASE." */
export function agreementText(
  drug: Drug,
  { verdict, strictest, votes }: AgreementVerdict,
  words: Wording = ENGLISH,
): { detail: string; plain: string } {
  const list = [...votes].map(([source, actions]) => `${source}: ${actions.join(', ')}.`).join(' ')
  const { clinician, plain } = words.agreement[verdict]({ drug: drug.name, votes: list, strictest: strictest ?? '' })
  return { detail: clinician.trim(), plain }
}
