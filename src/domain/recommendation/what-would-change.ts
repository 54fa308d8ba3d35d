import type { Action, Guideline, Knowledge } from '../knowledge.js'
import type { GenePhenotype } from '../phenotype/gene-phenotype.js'
import type { MissingFact, Outcome, WithheldGenes } from './advice.js'
import { genesIn } from './algorithms/gene-tests.js'
import { byStrictness } from './stated-actions.js'
import { ENGLISH } from './wording/english.js'
import { factWords } from './wording/fact-words.js'

/** Facts that are missing, and the actions that could follow from them. */
export function whatWouldChange(
  outcomes: readonly Outcome[],
  guidelines: readonly Guideline[],
  phenotypes: ReadonlyMap<string, GenePhenotype>,
  knowledge: Knowledge,
  withheld: WithheldGenes,
): readonly MissingFact[] {
  const facts = new Map<string, MissingFact>()
  const add = (kind: MissingFact['kind'], name: string, couldLeadTo: readonly Action[]) => {
    const known = facts.get(`${kind} ${name}`)
    const actions = byStrictness([...(known?.couldLeadTo ?? []), ...couldLeadTo])
    const text = ENGLISH.missingFact[kind](factWords(name, 'clinician', knowledge))
    facts.set(`${kind} ${name}`, { kind, name, text, couldLeadTo: actions })
  }
  for (const guideline of guidelines) {
    for (const gene of guideline.genes) {
      const results = phenotypes.get(gene)?.results.length ?? 0
      // A result that may not be shown is not one that is missing.
      if (results === 0 && !withheld.has(gene)) add('GENE', gene, actionsOf(guideline, gene, knowledge))
    }
  }
  for (const outcome of outcomes) {
    if (!('rows' in outcome)) continue
    if (!outcome.sameForKnown) {
      for (const { gene, sameFor, result } of ambiguous(outcome)) {
        if (result || sameFor.length > 0)
          add(
            'AMBIGUITY',
            gene,
            outcome.rows.flatMap(({ row }) => row.actions),
          )
      }
    }
    for (const input of missingInputs(outcome)) add('MEASUREMENT', input, [])
    for (const { name, couldLeadTo } of openCircumstances(outcome)) {
      const isGene = knowledge.genes.has(name)
      if (isGene && withheld.has(name)) continue
      if (!isGene || (phenotypes.get(name)?.results.length ?? 0) === 0) {
        add(isGene ? 'GENE' : 'CIRCUMSTANCE', name, couldLeadTo)
      }
    }
    if (outcome.type !== 'PopulationUndetermined') continue
    const rows = outcome.rows.filter(({ population }) => population !== 'general')
    for (const name of outcome.wouldSettle.filter(fact =>
      asksFor(
        fact,
        rows.map(row => row.population),
        knowledge,
      ),
    )) {
      add(
        'POPULATION',
        name,
        rows.flatMap(({ row }) => row.actions),
      )
    }
  }
  return [...facts.values()]
}

/** Facts and genes that decide whether an action holds, with the actions that wait for them. */
function openCircumstances(
  outcome: Extract<Outcome, { readonly rows: unknown }>,
): readonly { readonly name: string; readonly couldLeadTo: readonly Action[] }[] {
  return outcome.rows.flatMap(({ row, circumstances }) =>
    circumstances.flatMap(({ code, holds, waitsFor }) => {
      const couldLeadTo = row.conditions.flatMap(({ when, actions }) => (when === code ? actions : []))
      if (holds !== undefined || couldLeadTo.length === 0) return []
      return waitsFor.map(name => ({ name, couldLeadTo }))
    }),
  )
}

/** Facts without which a dose model computes nothing. */
function missingInputs(outcome: Extract<Outcome, { readonly rows: unknown }>): readonly string[] {
  const steps = (outcome.calculations ?? []).flatMap(({ branches }) => branches.flatMap(branch => branch.steps))
  return steps
    .flatMap(({ estimates }) => estimates)
    .flatMap(estimate => (estimate.kind === 'no-estimate' && estimate.reason === 'MISSING_INPUT' ? estimate.about : []))
}

/** What rows that ask for the gene say, and steps that test it. */
function actionsOf(guideline: Guideline, gene: string, knowledge: Knowledge): readonly Action[] {
  const flow = guideline.algorithm === undefined ? undefined : knowledge.algorithms.get(guideline.algorithm)
  const steps = flow?.kind === 'flow' ? flow.branches.flatMap(branch => branch.steps) : []
  const testing = steps.filter(({ test }) => test !== undefined && genesIn(test).includes(gene))
  const rows = guideline.rows.filter(row => row.genes.includes(gene))
  return [...rows, ...testing].flatMap(({ actions }) => actions)
}

/** Genes for which more than one result entered the answer. */
function ambiguous(outcome: Outcome): Outcome['genes'] {
  const counts = new Map<string, number>()
  for (const { gene } of outcome.genes) counts.set(gene, (counts.get(gene) ?? 0) + 1)
  return outcome.genes.filter(({ gene }) => (counts.get(gene) ?? 0) > 1)
}

function asksFor(fact: string, populations: readonly string[], knowledge: Knowledge): boolean {
  return (
    fact === 'population' ||
    populations.some(code => JSON.stringify(knowledge.populations.get(code)?.test).includes(`"${fact}"`))
  )
}
