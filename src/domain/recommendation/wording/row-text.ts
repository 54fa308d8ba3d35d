import type { Condition, Directive, Drug, GuidelineRow, Knowledge } from '../../knowledge.js'
import type { GeneResultUsed } from '../advice.js'
import { listText, numberText, percentText, termText } from './amounts.js'
import { directiveSentences, type TextContext } from './directive-text.js'
import { ENGLISH } from './english.js'
import { resultText } from './result-text.js'
import { settledDetails } from './settled-details.js'
import type { Audience, Texts, Wording } from './wording.js'

/** The sentences of one row, rendered from its structure alone: they cannot say what it does not hold. */
export function rowText(
  row: GuidelineRow,
  drug: Drug,
  results: readonly GeneResultUsed[],
  knowledge: Knowledge,
  words: Wording = ENGLISH,
): Texts {
  const said = directiveOnce(row, drug, knowledge, words)
  if (results.length === 0) return said
  const about = results.map(used => resultText(used, words))
  return { clinician: `${listText(about, words.phrases.and)}. ${said.clinician}`, plain: said.plain }
}

const RENDERED = new WeakMap<Wording, WeakMap<GuidelineRow, Texts>>()

/** What a row says is the same for every person: rendered once. */
function directiveOnce(row: GuidelineRow, drug: Drug, knowledge: Knowledge, words: Wording): Texts {
  const rendered = RENDERED.get(words) ?? new WeakMap<GuidelineRow, Texts>()
  RENDERED.set(words, rendered)
  let texts = rendered.get(row)
  if (!texts) {
    const { main, conditions } = settledDetails(row)
    const render = (audience: Audience) =>
      sentencesOf(row, main, conditions, { drug: drug.name, knowledge, words, audience }).join(' ')
    texts = { clinician: render('clinician'), plain: render('plain') }
    rendered.set(row, texts)
  }
  return texts
}

function sentencesOf(
  row: GuidelineRow,
  main: Directive,
  conditions: readonly Condition[],
  context: TextContext,
): string[] {
  const { knowledge, words, audience } = context
  const { phrases } = words
  const term = (code: string) => termText(code, audience, knowledge)
  const people = row.population === 'general' ? undefined : knowledge.populations.get(row.population)?.[audience]
  const presumed = listText(row.presumes.map(term), phrases.and)
  return [
    people === undefined ? '' : phrases.population(people, audience),
    ...directiveSentences(main, context),
    ...conditions.map(condition => conditionText(condition, context)),
    expectation(row, audience, words),
    presumed === '' ? '' : phrases.presumes(presumed, audience),
    row.steadyStateWeeks === undefined ? '' : phrases.steadyState(spanText(row.steadyStateWeeks), audience),
    exposure(row, audience, words),
    row.strength === undefined ? '' : words.strength[row.strength][audience],
    row.provenance.basis === 'curator-knowledge' ? phrases.basis(audience) : '',
    audience === 'clinician' || asksForNothing(row) ? '' : phrases.askFirst,
  ].filter(sentence => sentence !== '')
}

function asksForNothing(row: GuidelineRow): boolean {
  return [row, ...row.conditions].every(({ actions }) => actions.every(action => action === 'NO_RECOMMENDATION'))
}

function conditionText(condition: Condition, context: TextContext): string {
  const { knowledge, words, audience } = context
  const { phrases } = words
  const said = directiveSentences(condition, context)
  if (condition.when === undefined) return said.join(' ')
  const after = condition.afterDays === undefined ? '' : ` (${words.doseDetail.afterDays(condition.afterDays)})`
  const when = `${termText(condition.when, audience, knowledge)}${after}`
  if (condition.kind === 'exception' && said.length === 0) return phrases.except(when, audience)
  if (condition.kind === 'phase') return phrases.inPhase(when, said, audience)
  return said.length === 0 ? phrases.holdsIf(when, audience) : phrases.ifThen(when, said, audience)
}

function expectation(row: GuidelineRow, audience: Audience, words: Wording): string {
  if (row.implications.length === 0) return ''
  const said = row.implications.map(
    ({ category, effect }) => words.implication[`${category}/${effect}`]?.[audience] ?? `${category} ${effect}`,
  )
  const genes = [...new Set(row.implications.map(({ gene }) => gene))].join(', ')
  return words.phrases.expect([...new Set(said)].join('; '), genes, audience)
}

function exposure(row: GuidelineRow, audience: Audience, words: Wording): string {
  const { aucPercent, peakPercent } = row.exposureChange ?? {}
  const parts = [
    aucPercent === undefined ? [] : [words.phrases.auc(percentText(aucPercent / 100), audience)],
    peakPercent === undefined ? [] : [words.phrases.peak(percentText(peakPercent / 100), audience)],
  ].flat()
  return parts.length === 0 ? '' : words.phrases.exposure(parts, audience)
}

function spanText({ min, max }: { readonly min: number; readonly max: number }): string {
  return min === max ? numberText(min) : `${numberText(min)} – ${numberText(max)}`
}
