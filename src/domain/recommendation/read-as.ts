import type { Guideline, Knowledge, PhenotypeAlias } from '../knowledge.js'
import type { GeneOption } from './gene-options.js'
import { keyFacts } from './key-facts.js'

/**
 * Options by which a guideline can be asked: a phenotype that it does not list is read as the one that its source means by
 * it, where the data state that rule. A phenotype that it lists is never read as another.
 */
export function readAsListed(
  options: readonly GeneOption[],
  guideline: Guideline,
  symbol: string,
  { aliases = [] }: Knowledge,
): readonly GeneOption[] {
  const own = aliases.filter(({ source, gene }) => source === guideline.source && gene === symbol)
  if (own.length === 0) return options
  const { phenotypes: listed } = keyFacts(guideline, symbol)
  return options.map(option => {
    const alias = own.find(
      ({ phenotype, readAs }) => option.phenotypes.has(phenotype) && !listed.has(phenotype) && listed.has(readAs),
    )
    return alias ? renamed(option, alias) : option
  })
}

function renamed(option: GeneOption, alias: PhenotypeAlias): GeneOption {
  const replaced = (texts: Iterable<string>) => [...texts].map(text => (text === alias.phenotype ? alias.readAs : text))
  return {
    ...option,
    keys: new Set(replaced(option.keys)),
    phenotypes: new Set(replaced(option.phenotypes)),
    used: { ...option.used, lookupKeys: replaced(option.used.lookupKeys), readAs: alias },
  }
}
