import type { Assessment } from '../../../src/domain/medication/finding.js'

/** What the sources say for sure and the verdict does not. */
export function contradictions({ advice, verdict }: Assessment): readonly string[] {
  const rows = advice.outcomes.flatMap(outcome =>
    outcome.type === 'Recommendation' && outcome.robust
      ? outcome.rows.filter(({ bestSupported }) => bestSupported)
      : [],
  )
  const sure = rows.flatMap(({ row, statedActions }) =>
    statedActions
      .filter(({ holds }) => holds === true)
      .map(({ action }) => ({ action, isOptional: row.strength === 'optional' })),
  )
  return sure
    .filter(({ action, isOptional }) => {
      const excludes = ['CONTRAINDICATED', 'AVOID', 'ALTERNATIVE_DRUG'].includes(action) && !isOptional
      const isHarmless = ['STANDARD_DOSING', 'NO_RECOMMENDATION'].includes(action)
      return (excludes && verdict !== 'NOT_SUITABLE') || (!isHarmless && verdict === 'SUITABLE')
    })
    .map(({ action }) => `${advice.drug.name}: ${action}, but ${verdict}`)
}
