import { CAUTION_STRENGTHS, type CautionStrength, EFFECTS, type Effect } from '../option-knowledge.js'

/** 0 decides nothing; the highest decides the verdict. */
export function weightOf(effect: Effect): number {
  return DECIDING.length - DECIDING.indexOf(effect === 'FAVOURS' ? 'INFORMS' : effect) - 1
}

const DECIDING: readonly Effect[] = ['EXCLUDES', 'ADJUSTS', 'CAUTIONS', 'INFORMS']

export function worst(effects: readonly Effect[]): Effect {
  return effects.reduce<Effect>((a, b) => (weightOf(b) > weightOf(a) ? b : a), 'INFORMS')
}

/** What a fact in doubt may do by itself; the rest of its effect stays an unknown, so that doubt never hides what it could become. */
export function inDoubt(effect: Effect): Effect {
  return weightOf(effect) > weightOf('CAUTIONS') ? 'CAUTIONS' : 'INFORMS'
}

export function byEffect(a: Effect, b: Effect): number {
  return EFFECTS.indexOf(a) - EFFECTS.indexOf(b)
}

/** The one that counts more among drugs of the same verdict. */
export function stricter(a: CautionStrength, b: CautionStrength): CautionStrength {
  return CAUTION_STRENGTHS.indexOf(b) < CAUTION_STRENGTHS.indexOf(a) ? b : a
}
