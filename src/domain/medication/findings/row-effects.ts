import type { Action, GuidelineRow } from '../../knowledge.js'
import type { Effect } from '../../option-knowledge.js'
import type { MatchedRow, Outcome } from '../../recommendation/advice.js'
import { evaluateFacts } from '../../recommendation/evaluate-facts.js'
import type { PatientView } from '../patient-view.js'

export type AnsweringOutcome = Extract<Outcome, { readonly rows: readonly MatchedRow[] }>

/** What one action of an answer would do, and how sure it is that it holds. */
export interface RowEffect {
  readonly effect: Effect
  readonly certainty:
    | 'CERTAIN'
    /** Holds under a circumstance that nobody stated. */
    | 'CONDITIONAL'
    /** Holds for a population that nobody stated. */
    | 'POPULATION'
    /** Holds for a result that is not the best supported one. */
    | 'AMBIGUITY'
    /** Holds only if a medicine that changes the result is taken, or only if it is not; nobody knows which. */
    | 'MEDICINE'
  readonly when: readonly string[]
}

/** What the actions of the rows do that the facts do not rule out. */
export function rowEffects({ type, rows }: AnsweringOutcome, patient: PatientView): readonly RowEffect[] {
  const anyBest = rows.some(row => row.bestSupported)
  return rows.flatMap(matched => {
    // Where the populations that are left say the same, which of them it is decides nothing.
    const population = type === 'PopulationUndetermined' ? populationVerdict(matched.population, patient) : 'holds'
    if (population === 'fails') return []
    return matched.statedActions
      .filter(({ holds }) => holds !== false)
      .map((action): RowEffect => {
        const effect = effectOf(action.action, matched.row, patient)
        if (anyBest && !matched.bestSupported) return { effect, certainty: 'AMBIGUITY', when: [] }
        if (population === 'unknown') return { effect, certainty: 'POPULATION', when: [] }
        return { effect, certainty: action.holds === undefined ? 'CONDITIONAL' : 'CERTAIN', when: action.when }
      })
  })
}

/** A computed dose changes the dose; what the steps say beyond it counts like a row's actions. */
export function calculatedEffects(outcome: AnsweringOutcome, patient: PatientView): readonly RowEffect[] {
  return (outcome.calculations ?? []).flatMap(({ bestSupported, branches }) =>
    branches.flatMap(({ steps }) =>
      steps.flatMap(({ step, holds }): readonly RowEffect[] => {
        if (holds === false) return []
        const certainty =
          holds === undefined || branches.length > 1 ? 'POPULATION' : bestSupported ? 'CERTAIN' : 'AMBIGUITY'
        return step.actions.map(action => ({ effect: patient.options.effects.actions[action], certainty, when: [] }))
      }),
    ),
  )
}

function populationVerdict(population: string, { knowledge, facts }: PatientView): 'holds' | 'fails' | 'unknown' {
  if (population === 'general') return 'holds'
  const test = knowledge.populations.get(population)?.test
  return test === undefined ? 'unknown' : evaluateFacts(test, facts).verdict
}

/** By the table of the data; a row that its source grades optional advises, it does not forbid. */
export function effectOf(
  action: Action,
  { strength }: Pick<GuidelineRow, 'strength'>,
  { options }: PatientView,
): Effect {
  const { actions, optional } = options.effects
  const effect = actions[action]
  return strength === 'optional' ? (optional[effect] ?? effect) : effect
}
