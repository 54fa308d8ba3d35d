import type { Knowledge, Source } from '../../knowledge.js'
import type { MatchedRow, NoAnswerOutcome } from '../advice.js'
import { listText } from './amounts.js'
import { ENGLISH } from './english.js'
import { factWords } from './fact-words.js'
import type { Audience, Texts, Wording } from './wording.js'

interface Answered {
  readonly rows: readonly MatchedRow[]
  readonly robust: boolean
  readonly sameForKnown: boolean
  readonly wouldSettle: readonly string[]
}

/** The sentences of an outcome that has rows; what keeps it from being certain is the headline, never a footnote (C2). */
export function outcomeText(
  type: 'Recommendation' | 'NoActionNeeded' | 'PopulationUndetermined',
  outcome: Answered,
  knowledge: Knowledge,
  words: Wording = ENGLISH,
): Texts {
  const render = (audience: Audience) => {
    const rows = outcome.rows.filter(row => row.bestSupported)
    const sentences = (rows.length > 0 ? rows : outcome.rows).map(row => row.text[audience])
    const facts = outcome.wouldSettle.map(name => factWords(name, audience, knowledge))
    const open = listText(facts, words.phrases.and)
    if (type === 'PopulationUndetermined') sentences.unshift(words.phrases.undetermined(open, audience))
    if (!outcome.sameForKnown) sentences.unshift(words.phrases.notRobust(open, audience))
    else if (!outcome.robust) sentences.unshift(words.phrases.untested(open, audience))
    return [...new Set(sentences)].join(' ')
  }
  return { clinician: render('clinician'), plain: render('plain') }
}

export function noAnswerText(
  type: NoAnswerOutcome['type'],
  about: { readonly drug: string; readonly source: Source },
  reasons: readonly { readonly gene: string; readonly reason: string }[],
  words: Wording = ENGLISH,
): Texts {
  const genes = listText([...new Set(reasons.map(({ gene }) => gene))], words.phrases.and)
  const render = (audience: Audience) => {
    const codes = new Set(reasons.map(({ reason }) => reason))
    // The outcome's own sentence says this one.
    if (type === 'GuidelineWithoutRow') codes.delete('NO_ROW_FOR_THIS_RESULT')
    const why = [...codes].map(reason => words.reason[reason]?.[audience] ?? reason).join('; ')
    return words.noAnswer[type]({ ...about, genes, reasons: why })[audience]
  }
  return { clinician: render('clinician'), plain: render('plain') }
}
