import type { FactTest } from '../knowledge.js'
import type { PatientFacts } from '../history/patient-history.js'

/** Three-valued: a fact that nobody stated decides nothing, and is named. */
export type FactVerdict =
  | { readonly verdict: 'holds' }
  | { readonly verdict: 'fails' }
  | { readonly verdict: 'unknown'; readonly missing: readonly string[] }

export function evaluateFacts(test: FactTest, facts: PatientFacts): FactVerdict {
  if ('all' in test) {
    const parts = test.all.map(part => evaluateFacts(part, facts))
    if (parts.some(part => part.verdict === 'fails')) return { verdict: 'fails' }
    return unknownOr('holds', parts)
  }
  if ('any' in test) {
    const parts = test.any.map(part => evaluateFacts(part, facts))
    if (parts.some(part => part.verdict === 'holds')) return { verdict: 'holds' }
    return unknownOr('fails', parts)
  }
  if ('not' in test) {
    const inner = evaluateFacts(test.not, facts)
    return inner.verdict === 'unknown' ? inner : { verdict: inner.verdict === 'holds' ? 'fails' : 'holds' }
  }
  const value = facts[test.fact]
  const tooBroad = typeof value === 'string' && test.undecidedBy?.includes(value) === true
  if (value === undefined || tooBroad) return { verdict: 'unknown', missing: [test.fact] }
  return { verdict: satisfies(value, test) ? 'holds' : 'fails' }
}

function satisfies(value: number | string | boolean, test: Extract<FactTest, { readonly fact: string }>): boolean {
  const { atLeast = -Infinity, atMost = Infinity, above = -Infinity, below = Infinity, oneOf } = test
  if (oneOf) return typeof value !== 'number' && oneOf.includes(value)
  return typeof value === 'number' && value >= atLeast && value <= atMost && value > above && value < below
}

function unknownOr(otherwise: 'holds' | 'fails', parts: readonly FactVerdict[]): FactVerdict {
  const missing = parts.flatMap(part => (part.verdict === 'unknown' ? part.missing : []))
  return missing.length === 0 ? { verdict: otherwise } : { verdict: 'unknown', missing: [...new Set(missing)] }
}
