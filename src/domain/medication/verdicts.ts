import type { Effect } from '../option-knowledge.js'

/**
 * From best to worst: the order in which options are listed, and the only order of verdicts. A known change of the dose is
 * better than something to be watched; what could not be decided is worse than either.
 */
export const VERDICTS = ['SUITABLE', 'SUITABLE_WITH_CHANGE', 'USE_WITH_CAUTION', 'UNCERTAIN', 'NOT_SUITABLE'] as const

export type Verdict = (typeof VERDICTS)[number]

/** Negative when `a` is better than `b`. */
export function compareVerdicts(a: Verdict, b: Verdict): number {
  return VERDICTS.indexOf(a) - VERDICTS.indexOf(b)
}

export function worseOf(a: Verdict, b: Verdict): Verdict {
  return compareVerdicts(a, b) < 0 ? b : a
}

/** What the strictest effect makes of a drug. */
export function verdictFor(effect: Effect): Exclude<Verdict, 'UNCERTAIN'> {
  if (effect === 'EXCLUDES') return 'NOT_SUITABLE'
  if (effect === 'ADJUSTS') return 'SUITABLE_WITH_CHANGE'
  return effect === 'CAUTIONS' ? 'USE_WITH_CAUTION' : 'SUITABLE'
}
