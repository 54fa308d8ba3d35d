import { daysBetween } from '../../history/patient-history.js'
import type { Drug, Interaction } from '../../knowledge.js'
import type { CautionStrength, Effect } from '../../option-knowledge.js'
import type { FindingCitation, Looked } from '../finding.js'
import { certain, doubtful, unknowns } from '../found.js'
import type { PatientView, TakenMedicine } from '../patient-view.js'

export type When = 'now' | 'in doubt' | 'no'

/** Whether the other medicine still counts: taken now, perhaps taken, or stopped so recently that it still acts. */
export function whenOf({ timing, medicine }: TakenMedicine, afterStopDays = 0): When {
  if (timing.state === 'stopped') {
    if (timing.daysSinceStop > afterStopDays) return 'no'
    return medicine.uncertain === true ? 'in doubt' : 'now'
  }
  return timing.state === 'planned' || medicine.uncertain === true ? 'in doubt' : 'now'
}

/** Stopped so recently that by one of these rows on what it inhibits or induces it is still in the body. */
export function wearsOff({ timing }: TakenMedicine, rows: readonly Interaction[], { knowledge }: PatientView): boolean {
  if (timing.state !== 'stopped') return false
  const days = rows.map(row => row.washoutDays ?? knowledge.phenoconversion.get(row.gene)?.washoutDays ?? 0)
  return timing.daysSinceStop <= Math.max(0, ...days)
}

/** What two medicines do together, and why. */
export interface Meeting {
  readonly effect: Effect
  readonly strength: CautionStrength
  readonly citations: readonly FindingCitation[]
  readonly reason: (audience: 'clinician' | 'plain') => readonly string[]
}

/** The finding on a drug that meets another medicine; in doubt where it is not sure that the other is taken. */
export function meeting(drug: Drug, other: TakenMedicine, when: When, met: Meeting, patient: PatientView): Looked {
  const { medicine, factIds, timing } = other
  const stopped = timing.state === 'stopped' ? `, last taken ${daysText(medicine.stoppedOn, patient.asOf)}` : ''
  const found = {
    kind: 'DRUG_INTERACTION' as const,
    effect: met.effect,
    strength: met.strength,
    citations: met.citations,
    factIds,
    parts: (audience: 'clinician' | 'plain') => [`with ${medicine.name}${stopped}`, ...met.reason(audience)],
  }
  if (when === 'now') return { findings: [certain(found)], unknowns: [] }
  const missing = { kind: 'MEDICINE', name: medicine.name, why: 'UNCONFIRMED', factIds } as const
  return doubtful(found, unknowns([missing], 'DRUG_INTERACTION', met.effect, drug.name, patient))
}

function daysText(stoppedOn: string | undefined, asOf: string): string {
  if (stoppedOn === undefined) return ''
  const days = daysBetween(stoppedOn, asOf)
  if (days < 2) return days === 1 ? 'yesterday' : 'today'
  return `${days} days ago`
}
