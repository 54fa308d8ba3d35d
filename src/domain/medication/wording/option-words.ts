import type { OptionKnowledge, OptionTexts, PatientTest, RiskLevel, RuleDose } from '../../option-knowledge.js'
import type { ClinicalHistory } from '../../history/clinical-history.js'
import { listText } from '../../recommendation/wording/amounts.js'

/** Words for options, in English. Names of drugs, conditions and reasons come with the data. */
export const both = (clinician: string, plain: string): OptionTexts => ({ clinician, plain })

type Audience = keyof OptionTexts

const AUDIENCES: readonly Audience[] = ['clinician', 'plain']

/** One text per audience. */
export function forBoth(write: (audience: Audience) => string): OptionTexts {
  const [clinician = '', plain = ''] = AUDIENCES.map(write)
  return { clinician, plain }
}

export function termText(code: string, { terms }: OptionKnowledge, audience: Audience): string {
  return terms.get(code)?.[audience] ?? code
}

/** "eGFR below 30 mL/min/1.73 m² (24 on 2026-11-01)": what the circumstance is, and the patient's own value. */
export function circumstance(
  test: PatientTest,
  clinical: ClinicalHistory,
  options: OptionKnowledge,
  audience: Audience,
): string {
  if ('condition' in test) return options.conditions.get(test.condition)?.texts[audience] ?? test.condition
  if ('measure' in test) return measureText(test, clinical, options, audience)
  if ('age' in test) return `${ageText(test.age)}${stated(clinical.age?.most)}`
  if ('sex' in test) return `${test.sex} sex`
  if ('pregnant' in test) {
    return test.trimesters === undefined
      ? 'pregnancy'
      : `pregnancy, trimester ${listText(test.trimesters.map(String), ' or ')}`
  }
  if ('lactating' in test) return 'breast-feeding'
  if ('smoking' in test) return 'smoking'
  if ('childPugh' in test)
    return audience === 'clinician' ? `Child-Pugh class ${listText(test.childPugh, ' or ')}` : 'a weak liver'
  const parts = test.of.map(part => circumstance(part, clinical, options, audience))
  if (test.atLeast === test.of.length) return parts.join(' and ')
  return test.atLeast === 1 ? parts.join(' or ') : `at least ${test.atLeast} of: ${parts.join('; ')}`
}

function measureText(
  test: Extract<PatientTest, { readonly measure: string }>,
  clinical: ClinicalHistory,
  { measures }: OptionKnowledge,
  audience: Audience,
): string {
  const measure = measures.get(test.measure)
  const unit = measure?.unitText ?? ''
  const limits = [
    ...(test.atLeast === undefined ? [] : [`at least ${test.atLeast}`]),
    ...(test.above === undefined ? [] : [`above ${test.above}`]),
    ...(test.below === undefined ? [] : [`below ${test.below}`]),
    ...(test.atMost === undefined ? [] : [`at most ${test.atMost}`]),
  ]
  const value = clinical.measurements.get(test.measure)
  const own = value === undefined ? '' : stated(`${value.value} on ${value.takenOn}`)
  return `${measure?.texts[audience] ?? test.measure} ${limits.join(' and ')} ${unit}${own}`
}

function ageText({ below, atLeast }: { readonly below?: number; readonly atLeast?: number }): string {
  if (below !== undefined && atLeast !== undefined) return `age from ${atLeast} to under ${below} years`
  return below === undefined ? `age ${atLeast ?? 0} years or older` : `age under ${below} years`
}

function stated(value: string | number | undefined): string {
  return value === undefined ? '' : ` (${value})`
}

export function doseText({ kind, value, unit, per }: RuleDose, audience: Audience): string {
  if (kind === 'FACTOR') return `${Math.round(value * 100)} % of the usual dose`
  const amount = `${value} ${unit ?? ''}${per === undefined ? '' : ` per ${per}`}`
  if (audience === 'plain') return kind === 'MAXIMUM' ? `not more than ${amount}` : amount
  return { MAXIMUM: `at most ${amount}`, START: `start with ${amount}`, TARGET: `use ${amount}` }[kind]
}

const LEVELS: Readonly<Record<RiskLevel, string>> = { HIGH: 'strong', MODERATE: 'moderate', LOW: 'weak' }

type DrugLevel = readonly [drug: string, level: RiskLevel]

/** "strong effect of both", or what each of the two adds. */
export function levelsText([one, level]: DrugLevel, [other, theirs]: DrugLevel): string {
  if (level === theirs) return `${LEVELS[level]} effect of both`
  return `${LEVELS[level]} effect of ${one}, ${LEVELS[theirs]} of ${other}`
}

export function sentence(parts: readonly string[]): string {
  const text = parts.filter(part => part !== '').join(': ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
