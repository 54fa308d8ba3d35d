import type { CautionStrength, Effect, FindingKind, OptionTexts } from '../option-knowledge.js'
import { inDoubt, weightOf } from './effects.js'
import type { Finding, FindingCitation, Looked, UnknownFact } from './finding.js'
import type { MissingFact } from './judge-patient.js'
import type { PatientView } from './patient-view.js'
import { findingText } from './wording/finding-text.js'
import { unknownText } from './wording/unknown-text.js'

export const NOTHING: Looked = { findings: [], unknowns: [] }

interface Found {
  readonly kind: FindingKind
  readonly effect: Effect
  readonly strength: CautionStrength
  readonly citations: readonly FindingCitation[]
  readonly factIds: readonly string[]
  readonly restsOnIndication?: boolean
  readonly parts: (audience: keyof OptionTexts) => readonly string[]
}

/** A finding that rests on facts which hold. */
export function certain({ parts, ...found }: Found): Finding {
  const statement = findingText(found.effect, found.effect, parts)
  return { ...found, statement, genes: [], certainty: 'CONFIRMED', ifConfirmed: found.effect }
}

/** A finding that rests on a fact in doubt: one step milder, and an unknown that names what it could become. */
export function doubtful({ parts, ...found }: Found, open: readonly UnknownFact[]): Looked {
  const effect = inDoubt(found.effect)
  const statement = findingText(effect, found.effect, parts)
  const finding: Finding = {
    ...found,
    effect,
    statement,
    genes: [],
    certainty: 'DOUBTFUL',
    ifConfirmed: found.effect,
    factIds: [...new Set(found.factIds)],
  }
  return { findings: [finding], unknowns: open }
}

/** An unknown that could do something to the verdict; one that could only inform is none. */
export function unknowns(
  missing: readonly MissingFact[],
  about: FindingKind,
  couldLeadTo: Effect,
  drug: string,
  { options }: PatientView,
): readonly UnknownFact[] {
  if (weightOf(couldLeadTo) === 0) return []
  return missing.map(fact => ({ ...fact, about, couldLeadTo, text: unknownText(fact, options, drug) }))
}

/** Nobody has looked at this kind of finding for this drug: the worst is possible. */
export function notLookedAt(about: FindingKind, drug: string, patient: PatientView, couldLeadTo: Effect): Looked {
  const missing: MissingFact = { kind: 'KNOWLEDGE', name: about, why: 'NOT_LOOKED_AT', factIds: [] }
  return { findings: [], unknowns: unknowns([missing], about, couldLeadTo, drug, patient) }
}

/** Most parts found nothing: they cost nothing here. */
export function together(parts: readonly Looked[]): Looked {
  const some = parts.filter(part => part !== NOTHING)
  if (some.length === 0) return NOTHING
  const [only] = some
  if (some.length === 1 && only !== undefined) return only
  return { findings: some.flatMap(({ findings }) => findings), unknowns: some.flatMap(part => part.unknowns) }
}
