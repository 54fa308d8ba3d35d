import type { Directive, Dose, Guideline } from '../domain/knowledge.js'

/** Every term code a guideline uses: what the sentences about it need words for. */
export function termCodes(guideline: Guideline): ReadonlySet<string> {
  const codes = new Set<string>(guideline.notes)
  const add = (code: string | undefined): void => {
    if (code !== undefined) codes.add(code)
  }
  for (const row of guideline.rows) {
    for (const directive of [row, ...row.conditions]) for (const code of directiveCodes(directive)) codes.add(code)
    for (const condition of row.conditions) add(condition.when)
    for (const code of row.presumes) codes.add(code)
  }
  return codes
}

function directiveCodes(directive: Directive): readonly string[] {
  return [
    ...directive.doseChanges.flatMap(change => change.of ?? []),
    ...directive.doses.flatMap(doseCodes),
    ...directive.alternatives.flatMap(({ kind, name, when }) => [
      ...(kind === 'group' ? [name] : []),
      ...(when === undefined ? [] : [when]),
    ]),
    ...directive.alternativeCriteria,
    ...directive.monitoring,
    ...directive.tags,
    ...directive.observations.flatMap(observation => observation.notes ?? []),
  ]
}

function doseCodes(dose: Dose): readonly string[] {
  return [dose.when, dose.appliesTo, ...(dose.notes ?? [])].filter(code => code !== undefined)
}
