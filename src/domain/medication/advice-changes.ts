import type { Effect, FindingKind, OptionTexts } from '../option-knowledge.js'
import { weightOf, worst } from './effects.js'
import type { Assessment } from './finding.js'
import type { Verdict } from './verdicts.js'

/** What was written that may change advice: a medicine, a measured value, a result of genes, anything else of the history. */
export const CHANGE_CAUSES = ['MEDICINE', 'LAB', 'CALL', 'HISTORY'] as const

export type ChangeCause = (typeof CHANGE_CAUSES)[number]

/** Or nothing was written, and the knowledge is another. */
export const ALERT_CAUSES = [...CHANGE_CAUSES, 'KNOWLEDGE'] as const

export type AlertCause = (typeof ALERT_CAUSES)[number]

/** What is remembered of one look at a medicine, so that the next look can say what has changed and why. */
export interface RememberedLook {
  readonly drug: string
  readonly verdict: Verdict
  readonly couldBeStricter: boolean
  /** Whatever decides the verdict or could: findings, and facts that are missing. */
  readonly reasons: readonly Reason[]
}

/** One reason behind a verdict. */
export interface Reason {
  readonly kind: FindingKind
  readonly effect: Effect
  readonly text: OptionTexts
  /** A fact that is missing: the effect is the worst it could do. */
  readonly open: boolean
}

/** A verdict that is another than it was. */
export interface AdviceChange {
  readonly drug: string
  /** Absent: the drug was not taken before. */
  readonly before?: Verdict
  readonly after: Verdict
  readonly because: readonly ChangedReason[]
}

export interface ChangedReason extends Reason {
  readonly change: 'APPEARED' | 'DISAPPEARED'
}

export function remember({ advice, verdict, couldBeStricter, findings, unknowns }: Assessment): RememberedLook {
  const now = weightOf(worst(findings.map(({ effect }) => effect)))
  const deciding = findings
    .filter(({ effect }) => weightOf(effect) > 0)
    .map(({ kind, effect, statement }): Reason => ({ kind, effect, text: statement, open: false }))
  const open = unknowns
    .filter(({ couldLeadTo }) => weightOf(couldLeadTo) > now)
    .map(({ about, couldLeadTo, text }): Reason => ({ kind: about, effect: couldLeadTo, text, open: true }))
  return { drug: advice.drug.name, verdict, couldBeStricter, reasons: [...deciding, ...open] }
}

/**
 * Verdicts of medicines taken that are other than they were. A medicine that is new says nothing as long as nothing speaks
 * against it: who starts it has just seen that. One that is no longer taken is no change of advice.
 */
export function adviceChanges(
  before: readonly RememberedLook[],
  after: readonly RememberedLook[],
): readonly AdviceChange[] {
  const earlier = new Map(before.map(look => [look.drug, look]))
  return after.flatMap(({ drug, verdict, reasons }): readonly AdviceChange[] => {
    const was = earlier.get(drug)
    const isSame = was === undefined ? QUIET.has(verdict) : was.verdict === verdict
    if (isSame) return []
    const because = [
      ...without(reasons, was?.reasons ?? []).map(reason => ({ ...reason, change: 'APPEARED' as const })),
      ...without(was?.reasons ?? [], reasons).map(reason => ({ ...reason, change: 'DISAPPEARED' as const })),
    ]
    return [{ drug, ...(was === undefined ? {} : { before: was.verdict }), after: verdict, because }]
  })
}

const QUIET: ReadonlySet<Verdict> = new Set(['SUITABLE', 'UNCERTAIN'])

function without(reasons: readonly Reason[], others: readonly Reason[]): readonly Reason[] {
  const known = new Set(others.map(signature))
  return reasons.filter(reason => !known.has(signature(reason)))
}

function signature({ kind, effect, text, open }: Reason): string {
  return [kind, effect, open, text.clinician].join('\n')
}
