import type { Action, Drug, Knowledge } from '../../knowledge.js'
import type { UndecidedSource } from '../advice.js'
import type { AgreementVerdict } from '../agreement.js'
import { listText } from './amounts.js'
import { ENGLISH } from './english.js'
import { factWords } from './fact-words.js'
import type { Audience, Wording } from './wording.js'

/** "The sources that have an answer agree. DPWG: monitor. FDA: monitor. CPIC depends on facts that were not stated (what the drug is given for) and may go further (avoid it)." */
export function agreementText(
  drug: Drug,
  { verdict, strictest, votes, undecided }: AgreementVerdict,
  knowledge: Knowledge,
  words: Wording = ENGLISH,
): { detail: string; plain: string } {
  const named = (actions: readonly Action[]) => actions.map(action => words.actionName[action]).join(', ')
  const list = [...votes].map(([source, actions]) => `${source}: ${named(actions)}.`).join(' ')
  const { clinician, plain } = words.agreement[verdict]({ drug: drug.name, votes: list, strictest: strictest ?? '' })
  const waiting = (audience: Audience) => [
    ...new Set(undecided.map(each => undecidedText(each, votes.size > 0, audience, knowledge, words))),
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
  knowledge: Knowledge,
  words: Wording,
): string {
  const action = othersVote && mayGoFurther && strictest !== undefined ? words.actionName[strictest] : ''
  const facts = waitsFor.map(name => factWords(name, audience, knowledge))
  return words.undecided[type]({ source, waitsFor: listText(facts, words.phrases.and), action })[audience]
}
