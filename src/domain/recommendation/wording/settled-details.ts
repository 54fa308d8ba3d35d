import type { Action, Condition, Directive, GuidelineRow } from '../../knowledge.js'

/** A row's directive and its conditions, each detail standing where the action stands that it belongs to. */
export interface SettledDetails {
  readonly main: Directive
  readonly conditions: readonly Condition[]
}

const DOSE_CHANGING: readonly Action[] = ['DOSE_DECREASE', 'DOSE_INCREASE']
const DOSE_ACTIONS: readonly Action[] = [...DOSE_CHANGING, 'STANDARD_DOSING', 'TITRATE']
const OTHER_DRUG_ACTIONS: readonly Action[] = ['ALTERNATIVE_DRUG', 'CONSIDER_ALTERNATIVE']

/**
 * Sources give the amount once, beside the row, and say in a condition when the dose changes. Where an action holds only
 * under a condition, its amounts, alternatives or tests hold only there too.
 */
export function settledDetails(row: GuidelineRow): SettledDetails {
  const conditional = new Set(row.conditions.flatMap(({ when, actions }) => (when === undefined ? [] : actions)))
  const actions = row.actions.filter(action => !conditional.has(action))
  let main: Directive = { ...directiveOf(row), actions }
  let conditions = row.conditions
  const settle = (
    belongsTo: readonly Action[],
    details: (keyof Directive)[],
    none: Partial<Directive>,
    takers = belongsTo,
  ) => {
    const takes = (condition: Condition) =>
      condition.actions.some(action => takers.includes(action)) && details.every(detail => isEmpty(condition[detail]))
    if (actions.some(action => belongsTo.includes(action)) || !conditions.some(takes)) return
    const moved = Object.fromEntries(details.map(detail => [detail, row[detail]]))
    conditions = conditions.map(condition => (takes(condition) ? { ...condition, ...moved } : condition))
    main = { ...main, ...none }
  }
  // The amount of a changed dose is none of the standard one that another condition asks for.
  const changesDose = conditions.some(condition => condition.actions.some(action => DOSE_CHANGING.includes(action)))
  settle(
    DOSE_ACTIONS,
    ['doseChanges', 'dosePhase', 'doses'],
    { doseChanges: [], dosePhase: undefined, doses: [] },
    changesDose ? DOSE_CHANGING : DOSE_ACTIONS,
  )
  settle(OTHER_DRUG_ACTIONS, ['alternatives', 'alternativeCriteria'], { alternatives: [], alternativeCriteria: [] })
  settle(['MONITOR', 'TEST_FIRST'], ['monitoring'], { monitoring: [] })
  return { main, conditions }
}

function isEmpty(detail: Directive[keyof Directive]): boolean {
  return detail === undefined || (Array.isArray(detail) && detail.length === 0)
}

function directiveOf(row: GuidelineRow): Directive {
  const { actions, doseChanges, dosePhase, doses, timesPerWeek, targetConcentration, alternatives, avoidAlternatives } =
    row
  const { alternativeCriteria, monitoring, monitoringDays, tags, observations } = row
  return {
    actions,
    doseChanges,
    dosePhase,
    doses,
    timesPerWeek,
    targetConcentration,
    alternatives,
    avoidAlternatives,
    alternativeCriteria,
    monitoring,
    monitoringDays,
    tags,
    observations,
  }
}
