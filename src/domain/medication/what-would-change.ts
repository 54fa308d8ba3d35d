import type { OptionTexts } from '../option-knowledge.js'
import { weightOf, worst } from './effects.js'
import type { Assessment, UnknownFact } from './finding.js'
import { type Verdict, verdictFor, worseOf } from './verdicts.js'

/** A fact worth finding out, and what it could do to which drug. */
export interface OpenFact {
  readonly kind: UnknownFact['kind']
  readonly name: string
  readonly why: UnknownFact['why']
  readonly text: OptionTexts
  readonly could: readonly { readonly drug: string; readonly from: Verdict; readonly to: Verdict }[]
}

/** Facts that could make some verdict stricter, those that matter for most drugs first. */
export function whatWouldChange(assessments: readonly Assessment[]): readonly OpenFact[] {
  const facts = new Map<string, Omit<OpenFact, 'could'> & { readonly could: Possible[] }>()
  for (const { advice, verdict, findings, unknowns } of assessments) {
    const now = weightOf(worst(findings.map(({ effect }) => effect)))
    for (const { kind, name, why, text, couldLeadTo } of unknowns) {
      if (weightOf(couldLeadTo) <= now) continue
      const key = `${kind}\n${name}${kind === 'KNOWLEDGE' ? `\n${advice.drug.name}` : ''}`
      const fact = facts.get(key) ?? { kind, name, why, text, could: [] }
      const to = verdictFor(couldLeadTo)
      const known = fact.could.find(({ drug }) => drug === advice.drug.name)
      if (known === undefined) fact.could.push({ drug: advice.drug.name, from: verdict, to })
      else known.to = worseOf(known.to, to)
      facts.set(key, fact)
    }
  }
  return [...facts.values()]
    .map(sortedDrugs)
    .toSorted((a, b) => b.could.length - a.could.length || compare(keyOf(a), keyOf(b)))
}

function keyOf({ kind, name, could }: OpenFact): string {
  return `${kind} ${name} ${could[0]?.drug ?? ''}`
}

function sortedDrugs(fact: OpenFact): OpenFact {
  return { ...fact, could: fact.could.toSorted((a, b) => compare(a.drug, b.drug)) }
}

interface Possible {
  readonly drug: string
  readonly from: Verdict
  to: Verdict
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
