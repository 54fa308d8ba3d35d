import type { Action, Condition, Directive, Drug, GuidelineRow, Knowledge } from '../../knowledge.js'
import type { GeneResultUsed } from '../advice.js'
import { byStrictness } from '../stated-actions.js'
import { changeText, concentrationText, doseText, listText, numberText, percentText, termText } from './amounts.js'
import { ENGLISH } from './english.js'
import { resultText } from './result-text.js'
import type { Audience, Texts, Wording } from './wording.js'

/** The sentences of one row, rendered from its structure alone: they cannot say what it does not hold. */
export function rowText(
  row: GuidelineRow,
  drug: Drug,
  results: readonly GeneResultUsed[],
  knowledge: Knowledge,
  words: Wording = ENGLISH,
): Texts {
  const render = (audience: Audience) =>
    new RowRenderer(row, drug.name, knowledge, words, audience).sentences(results).join(' ')
  return { clinician: render('clinician'), plain: render('plain') }
}

class RowRenderer {
  constructor(
    private readonly row: GuidelineRow,
    private readonly drug: string,
    private readonly knowledge: Knowledge,
    private readonly words: Wording,
    private readonly audience: Audience,
  ) {}

  sentences(results: readonly GeneResultUsed[]): string[] {
    const { row, words, audience } = this
    const { phrases } = words
    const isClinician = audience === 'clinician'
    const conditional = new Set(
      row.conditions.flatMap(condition => (condition.when === undefined ? [] : condition.actions)),
    )
    const unconditional = row.actions.filter(action => !conditional.has(action))
    const people = row.population === 'general' ? undefined : this.knowledge.populations.get(row.population)?.[audience]
    return [
      isClinician && results.length > 0
        ? `${listText(
            results.map(used => resultText(used, words)),
            phrases.and,
          )}.`
        : '',
      people === undefined ? '' : phrases.population(people, audience),
      ...this.directive(row, unconditional),
      ...row.conditions.map(condition => this.condition(condition)),
      this.expectation(),
      row.presumes.length === 0 ? '' : phrases.presumes(this.terms(row.presumes), audience),
      row.steadyStateWeeks === undefined
        ? ''
        : phrases.steadyState(span(row.steadyStateWeeks.min, row.steadyStateWeeks.max), audience),
      this.exposure(),
      row.strength === undefined ? '' : words.strength[row.strength][audience],
      row.provenance.basis === 'curator-knowledge' ? phrases.basis(audience) : '',
      isClinician || row.actions.every(action => action === 'NO_RECOMMENDATION') ? '' : phrases.askFirst,
    ].filter(sentence => sentence !== '')
  }

  private condition(condition: Condition): string {
    const { phrases } = this.words
    const said = this.directive(condition, condition.actions)
    const after = condition.afterDays === undefined ? '' : ` (${phrases.afterDays(condition.afterDays)})`
    if (condition.when === undefined) return said.join(' ')
    const when = `${termText(condition.when, this.audience, this.knowledge)}${after}`
    if (condition.kind === 'exception' && said.length === 0) return phrases.except(when, this.audience)
    if (condition.kind === 'phase') return phrases.inPhase(when, said, this.audience)
    return phrases.ifThen(when, said, this.audience)
  }

  /** Actions with the numbers that belong to them, then what the actions alone do not carry. */
  private directive(directive: Directive, actions: readonly Action[]): string[] {
    const { words, audience, knowledge } = this
    const { phrases } = words
    const phase = directive.dosePhase === undefined ? '' : words.phase[directive.dosePhase][audience]
    const changes = directive.doseChanges.map(change => ({
      phase: change.phase === undefined ? phase : words.phase[change.phase][audience],
      text: changeText(change, audience, knowledge, words),
    }))
    const doseAction = actions.find(
      action => action === 'DOSE_DECREASE' || action === 'DOSE_INCREASE' || action === 'STANDARD_DOSING',
    )
    const insteadAction = actions.find(action => action === 'ALTERNATIVE_DRUG' || action === 'CONSIDER_ALTERNATIVE')
    const first = changes[0]
    const sentences = byStrictness(actions).map(action => {
      const isDose = action === doseAction && first !== undefined
      const parts = {
        drug: this.drug,
        phase: isDose ? first.phase : phase,
        amount: isDose ? first.text : '',
        instead: action === insteadAction ? this.instead(directive) : '',
      }
      return words.action[action](parts)[audience]
    })
    const rest = doseAction === undefined ? changes : changes.slice(1)
    for (const change of rest) sentences.push(`${capital(`${change.phase}dose`)}${change.text}.`)
    if (insteadAction === undefined && directive.alternatives.length > 0) {
      sentences.push(
        words.action.CONSIDER_ALTERNATIVE({ drug: this.drug, phase: '', amount: '', instead: this.instead(directive) })[
          audience
        ],
      )
    }
    if (directive.doses.length > 0) {
      sentences.push(`${capital(directive.doses.map(dose => doseText(dose, audience, knowledge, words)).join('; '))}.`)
    }
    if (directive.timesPerWeek !== undefined) sentences.push(phrases.timesPerWeek(directive.timesPerWeek, audience))
    if (directive.alternativeCriteria.length > 0)
      sentences.push(phrases.criteria(this.terms(directive.alternativeCriteria), audience))
    if (directive.avoidAlternatives.length > 0)
      sentences.push(phrases.avoidToo(listText(directive.avoidAlternatives, phrases.and), audience))
    if (directive.monitoring.length > 0) {
      const [from, to] = directive.monitoringDays ?? []
      const days = from === undefined ? '' : phrases.daysFrom(span(from, to ?? from))
      sentences.push(phrases.watch(this.terms(directive.monitoring), days, audience))
    }
    if (directive.targetConcentration) {
      const analyte = directive.targetConcentration.analyte
      sentences.push(
        phrases.target(
          concentrationText(directive.targetConcentration),
          analyte === undefined ? '' : ` (${analyte})`,
          audience,
        ),
      )
    }
    const remarks = directive.tags.filter(tag => termText(tag, audience, knowledge) !== '')
    if (remarks.length > 0)
      sentences.push(phrases.remark(remarks.map(tag => termText(tag, audience, knowledge)).join('; '), audience))
    return sentences
  }

  private instead(directive: Directive): string {
    if (directive.alternatives.length === 0) return ''
    const names = directive.alternatives.map(({ kind, name, when }) => {
      const text = kind === 'drug' ? name : termText(name, this.audience, this.knowledge)
      return when === undefined ? text : `${text} (${termText(when, this.audience, this.knowledge)})`
    })
    return `: ${listText(names, this.words.phrases.or)}`
  }

  private expectation(): string {
    const { row, words, audience } = this
    if (row.implications.length === 0) return ''
    const said = row.implications.map(({ category, effect }) => {
      const key = `${category}/${effect}`
      return words.implication[key]?.[audience] ?? `${category} ${effect}`
    })
    const genes = [...new Set(row.implications.map(({ gene }) => gene))].join(', ')
    return words.phrases.expect([...new Set(said)].join('; '), genes, audience)
  }

  private exposure(): string {
    const { aucPercent, peakPercent } = this.row.exposureChange ?? {}
    const { phrases } = this.words
    const parts = [
      aucPercent === undefined ? '' : phrases.auc(percentText(aucPercent / 100)),
      peakPercent === undefined ? '' : phrases.peak(percentText(peakPercent / 100)),
    ].filter(part => part !== '')
    return parts.length === 0 ? '' : phrases.exposure(parts, this.audience)
  }

  private terms(codes: readonly string[]): string {
    return listText(
      codes.map(code => termText(code, this.audience, this.knowledge)),
      this.words.phrases.and,
    )
  }
}

function span(from: number, to: number): string {
  return from === to ? numberText(from) : `${numberText(from)} – ${numberText(to)}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
