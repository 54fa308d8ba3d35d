import type { GeneTest, Guideline, GuidelineRow, Knowledge } from '../knowledge.js'
import type { PatientFacts } from '../history/patient-history.js'
import type { ConvertedPhenotype } from '../phenoconversion/converted-phenotype.js'
import type { GenePhenotype } from '../phenotype/gene-phenotype.js'
import type { Circumstance } from './advice.js'
import { evaluateGenes, genesIn } from './algorithms/gene-tests.js'
import { evaluateFacts, type FactVerdict } from './evaluate-facts.js'
import { geneOptions } from './gene-options.js'

/** What is known of a person when a row is read: stated facts, and results of genes. */
export interface KnownPerson {
  readonly facts: PatientFacts
  readonly phenotypes: ReadonlyMap<string, GenePhenotype | ConvertedPhenotype>
  readonly guideline: Guideline
  readonly knowledge: Knowledge
}

/** Every circumstance that a row names, each decided as far as facts and results can; nobody guesses the rest. */
export function circumstancesOf(row: GuidelineRow, person: KnownPerson): readonly Circumstance[] {
  const codes = [row, ...row.conditions].flatMap(directive => [
    ...('when' in directive && directive.when !== undefined ? [directive.when] : []),
    ...[...directive.doses, ...directive.alternatives].flatMap(({ when }) => when ?? []),
  ])
  return [...new Set(codes)].map(code => {
    const verdict = evaluateCircumstance(code, person)
    if (verdict.verdict === 'unknown') return { code, waitsFor: verdict.missing }
    return { code, holds: verdict.verdict === 'holds', waitsFor: [] }
  })
}

/** Undecided without anything missing: no fact we know of decides it, a person must. */
export function evaluateCircumstance(code: string, person: KnownPerson): FactVerdict {
  const term = person.knowledge.terms.get(code)
  const verdicts = [
    ...(term?.test ? [evaluateFacts(term.test, person.facts)] : []),
    ...(term?.genes ? [evaluateResults(term.genes, person)] : []),
  ]
  if (verdicts.some(({ verdict }) => verdict === 'fails')) return { verdict: 'fails' }
  const missing = verdicts.flatMap(verdict => (verdict.verdict === 'unknown' ? verdict.missing : []))
  if (verdicts.length > 0 && verdicts.every(({ verdict }) => verdict === 'holds')) return { verdict: 'holds' }
  return { verdict: 'unknown', missing }
}

/** Decided when it is the same for every result that the data allow. */
function evaluateResults(test: GeneTest, { phenotypes, guideline, knowledge }: KnownPerson): FactVerdict {
  const symbols = [...new Set(genesIn(test))]
  const calls = new Map([...phenotypes].map(([gene, { call }]) => [gene, call]))
  const verdicts = combine(
    symbols.map(symbol => geneOptions(symbol, guideline, phenotypes.get(symbol), knowledge.genes.get(symbol))),
  ).map(options => {
    const combination = new Map(symbols.flatMap((symbol, index) => (options[index] ? [[symbol, options[index]]] : [])))
    return evaluateGenes(test, { combination, calls, knowledge })
  })
  const [first] = verdicts
  if (first === undefined || verdicts.some(verdict => verdict !== first))
    return { verdict: 'unknown', missing: symbols }
  return { verdict: first ? 'holds' : 'fails' }
}

function combine<T>(choices: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return choices.reduce<readonly (readonly T[])[]>(
    (all, options) => all.flatMap(chosen => options.map(option => [...chosen, option])),
    [[]],
  )
}
