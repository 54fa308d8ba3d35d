import { CAUTION_STRENGTHS, type Effect } from '../option-knowledge.js'
import type { MedicationOption } from './medication-options.js'
import { compareVerdicts } from './verdicts.js'

/** How options are ordered, in words, for whoever shows the list. */
export const ORDER =
  'By verdict; then line of therapy; then fewer strong, moderate and weak cautions; then fewer changes and exclusions, in the same way; then fewer wishes that are not met, more that speaks for it; then name. A genetic reason counts once for each publication.'

/** Asked by class or by name there is no line of therapy: all stand alike. */
const NO_LINE = 99

/** A total order in which no wish ever lifts a drug past a better verdict. */
export function compareOptions(a: MedicationOption, b: MedicationOption): number {
  return (
    compareVerdicts(a.verdict, b.verdict) ||
    (a.line ?? NO_LINE) - (b.line ?? NO_LINE) ||
    byStrength(a, b, ['CAUTIONS']) ||
    byStrength(a, b, ['ADJUSTS', 'EXCLUDES']) ||
    count(a, isUnmetWish) - count(b, isUnmetWish) ||
    count(b, speaksForIt) - count(a, speaksForIt) ||
    (a.advice.drug.name < b.advice.drug.name ? -1 : Number(a.advice.drug.name > b.advice.drug.name))
  )
}

type Finding = MedicationOption['findings'][number]

/** How well a change is known does not speak against a drug as a caution does: cautions come first. */
function byStrength(a: MedicationOption, b: MedicationOption, effects: readonly Effect[]): number {
  for (const strength of CAUTION_STRENGTHS) {
    const counts = (finding: Finding): boolean => effects.includes(finding.effect) && finding.strength === strength
    const difference = publications(a, counts) - publications(b, counts)
    if (difference !== 0) return difference
  }
  return 0
}

/** What a source publishes twice is shown once and counts as often as it is published. */
function publications({ findings }: MedicationOption, test: (finding: Finding) => boolean): number {
  return findings
    .filter(test)
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
