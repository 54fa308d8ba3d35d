import type { Drug, DoseFlow, Guideline, Knowledge } from '../knowledge.js'
import type { PatientFacts } from '../history/patient-history.js'
import type { GenePhenotype } from '../phenotype/gene-phenotype.js'
import type { DoseCalculation, GeneResultUsed, Outcome } from './advice.js'
import { followFlow, type FollowedBranch } from './algorithms/dose-flow.js'
import { evaluateFacts } from './evaluate-facts.js'
import type { GeneOption } from './gene-options.js'
import { combinations, type Combination } from './match-rows.js'
import { kindOfMissing, missingResults, noAnswer } from './no-answer.js'
import { byStrictness } from './stated-actions.js'
import { calculationText } from './wording/calculation-text.js'
import { settlingFacts } from './would-settle.js'

/** What a guideline that computes a dose says: the branch for this person, its steps and the doses its models give. */
export function checkFlow(
  drug: Drug,
  guideline: Guideline,
  flow: DoseFlow,
  options: ReadonlyMap<string, readonly GeneOption[]>,
  phenotypes: ReadonlyMap<string, GenePhenotype>,
  facts: PatientFacts,
  knowledge: Knowledge,
): Outcome {
  const used = [...options.values()].flatMap(choices => choices.map(choice => choice.used))
  const base = { drug: drug.name, source: guideline.source, guideline, genes: used }
  const missing = missingResults(options, phenotypes)
  const needed = missing.filter(({ gene }) => flow.needs.includes(gene))
  if (needed.length > 0) return noAnswer(base, kindOfMissing(needed), needed, true)
  const valid = evaluateFacts(flow.validFor, facts)
  if (valid.verdict === 'fails') {
    const reasons = flow.needs.map(gene => ({ gene, reason: 'NO_CONFIRMED_STEPS_FOR_THIS_POPULATION' }))
    return noAnswer(base, 'GuidelineWithoutRow', reasons, true)
  }
  const calls = new Map([...phenotypes].map(([gene, phenotype]) => [gene, phenotype.call]))
  const calculations = combinations(options).map((combination): DoseCalculation => {
    const branches = followFlow(flow, facts, { combination, calls, knowledge })
    return {
      flow: flow.id,
      title: flow.title,
      results: resultsOf(combination),
      bestSupported: isBest(combination),
      branches,
      switchedOff: flow.switchedOff,
    }
  })
  const best = calculations.filter(({ bestSupported }) => bestSupported)
  const shown = best.length > 0 ? best : calculations
  const sameForKnown = new Set(calculations.map(({ branches }) => JSON.stringify(branches))).size === 1
  const undecided = undecidedFacts(flow, facts, valid.verdict === 'unknown' ? valid.missing : [])
  const common = {
    ...base,
    rows: [],
    calculations,
    // Some step asks for each of its genes.
    robust: sameForKnown && missing.length === 0,
    sameForKnown,
    actions: byStrictness(shown.flatMap(({ branches }) => branches.flatMap(actionsOf))),
    wouldSettle: [
      ...(sameForKnown ? [] : settlingFacts(options, phenotypes, knowledge)),
      ...missing.map(({ gene }) => `result of ${gene}`),
      ...undecided,
    ],
  }
  const type = undecided.length > 0 ? 'PopulationUndetermined' : 'Recommendation'
  return { ...common, type, text: calculationText(drug, shown, undecided, knowledge) }
}

function undecidedFacts(flow: DoseFlow, facts: PatientFacts, missing: readonly string[]): readonly string[] {
  const branches = flow.branches.map(({ test }) => evaluateFacts(test, facts))
  const open = branches.flatMap(verdict => (verdict.verdict === 'unknown' ? verdict.missing : []))
  return [...new Set([...missing, ...open])]
}

/** A step that may or may not apply recommends nothing yet. */
function actionsOf({ steps }: FollowedBranch): DoseCalculation['branches'][number]['steps'][number]['step']['actions'] {
  return steps.flatMap(({ step, holds }) => (holds === true ? step.actions : []))
}

function resultsOf(combination: Combination): readonly GeneResultUsed[] {
  return [...combination.values()].map(option => option.used)
}

function isBest(combination: Combination): boolean {
  return [...combination.values()].every(option => option.bestSupported)
}
