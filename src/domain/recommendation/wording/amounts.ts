import type { Concentration, Dose, DoseChange, Knowledge } from '../../knowledge.js'
import type { Audience, Wording } from './wording.js'

/** Numbers as people read them: at most three decimals, never in exponent form. */
export function numberText(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}

/** A factor as a percentage: 0.667 → "66.7 %". */
export function percentText(factor: number): string {
  return `${numberText(factor * 100)} %`
}

/** "Poor Metabolizer" stays; a code becomes its term's words. */
export function termText(code: string, audience: Audience, knowledge: Knowledge): string {
  return knowledge.terms.get(code)?.[audience] ?? code
}

export function listText(items: readonly string[], joiner: string): string {
  if (items.length < 2) return items[0] ?? ''
  return `${items.slice(0, -1).join(', ')}${joiner}${items.at(-1) ?? ''}`
}

/** " to 50 % – 75 % of the standard starting dose" */
export function changeText(change: DoseChange, audience: Audience, knowledge: Knowledge, words: Wording): string {
  const { min, max, of, strictlyLess } = change
  const { phrases } = words
  const base = of === undefined ? phrases.usualDose[audience] : termText(of, audience, knowledge)
  let amount: string
  if (min !== undefined && max !== undefined)
    amount = min === max ? percentText(min) : `${percentText(min)} – ${percentText(max)}`
  else if (max !== undefined) amount = `${strictlyLess ? phrases.lessThan : phrases.atMost}${percentText(max)}`
  else amount = `${phrases.atLeast}${percentText(min ?? 1)}`
  return `${phrases.to[audience]}${strictlyLess && min !== undefined ? phrases.lessThan : ''}${amount}${phrases.of}${base}`
}

/** "maximum dose 20 mg per day" */
export function doseText(dose: Dose, audience: Audience, knowledge: Knowledge, words: Wording): string {
  const { phrases } = words
  const term = (code: string) => termText(code, audience, knowledge)
  const label =
    dose.appliesTo === undefined
      ? words.dose[dose.kind][audience]
      : `${words.dose[dose.kind][audience]} (${term(dose.appliesTo)})`
  const unit = dose.per === undefined ? unitText(dose.unit) : `${unitText(dose.unit)}${phrases.per}${dose.per}`
  const detail = words.doseDetail
  const details = [
    dose.frequency,
    said(dose.timesPerDay, detail.timesPerDay),
    said(dose.timesPerWeek, detail.timesPerWeek),
    said(dose.daysPerWeek, detail.daysPerWeek),
    dose.divided === true ? detail.divided : undefined,
    said(dose.dividedDoses, detail.dividedDoses),
    said(dose.durationWeeks, detail.durationWeeks),
    said(dose.fromDay, detail.fromDay),
    said(dose.afterDays, detail.afterDays),
    said(dose.afterWeeks, detail.afterWeeks),
    said(dose.stepDays, detail.stepDays),
    said(dose.targetDay, detail.targetDay),
    said(dose.infusionMinutes, detail.infusionMinutes),
    said(dose.volumeMillilitres, volume => detail.volumeMillilitres(numberText(volume))),
    said(dose.when, term),
    said(dose.population, code => knowledge.populations.get(code)?.[audience] ?? code),
    dose.statedBy,
    ...(dose.notes ?? []).map(term),
  ].filter(text => text !== undefined)
  return `${label} ${dose.strictlyLess ? phrases.lessThan : ''}${amountText(dose, words)} ${unit}${details.length === 0 ? '' : ` (${details.join(', ')})`}`
}

function amountText(dose: Dose, words: Wording): string {
  const { value, min, max, options, rarely, values } = dose
  if (value !== undefined) return numberText(value)
  if (values) return values.map(numberText).join(', ')
  if (options) {
    const rare = rarely ? words.doseDetail.rarely(listText(rarely.map(numberText), words.phrases.or)) : ''
    return `${listText(options.map(numberText), words.phrases.or)}${rare}`
  }
  if (min !== undefined && max !== undefined)
    return min === max ? numberText(min) : `${numberText(min)} – ${numberText(max)}`
  return max === undefined
    ? `${words.phrases.atLeast}${numberText(min ?? 0)}`
    : `${words.phrases.atMost}${numberText(max)}`
}

export function concentrationText({ min, max, unit }: Concentration): string {
  const amount = min === max ? numberText(min) : `${numberText(min)} – ${numberText(max)}`
  return `${amount} ${unitText(unit)}`
}

/** "mg/m2" as people write it. */
function unitText(unit: string): string {
  return unit.replace(/m2\b/, 'm²')
}

function said<Value>(value: Value | undefined, say: (value: Value) => string): string | undefined {
  return value === undefined ? undefined : say(value)
}
