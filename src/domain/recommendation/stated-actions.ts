import type { Action, GuidelineRow } from '../knowledge.js'
import { ACTIONS } from '../knowledge.js'
import { oncePer } from '../once-per.js'
import type { Circumstance, StatedAction } from './advice.js'

/**
 * The actions of a row with the circumstances under which each holds. An action that a condition names holds under that
 * condition; all others hold as they stand.
 */
export function statedActions(row: GuidelineRow, circumstances: readonly Circumstance[]): readonly StatedAction[] {
  const conditional = new Map<Action, string[]>()
  for (const { actions, when } of row.conditions) {
    for (const action of actions)
      if (when !== undefined) conditional.set(action, [...(conditional.get(action) ?? []), when])
  }
  const stated = new Set([...row.actions, ...conditional.keys()])
  return byStrictness([...stated]).map(action => {
    const when = conditional.get(action) ?? []
    const own = circumstances.filter(({ code }) => when.includes(code))
    const holds = when.length === 0 ? true : anyHolds(own)
    return { action, when, holds, waitsFor: holds === undefined ? waitingFor(own) : [] }
  })
}

/** Any one of the circumstances suffices; undefined when nobody stated what would decide. */
function anyHolds(circumstances: readonly Circumstance[]): boolean | undefined {
  if (circumstances.some(({ holds }) => holds === true)) return true
  return circumstances.every(({ holds }) => holds === false) ? false : undefined
}

function waitingFor(circumstances: readonly Circumstance[]): readonly string[] {
  return [...new Set(circumstances.flatMap(({ waitsFor }) => waitsFor))]
}

export function byStrictness(actions: readonly Action[]): readonly Action[] {
  return [...new Set(actions)].toSorted((a, b) => ACTIONS.indexOf(a) - ACTIONS.indexOf(b))
}

/** Standard dosing and nothing else: no condition, no number, nothing to watch, no remark that changes what to do. */
export function saysNothingElse(row: GuidelineRow, isInformative: (tag: string) => boolean): boolean {
  const [action, ...others] = row.actions
  return (
    action === 'STANDARD_DOSING' &&
    others.length === 0 &&
    row.conditions.length === 0 &&
    row.doses.length === 0 &&
    row.doseChanges.length === 0 &&
    row.monitoring.length === 0 &&
    row.alternatives.length === 0 &&
    row.avoidAlternatives.length === 0 &&
    row.targetConcentration === undefined &&
    row.tags.every(isInformative)
  )
}

/** Everything a row says, without how it was found. */
export const directiveSignature = oncePer((row: GuidelineRow): string => {
  const {
    id: _id,
    keys: _keys,
    sourceIds: _ids,
    population: _population,
    subgroup: _subgroup,
    genes: _genes,
    ...said
  } = row
  const {
    provenance: _provenance,
    flags: _flags,
    implications: _implications,
    decidingGenes: _deciding,
    ...directive
  } = said
  return JSON.stringify(directive)
})
