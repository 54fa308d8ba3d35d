import type { Knowledge } from '../knowledge.js'
import type { PatientFacts } from '../history/patient-history.js'
import type { MatchedRow } from './advice.js'
import { evaluateFacts } from './evaluate-facts.js'
import { directiveSignature } from './stated-actions.js'

export interface ChosenPopulations {
  /** Rows for everyone and rows of populations the facts do not rule out. */
  readonly rows: readonly MatchedRow[]
  /** The rows differ, and a fact nobody stated decides between them. */
  readonly differ: boolean
  /** Facts that would decide. */
  readonly missing: readonly string[]
}

/** Chooses rows by the facts the data name for each population; code never guesses from a population's name. */
export function choosePopulations(
  rows: readonly MatchedRow[],
  facts: PatientFacts,
  knowledge: Knowledge,
): ChosenPopulations {
  const verdicts = new Map(
    [...new Set(rows.map(row => row.population))].map(code => {
      const test = knowledge.populations.get(code)?.test
      if (code === 'general') return [code, { verdict: 'holds' } as const]
      return [code, test ? evaluateFacts(test, facts) : ({ verdict: 'unknown', missing: ['population'] } as const)]
    }),
  )
  const kept = rows.filter(row => verdicts.get(row.population)?.verdict !== 'fails')
  const populations = new Set(kept.map(row => row.population))
  const missing = [...populations].flatMap(code => {
    const verdict = verdicts.get(code)
    return verdict?.verdict === 'unknown' ? verdict.missing : []
  })
  const said = new Set(
    [...populations].map(code =>
      kept
        .filter(row => row.population === code)
        .map(({ row }) => `${row.strength ?? ''} ${directiveSignature(row)}`)
        .toSorted()
        .join('\n'),
    ),
  )
  const differ = missing.length > 0 && said.size > 1
  return { rows: kept, differ, missing: differ ? [...new Set(missing)] : [] }
}
