import { DomainError } from '../errors.js'
import type { FactTest, Knowledge } from '../knowledge.js'
import type { PatientFacts } from '../history/patient-history.js'
import { oncePer } from '../once-per.js'
import { alike } from './similarity.js'

/** A fact that some population, condition or dose model asks for. */
export interface KnownFact {
  readonly name: string
  readonly kind: 'number' | 'code' | 'boolean'
  /** The codes that decide anything; empty for numbers and yes-or-no. */
  readonly values: readonly string[]
}

/**
 * Refuses a fact that nothing in the data asks for, and a code that no population knows: taken silently, a misspelt
 * indication would leave every population's rows out. Throws `BAD_USER_INPUT` naming the fact and what is known.
 */
export function requireKnownFacts(facts: PatientFacts, knowledge: Knowledge): void {
  const known = knownFacts(knowledge)
  for (const [name, value] of Object.entries(facts)) {
    if (value === undefined) continue
    const fact = known.get(name)
    if (!fact) {
      const candidates = alike(name, known.keys())
      refuse('No guideline asks for this fact', { fact: name.slice(0, 64), candidates, known: [...known.keys()] })
    } else if (typeof value !== (fact.kind === 'code' ? 'string' : fact.kind)) {
      refuse('A stated fact has a value of the wrong kind', { fact: name, kind: fact.kind })
    } else if (typeof value === 'string' && !fact.values.includes(value)) {
      refuse('No guideline knows this value', {
        fact: name,
        candidates: alike(value, fact.values),
        known: fact.values,
      })
    } else if (typeof value === 'number' && !(Number.isFinite(value) && value >= 0)) {
      refuse('A stated fact has an impossible value', { fact: name })
    }
  }
}

function refuse(message: string, details: Readonly<Record<string, unknown>>): never {
  throw new DomainError('BAD_USER_INPUT', message, details)
}

/** Every fact by name, in the order of their names. */
export const knownFacts = oncePer((knowledge: Knowledge): ReadonlyMap<string, KnownFact> => {
  const facts = new Map<string, KnownFact>()
  for (const fact of [...allTests(knowledge)].flatMap(factsOf)) {
    const values = [...(facts.get(fact.name)?.values ?? []), ...fact.values]
    const described = fact.kind === 'code' ? Object.keys(knowledge.facts?.get(fact.name)?.codes ?? {}) : []
    facts.set(fact.name, { ...fact, values: [...new Set([...values, ...described])].toSorted() })
  }
  for (const name of allInputs(knowledge)) if (!facts.has(name)) facts.set(name, { name, kind: 'number', values: [] })
  return new Map([...facts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
})

function* allTests(knowledge: Knowledge): Generator<FactTest> {
  for (const { test } of [...knowledge.populations.values(), ...knowledge.terms.values()]) if (test) yield test
  for (const algorithm of knowledge.algorithms.values()) {
    if (algorithm.validFor) yield algorithm.validFor
    if (algorithm.kind === 'flow') yield* algorithm.branches.map(({ test }) => test)
    else {
      for (const { when } of algorithm.terms) if (when) yield when
      // What a publication takes for an absent code is a code that may be stated.
      for (const { name, whenAbsent } of algorithm.inputs)
        if (typeof whenAbsent === 'string') yield { fact: name, oneOf: [whenAbsent] }
    }
  }
}

function allInputs(knowledge: Knowledge): readonly string[] {
  return [...knowledge.algorithms.values()].flatMap(algorithm =>
    algorithm.kind === 'linear' ? algorithm.inputs.map(({ name }) => name) : [],
  )
}

function factsOf(test: FactTest): readonly KnownFact[] {
  if ('all' in test) return test.all.flatMap(factsOf)
  if ('any' in test) return test.any.flatMap(factsOf)
  if ('not' in test) return factsOf(test.not)
  const values = [...(test.oneOf ?? []), ...(test.undecidedBy ?? [])].filter(value => typeof value === 'string')
  const isBoolean = test.oneOf?.some(value => typeof value === 'boolean') === true
  const kind = isBoolean ? 'boolean' : test.oneOf ? 'code' : 'number'
  return [{ name: test.fact, kind, values }]
}
