import type { Directive, Knowledge } from '../../knowledge.js'
import { byStrictness } from '../stated-actions.js'
import { changeText, concentrationText, doseText, listText, termText } from './amounts.js'
import type { Audience, Wording } from './wording.js'

/** What the sentences of one directive need besides it. */
export interface TextContext {
  readonly drug: string
  readonly knowledge: Knowledge
  readonly words: Wording
  readonly audience: Audience
}

/** Actions, strictest first, each with the numbers and names that belong to it; then what no action carries. */
export function directiveSentences(directive: Directive, context: TextContext): string[] {
  const { words, audience, knowledge, drug } = context
  const { phrases } = words
  const terms = (codes: readonly string[]) =>
    listText(
      codes.map(code => termText(code, audience, knowledge)),
      phrases.and,
    )
  const phase = directive.dosePhase === undefined ? '' : words.phase[directive.dosePhase][audience]
  const changes = directive.doseChanges.map(change => ({
    phase: change.phase === undefined ? phase : words.phase[change.phase][audience],
    amount: changeText(change, audience, knowledge, words),
  }))
  const doseAction = directive.actions.find(action => action === 'DOSE_DECREASE' || action === 'DOSE_INCREASE')
  const otherDrug = directive.actions.find(action => action === 'ALTERNATIVE_DRUG' || action === 'CONSIDER_ALTERNATIVE')
  const instead = alternatives(directive, context)
  const sentences: string[] = []
  const ordered = byStrictness(directive.actions)
  // Standard dosing beside other dose advice is where the treatment starts.
  const startsStandard =
    ordered.includes('STANDARD_DOSING') && ordered.some(action => action === doseAction || action === 'TITRATE')
  if (startsStandard) sentences.push(phrases.startStandard(drug, audience))
  for (const action of ordered) {
    if (action === 'STANDARD_DOSING' && startsStandard) continue
    // "Monitor the blood count" says it all.
    if (action === 'MONITOR' && directive.monitoring.length > 0) continue
    const change = action === doseAction ? changes.shift() : undefined
    const parts = {
      drug,
      phase: change?.phase ?? phase,
      amount: change?.amount ?? '',
      instead: action === otherDrug ? instead : '',
    }
    sentences.push(words.action[action](parts)[audience])
  }
  for (const change of changes) sentences.push(phrases.dose(change.phase, change.amount, audience))
  if (otherDrug === undefined && instead !== '') {
    sentences.push(words.action.CONSIDER_ALTERNATIVE({ drug, phase: '', amount: '', instead })[audience])
  }
  if (directive.doses.length > 0) {
    sentences.push(`${capital(directive.doses.map(dose => doseText(dose, audience, knowledge, words)).join('; '))}.`)
  }
  if (directive.timesPerWeek !== undefined) sentences.push(phrases.timesPerWeek(directive.timesPerWeek, audience))
  if (directive.alternativeCriteria.length > 0)
    sentences.push(phrases.criteria(terms(directive.alternativeCriteria), audience))
  if (directive.avoidAlternatives.length > 0) {
    sentences.push(phrases.avoidToo(listText(directive.avoidAlternatives, phrases.and), audience))
  }
  if (directive.monitoring.length > 0) {
    const days = directive.monitoringDays?.join(' – ')
    sentences.push(
      phrases.watch(terms(directive.monitoring), days === undefined ? '' : phrases.daysFrom(days), audience),
    )
  }
  if (directive.targetConcentration) {
    const { analyte } = directive.targetConcentration
    const of = analyte === undefined ? '' : ` (${analyte})`
    sentences.push(phrases.target(concentrationText(directive.targetConcentration), of, audience))
  }
  // A note that is named as one of the actions has been said.
  const notes = directive.tags.filter(tag => !directive.actions.some(action => action === tag))
  if (notes.length > 0) {
    sentences.push(phrases.remark(notes.map(tag => termText(tag, audience, knowledge)).join('; '), audience))
  }
  return sentences
}

function alternatives(directive: Directive, { audience, knowledge, words }: TextContext): string {
  if (directive.alternatives.length === 0) return ''
  const names = directive.alternatives.map(({ kind, name, when }) => {
    const text = kind === 'drug' ? name : termText(name, audience, knowledge)
    return when === undefined ? text : `${text} (${termText(when, audience, knowledge)})`
  })
  return `: ${listText(names, words.phrases.or)}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
