import { CAUTION_STRENGTHS, type CautionStrength } from '../option-knowledge.js'
import { weightOf } from './effects.js'
import { VERDICTS } from './finding.js'
import type { MedicationOption } from './medication-options.js'

/** How options are ordered, in words, for whoever shows the list. */
export const ORDER =
  'By verdict; then line of therapy; then fewer strong, moderate and weak cautions and changes, a genetic one once for each publication; then fewer wishes that are not met, more that speaks for it; then name.'

/** Asked by class or by name there is no line of therapy: all stand alike. */
const NO_LINE = 99

/** A total order in which no wish ever lifts a drug past a better verdict. */
export function compareOptions(a: MedicationOption, b: MedicationOption): number {
  return (
    VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) ||
    (a.line ?? NO_LINE) - (b.line ?? NO_LINE) ||
    byCautions(a, b) ||
    count(a, isUnmetWish) - count(b, isUnmetWish) ||
    count(b, speaksForIt) - count(a, speaksForIt) ||
    (a.advice.drug.name < b.advice.drug.name ? -1 : Number(a.advice.drug.name > b.advice.drug.name))
  )
}

type Finding = MedicationOption['findings'][number]

function byCautions(a: MedicationOption, b: MedicationOption): number {
  for (const strength of CAUTION_STRENGTHS) {
    const difference = countCautions(a, strength) - countCautions(b, strength)
    if (difference !== 0) return difference
  }
  return 0
}

/** What a source publishes twice is shown once and counts as often as it is published. */
function countCautions({ findings }: MedicationOption, strength: CautionStrength): number {
  return findings
    .filter(finding => weightOf(finding.effect) > 0 && finding.strength === strength)
    .reduce((sum, { kind, citations }) => sum + (kind === 'PHARMACOGENOMIC' ? citations.length : 1), 0)
}

function isUnmetWish({ kind, effect }: Finding): boolean {
  return kind === 'PREFERENCE' && effect === 'INFORMS'
}

function speaksForIt({ effect }: Finding): boolean {
  return effect === 'FAVOURS'
}

function count({ findings }: MedicationOption, test: (finding: Finding) => boolean): number {
  return findings.filter(test).length
}
