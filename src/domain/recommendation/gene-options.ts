import type { Gene, Guideline } from '../knowledge.js'
import type { ConvertedPhenotype } from '../phenoconversion/converted-phenotype.js'
import type { DiplotypePhenotype, GenePhenotype } from '../phenotype/gene-phenotype.js'
import type { GeneResultUsed } from './advice.js'
import { alleleOf, keyFacts } from './key-facts.js'

/** The word by which guidelines speak of a gene without a result. */
export const NO_RESULT = 'No Result'

/** One thing that may be true of a gene: results that no guideline row of `guideline` can tell apart are one option. */
export interface GeneOption {
  readonly used: GeneResultUsed
  /** Holds for a best supported diplotype. */
  readonly bestSupported: boolean
  readonly hasResult: boolean
  readonly indeterminate: boolean
  /** Exact texts by which rows may find it. */
  readonly keys: ReadonlySet<string>
  readonly phenotypes: ReadonlySet<string>
  readonly diplotypes: ReadonlySet<string>
}

/** What `guideline` must be asked for one of its genes: every result the data allow, or that there is none. */
export function geneOptions(
  symbol: string,
  guideline: Guideline,
  phenotype: GenePhenotype | ConvertedPhenotype | undefined,
  gene: Gene | undefined,
): readonly GeneOption[] {
  if (!phenotype) return [withoutResult(symbol)]
  const { named, statuses } = keyFacts(guideline, symbol)
  const results = everyResult(symbol, phenotype, gene)
  if (named.size === 0 && statuses.size === 0) return results.merged
  return mergedOptions(symbol, results.options, named, statuses)
}

/** Results that no row can tell apart become one option; a gene with none is an option too. */
function mergedOptions(
  symbol: string,
  results: readonly GeneOption[],
  named: ReadonlySet<string>,
  statuses: ReadonlySet<string>,
): readonly GeneOption[] {
  const options = new Map<string, GeneOption>()
  for (const option of results) {
    // An allele that nobody looked for is not an absent one: a status of another allele is no result here.
    if (statuses.size > 0 && ![...option.keys].some(key => statuses.has(alleleOf(key)))) continue
    const diplotypes = [...option.diplotypes].filter(name => named.has(name))
    const signature = JSON.stringify([[...option.keys], [...option.phenotypes], diplotypes])
    const same = options.get(signature)
    options.set(signature, same ? merged(same, option) : option)
  }
  return options.size === 0 ? [withoutResult(symbol)] : [...options.values()]
}

interface GeneResults {
  readonly gene: Gene | undefined
  readonly options: readonly GeneOption[]
  /** For guidelines that name neither diplotypes nor alleles: most of them. */
  readonly merged: readonly GeneOption[]
}

const RESULTS = new WeakMap<GenePhenotype, GeneResults>()

/** Worked out once for all drugs of one person. */
function everyResult(
  symbol: string,
  phenotype: GenePhenotype | ConvertedPhenotype,
  gene: Gene | undefined,
): GeneResults {
  const known = RESULTS.get(phenotype)
  if (known && known.gene === gene) return known
  const options = [...resultsOf(symbol, phenotype, gene)]
  const results = { gene, options, merged: mergedOptions(symbol, options, new Set(), new Set()) }
  RESULTS.set(phenotype, results)
  return results
}

function* resultsOf(
  symbol: string,
  phenotype: GenePhenotype | ConvertedPhenotype,
  gene: Gene | undefined,
): Generator<GeneOption> {
  const effective = 'effective' in phenotype ? phenotype.effective : undefined
  const lists = [
    { predicted: phenotype.results, shown: effective?.results ?? phenotype.results, bestSupported: true },
    {
      predicted: phenotype.otherResults,
      shown: effective?.otherResults ?? phenotype.otherResults,
      bestSupported: false,
    },
  ]
  for (const { predicted, shown, bestSupported } of lists) {
    for (const [index, result] of shown.entries()) {
      const original = predicted[index] ?? phenotype.results[index - predicted.length] ?? result
      yield* alternativesOf(symbol, original, result, bestSupported, gene)
    }
  }
}

/** Several scores of one stated phenotype are alternatives; several allele statuses hold together. */
function* alternativesOf(
  symbol: string,
  predicted: DiplotypePhenotype,
  result: DiplotypePhenotype,
  bestSupported: boolean,
  gene: Gene | undefined,
): Generator<GeneOption> {
  const keys = result.lookupKeys.filter(key => key !== NO_RESULT)
  if (keys.length === 0 && result.lookupKeys.length > 0) return
  const scored = gene?.lookupMethod === 'activity-score' && keys.length > 1
  for (const alternative of scored ? keys.map(key => [key]) : [keys]) {
    yield optionFor(symbol, predicted, result, alternative, bestSupported, gene)
  }
}

function optionFor(
  symbol: string,
  predicted: DiplotypePhenotype,
  result: DiplotypePhenotype,
  keys: readonly string[],
  bestSupported: boolean,
  gene: Gene | undefined,
): GeneOption {
  const converted = result !== predicted
  return {
    used: {
      gene: symbol,
      result: predicted,
      lookupKeys: keys,
      ...(converted ? { effective: result } : {}),
      sameFor: [],
    },
    bestSupported,
    hasResult: true,
    indeterminate: isIndeterminate(result, keys, gene),
    keys: new Set(keys),
    phenotypes: new Set(result.phenotypes),
    // A medicine changes what a diplotype does, so a row that names the diplotype no longer speaks of this person.
    diplotypes: new Set(converted ? [] : diplotypeNames(predicted)),
  }
}

function isIndeterminate(result: DiplotypePhenotype, keys: readonly string[], gene: Gene | undefined): boolean {
  const word = gene?.phenotypes.method === 'activity-score' ? gene.phenotypes.indeterminate : 'Indeterminate'
  if (keys.length > 0) return keys.every(key => key === 'n/a' || key === word)
  return (
    result.phenotypes.length === 0 || result.phenotypes.every(phenotype => phenotype === 'n/a' || phenotype === word)
  )
}

/** Both orders, since a row may write the pair either way. */
function diplotypeNames(result: DiplotypePhenotype): string[] {
  return [result.diplotype, result.lookupDiplotype].flatMap(diplotype => {
    if (!diplotype) return []
    const names = diplotype.haplotypes.map(haplotype => haplotype.name)
    return [names.join('/'), names.toReversed().join('/')]
  })
}

function withoutResult(symbol: string): GeneOption {
  return {
    used: { gene: symbol, lookupKeys: [], sameFor: [] },
    bestSupported: true,
    hasResult: false,
    indeterminate: false,
    keys: new Set(),
    phenotypes: new Set(),
    diplotypes: new Set(),
  }
}

function merged(first: GeneOption, second: GeneOption): GeneOption {
  const result = second.used.result
  const sameFor = result ? [...first.used.sameFor, result] : first.used.sameFor
  return { ...first, bestSupported: first.bestSupported || second.bestSupported, used: { ...first.used, sameFor } }
}
