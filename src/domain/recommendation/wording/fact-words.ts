import type { Knowledge } from '../../knowledge.js'
import type { Audience } from './wording.js'

/** A fact by its name in words: "age in years", "whether the patient smokes". What is no fact (a position, a result) stays. */
export function factWords(name: string, audience: Audience, { facts }: Knowledge): string {
  const fact = facts?.get(name)
  if (fact === undefined) return name
  const isYesOrNo = fact.unit === undefined && Object.keys(fact.codes).length === 0
  return isYesOrNo ? `whether ${fact[audience]}` : fact[audience]
}

/** What is taken to be so because nobody stated it: "the patient smokes: no", "body weight 80". */
export function assumedText(name: string, value: string | number | boolean, { facts }: Knowledge): string {
  const words = facts?.get(name)?.clinician ?? name
  return typeof value === 'boolean' ? `${words}: ${value ? 'yes' : 'no'}` : `${words} ${value}`
}
