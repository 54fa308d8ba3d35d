import type { Knowledge, Population, Term } from '../../domain/knowledge.js'

/** A code in words. Start-up has checked that every code of the data has some, so a missing one is a bug. */
export function termOf(knowledge: Knowledge, code: string): Term {
  const term = knowledge.terms.get(code)
  if (term === undefined) throw new Error(`no term ${code}`)
  return term
}

export function termOrNone(knowledge: Knowledge, code: string | undefined): Term | undefined {
  return code === undefined ? undefined : termOf(knowledge, code)
}

export function termsOf(knowledge: Knowledge, codes: readonly string[] | undefined): readonly Term[] {
  return (codes ?? []).map(code => termOf(knowledge, code))
}

/** A row that names no group holds for everybody. */
const EVERYBODY: Population = { code: 'general', clinician: 'all people', plain: 'everyone' }

export function populationOf(knowledge: Knowledge, code: string): Population {
  const population = knowledge.populations.get(code)
  if (population !== undefined) return population
  if (code === EVERYBODY.code) return EVERYBODY
  throw new Error(`no population ${code}`)
}
