import type { Drug } from '../../knowledge.js'
import type { UndecidedSource } from '../advice.js'
import type { AgreementVerdict } from '../agreement.js'
import { listText } from './amounts.js'
import { ENGLISH } from './english.js'
import type { Audience, Wording } from './wording.js'

/** "The sources that have an answer agree. DPWG: X. FDA: X. CPIC depends on facts that were not stated (indication) and may go further (AVOID)." */
export function agreementText(
  drug: Drug,
  { verdict, strictest, votes, undecided }: AgreementVerdict,
  words: Wording = ENGLISH,
): { detail: string; plain: string } {
  const list = [...votes].map(([source, actions]) => `${source}: ${actions.join(', ')}.`).join(' ')
  const { clinician, plain } = words.agreement[verdict]({ drug: drug.name, votes: list, strictest: strictest ?? '' })
  const waiting = (audience: Audience) => [
    ...new Set(undecided.map(each => undecidedText(each, votes.size > 0, audience, words))),
  ]
  return {
    detail: [clinician.trim(), ...waiting('clinician')].join(' '),
    plain: [plain, ...waiting('plain')].join(' '),
  }
}

function undecidedText(
  { source, type, waitsFor, strictest, mayGoFurther }: UndecidedSource,
  othersVote: boolean,
  audience: Audience,
  words: Wording,
): string {
  const action = othersVote && mayGoFurther && strictest !== undefined ? strictest : ''
  return words.undecided[type]({ source, waitsFor: listText(waitsFor, words.phrases.and), action })[audience]
}
