import { DomainError } from '../domain/errors.js'
import type { Drug, Knowledge } from '../domain/knowledge.js'
import type { CandidatesQuestion } from '../domain/medication/candidates.js'
import { drugsToCheck, resolveDrug } from '../domain/recommendation/find-drugs.js'
import { requireText } from './input.js'
import type { CandidatesAsked, OptionCandidates } from './option-questions.js'

const MOST_DRUGS = 50

/** What is asked for, with its drugs found; a name that fits none or several is answered with candidates. */
export function askedCandidates(asked: CandidatesAsked, knowledge: Knowledge): CandidatesQuestion | OptionCandidates {
  if ('indication' in asked) return { indication: requireText('indication', asked.indication, 100) }
  if ('drugClass' in asked) return { drugClass: requireText('drugClass', asked.drugClass, 100) }
  if (asked.drugs.length === 0 || asked.drugs.length > MOST_DRUGS)
    throw new DomainError('BAD_USER_INPUT', `drugs must name 1 to ${MOST_DRUGS} drugs`, { field: 'drugs' })
  const drugs: Drug[] = []
  for (const [index, name] of asked.drugs.entries()) {
    const text = requireText(`drugs[${index}]`, name, 200)
    const named = resolveDrug(text, knowledge)
    if (named.kind === 'candidates') return { type: 'candidates', text, candidates: named.candidates }
    drugs.push(...drugsToCheck(named.drug, knowledge))
  }
  return { drugs }
}

/** The genes that guidelines on drugs ask for: nobody computes what was not asked. */
export function genesAskedFor(drugs: Iterable<Drug>, knowledge: Knowledge): ReadonlySet<string> {
  return new Set([...drugs].flatMap(({ name }) => (knowledge.guidelines.get(name) ?? []).flatMap(each => each.genes)))
}
