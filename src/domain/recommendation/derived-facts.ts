import type { FactDescription, InteractionStrength, Knowledge } from '../knowledge.js'
import type { PatientFacts, PatientHistory } from '../history/patient-history.js'
import { influencesOn } from '../phenoconversion/phenoconvert.js'

/**
 * Facts that follow from what is stated: how strongly the medicines of today act on a gene's product, and the body mass
 * index. A list without such a medicine says nothing: it may not be complete.
 */
export function derivedFacts(history: PatientHistory, stated: PatientFacts, knowledge: Knowledge): PatientFacts {
  const acting = [...(knowledge.facts?.values() ?? [])].flatMap(fact => {
    const strength = fact.medicines && strongest(fact.medicines, history, knowledge)
    return strength === undefined ? [] : [[fact.name, strength] as const]
  })
  const { weightKg, heightCm } = stated
  const index =
    weightKg !== undefined && heightCm !== undefined && heightCm > 0
      ? { bodyMassIndex: weightKg / (heightCm / 100) ** 2 }
      : {}
  return { ...Object.fromEntries(acting), ...index }
}

const STRENGTHS: readonly InteractionStrength[] = ['strong', 'moderate', 'weak']

/** What no source grades may be the strongest of all. */
function rankOf(strength: InteractionStrength | undefined): number {
  return strength ? STRENGTHS.indexOf(strength) : -1
}

/** Undecided while a stronger one may or may not act: wearing off, doubtful, or of a strength that no source states. */
function strongest(
  { gene, role }: NonNullable<FactDescription['medicines']>,
  history: PatientHistory,
  knowledge: Knowledge,
): string | undefined {
  const influences = influencesOn(gene, history, knowledge).filter(({ interaction }) => interaction.role === role)
  const [first] = influences.toSorted((a, b) => rankOf(a.interaction.strength) - rankOf(b.interaction.strength))
  const isSure = first?.timing === 'FULL' || first?.timing === 'BUILDING_UP'
  return isSure ? first.interaction.strength?.toUpperCase() : undefined
}
