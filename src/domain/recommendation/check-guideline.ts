import type { Action, Drug, Guideline, GuidelineRow, Knowledge, Strength } from '../knowledge.js'
import { STRENGTHS } from '../knowledge.js'
import type { ConvertedPhenotype } from '../phenoconversion/converted-phenotype.js'
import type { PatientFacts } from '../history/patient-history.js'
import type { GenePhenotype } from '../phenotype/gene-phenotype.js'
import type { GeneResultUsed, MatchedRow, Outcome, WithheldGenes } from './advice.js'
import { checkFlow } from './check-flow.js'
import { choosePopulations } from './choose-populations.js'
import { circumstancesOf, type KnownPerson } from './circumstances.js'
import { type Answer, answerSignature, couldChange } from './could-change.js'
import { geneOptions, type GeneOption } from './gene-options.js'
import { keyFacts } from './key-facts.js'
import { combinations, matchRows } from './match-rows.js'
import { kindOfMissing, missingResults, noAnswer, type Obstacle } from './no-answer.js'
import { readAsListed } from './read-as.js'
import { byStrictness, saysNothingElse, statedActions } from './stated-actions.js'
import { outcomeText } from './wording/outcome-text.js'
import { rowText } from './wording/row-text.js'
import { settlingFacts } from './would-settle.js'

/** Combinations beyond this are not worked through one by one; the answer then says that it is too ambiguous to give. */
const MOST_COMBINATIONS = 4096

/** What one guideline says of a drug for everything that may be true of the person's genes. */
export function checkGuideline(
  drug: Drug,
  guideline: Guideline,
  phenotypes: ReadonlyMap<string, GenePhenotype | ConvertedPhenotype>,
  facts: PatientFacts,
  knowledge: Knowledge,
  withheld: WithheldGenes,
): Outcome {
  const hidden = guideline.genes.flatMap(gene => {
    const reason = withheld.get(gene)
    return reason === undefined ? [] : [{ gene, reason }]
  })
  // One gene that may not be shown would show through any answer that rests on it.
  if (hidden.length > 0)
    return noAnswer({ drug: drug.name, source: guideline.source, guideline, genes: [] }, 'Withheld', hidden, true)
  const options = new Map(
    guideline.genes.map(gene => {
      const choices = geneOptions(gene, guideline, phenotypes.get(gene), knowledge.genes.get(gene))
      return [gene, readAsListed(choices, guideline, gene, knowledge)]
    }),
  )
  const flow = guideline.algorithm === undefined ? undefined : knowledge.algorithms.get(guideline.algorithm)
  if (flow?.kind === 'flow') return checkFlow(drug, guideline, flow, options, phenotypes, facts, knowledge)
  const used = [...options.values()].flatMap(choices => choices.map(choice => choice.used))
  const base = { drug: drug.name, source: guideline.source, guideline, genes: used }
  const reasons = missingResults(options, phenotypes)
  if (reasons.length === guideline.genes.length) return noAnswer(base, kindOfMissing(reasons), reasons, true)
  const count = [...options.values()].reduce((product, choices) => product * choices.length, 1)
  if (count > MOST_COMBINATIONS) {
    const tooMany = guideline.genes.map(gene => ({ gene, reason: 'TOO_AMBIGUOUS' }))
    return noAnswer(base, 'NotCallable', tooMany, false)
  }

  const answers = combinations(options).map(combination => ({ combination, rows: matchRows(guideline, combination) }))
  const matched = collectRows(drug, answers, { facts, phenotypes, guideline, knowledge })
  if (matched.length === 0) {
    const undecided = guideline.genes.filter(gene => options.get(gene)?.every(option => option.indeterminate))
    if (reasons.length > 0) return noAnswer(base, kindOfMissing(reasons), reasons, true)
    if (undecided.length > 0) {
      const why = undecided.map(gene => ({ gene, reason: 'INDETERMINATE' }))
      return noAnswer(base, 'Indeterminate', why, true)
    }
    return noAnswer(base, 'GuidelineWithoutRow', withoutRow(guideline, options), true)
  }

  const populations = choosePopulations(matched, facts, knowledge)
  if (populations.rows.length === 0) {
    const why = guideline.genes.map(gene => ({ gene, reason: 'NO_ROW_FOR_THIS_POPULATION' }))
    return noAnswer(base, 'GuidelineWithoutRow', why, true)
  }
  const rows = populations.rows
  const best = rows.filter(row => row.bestSupported)
  const open = byStrictness((best.length > 0 ? best : rows).flatMap(openActions))
  const kept = rows.map(({ row }) => row)
  const sameForKnown = sameForAll(answers, kept)
  const untested = couldChange(reasons, answers, guideline, kept)
  const common = {
    ...base,
    rows,
    robust: sameForKnown && untested.length === 0,
    sameForKnown,
    // Rows that are for other circumstances only recommend nothing to this person; they stay, with what does not hold.
    actions: open.length > 0 ? open : (['NO_RECOMMENDATION'] as const),
    wouldSettle: [
      ...(sameForKnown ? [] : settlingFacts(options, phenotypes, knowledge)),
      ...untested.map(gene => `result of ${gene}`),
      ...populations.missing,
    ],
  }
  if (populations.differ) {
    return { ...common, type: 'PopulationUndetermined', text: outcomeText('PopulationUndetermined', common, knowledge) }
  }
  const nothing = rows.every(({ row }) => saysNothingElse(row, tag => knowledge.terms.get(tag)?.informative === true))
  const type = nothing ? 'NoActionNeeded' : 'Recommendation'
  return {
    ...common,
    type,
    strength: strongest(best.length > 0 ? best : rows),
    text: outcomeText(type, common, knowledge),
  }
}

/** What a row tells this person to do: nothing that the circumstances rule out, and all that they decide. */
function openActions({ row, statedActions: stated }: MatchedRow): readonly Action[] {
  return stated
    .filter(({ action, holds }) => holds === true || (holds === undefined && row.actions.includes(action)))
    .map(({ action }) => action)
}

function collectRows(drug: Drug, answers: readonly Answer[], person: KnownPerson): readonly MatchedRow[] {
  const found = new Map<GuidelineRow, { results: (readonly GeneResultUsed[])[]; bestSupported: boolean }>()
  for (const { combination, rows } of answers) {
    for (const row of rows) {
      const entry = found.get(row) ?? { results: [], bestSupported: false }
      const options = row.genes.flatMap(gene => combination.get(gene) ?? [])
      entry.results.push(options.map(option => option.used))
      entry.bestSupported ||= [...combination.values()].every(option => option.bestSupported)
      found.set(row, entry)
    }
  }
  return [...found].map(([row, { results, bestSupported }]) => {
    const circumstances = circumstancesOf(row, person)
    return {
      row,
      population: row.population,
      results: distinctResults(results),
      bestSupported,
      circumstances,
      statedActions: statedActions(row, circumstances),
      text: rowText(row, drug, results[0] ?? [], person.knowledge),
    }
  })
}

/** A row that names fewer genes than the guideline is met once per option of the others. */
function distinctResults(results: readonly (readonly GeneResultUsed[])[]): readonly (readonly GeneResultUsed[])[] {
  return results.filter(
    (result, index) => results.findIndex(other => other.every((used, gene) => used === result[gene])) === index,
  )
}

/** Every combination leads to rows that say the same. */
function sameForAll(answers: readonly Answer[], kept: readonly GuidelineRow[]): boolean {
  const keptRows = new Set(kept)
  return new Set(answers.map(({ rows }) => answerSignature(rows.filter(row => keptRows.has(row))))).size === 1
}

/** Rows that ask for diplotypes alone can say nothing to a phenotype that several diplotypes have. */
function withoutRow(guideline: Guideline, options: ReadonlyMap<string, readonly GeneOption[]>): readonly Obstacle[] {
  const stated = guideline.genes.filter(gene => {
    const { named, otherKeys } = keyFacts(guideline, gene)
    const isUnnamed = options.get(gene)?.every(({ diplotypes }) => diplotypes.size === 0) === true
    return named.size > 0 && !otherKeys && isUnnamed
  })
  if (stated.length > 0) return stated.map(gene => ({ gene, reason: 'DIPLOTYPE_NEEDED' }))
  return guideline.genes.map(gene => ({ gene, reason: 'NO_ROW_FOR_THIS_RESULT' }))
}

function strongest(rows: readonly MatchedRow[]): Strength | undefined {
  const grades = rows.flatMap(({ row }) => (row.strength ? [STRENGTHS.indexOf(row.strength)] : []))
  return grades.length === 0 ? undefined : STRENGTHS[Math.min(...grades)]
}
