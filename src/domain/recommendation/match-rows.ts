import type { Guideline, GuidelineRow, RowKey } from '../knowledge.js'
import { oncePer } from '../once-per.js'
import { NO_RESULT, type GeneOption } from './gene-options.js'

/** One of the results that may be true: an option for each gene of the guideline. */
export type Combination = ReadonlyMap<string, GeneOption>

/** Every way to choose one option per gene: ambiguous calls multiply. */
export function combinations(options: ReadonlyMap<string, readonly GeneOption[]>): readonly Combination[] {
  let all: Map<string, GeneOption>[] = [new Map()]
  for (const [gene, choices] of options) {
    all = all.flatMap(chosen => choices.map(choice => new Map(chosen).set(gene, choice)))
  }
  return all
}

/**
 * The rows that hold for one combination. Rows that name the diplotype come first and, when one matches, silence the
 * others; a row may name fewer genes than the guideline, never more. Texts are compared exactly: "Poor" is not "Likely
 * Poor", "*1" is not "*17".
 */
export function matchRows(guideline: Guideline, combination: Combination): readonly GuidelineRow[] {
  const matched = new Set<number>()
  const byDiplotype = new Set<number>()
  for (const { genes, tokens, rows } of keyIndex(guideline)) {
    for (const key of keysOf(genes, tokens, combination)) {
      for (const { row, namesDiplotype } of rows.get(key) ?? []) {
        matched.add(row)
        if (namesDiplotype) byDiplotype.add(row)
      }
    }
  }
  const found = byDiplotype.size > 0 ? byDiplotype : matched
  return [...found].toSorted((a, b) => a - b).flatMap(index => guideline.rows[index] ?? [])
}

/** Rows by the texts of their keys, for each set of genes that rows ask for. */
interface KeyIndex {
  readonly genes: readonly string[]
  /** Per gene, what its part of a key may be. */
  readonly tokens: readonly ReadonlySet<string>[]
  readonly rows: ReadonlyMap<string, readonly { readonly row: number; readonly namesDiplotype: boolean }[]>
}

/** A guideline has hundreds of keys and is asked for every combination of results: each key is found, not tried. */
const keyIndex = oncePer((guideline: Guideline): readonly KeyIndex[] => {
  const byGenes = new Map<
    string,
    { genes: readonly string[]; rows: Map<string, { row: number; namesDiplotype: boolean }[]> }
  >()
  for (const [row, { genes, keys }] of guideline.rows.entries()) {
    const index = byGenes.get(genes.join()) ?? { genes, rows: new Map() }
    byGenes.set(genes.join(), index)
    for (const key of keys) {
      const text = key.map(tokenOf).join(SEPARATOR)
      const entry = { row, namesDiplotype: key.some(({ type }) => type === 'diplotype') }
      index.rows.set(text, [...(index.rows.get(text) ?? []), entry])
    }
  }
  return [...byGenes.values()].map(({ genes, rows }) => ({
    genes,
    rows,
    tokens: genes.map((_, gene) => new Set([...rows.keys()].flatMap(text => text.split(SEPARATOR)[gene] ?? []))),
  }))
})

const SEPARATOR = '\n'
/** Some sources write one key for two alleles that are both present. */
const BOTH = ' & '

function tokenOf({ type, value }: RowKey): string {
  return `${type} ${value}`
}

/** Every key by which rows of these genes could be found. */
function keysOf(
  genes: readonly string[],
  possible: readonly ReadonlySet<string>[],
  combination: Combination,
): readonly string[] {
  let keys = ['']
  for (const [index, gene] of genes.entries()) {
    const option = combination.get(gene)
    if (!option) return []
    const tokens = tokensOf(option).filter(token => possible[index]?.has(token))
    keys = keys.flatMap(start => tokens.map(token => (index === 0 ? token : `${start}${SEPARATOR}${token}`)))
  }
  return keys
}

/** What an option answers to: its diplotype in either order, its keys, its phenotypes, or that it has no result. */
const tokensOf = oncePer((option: GeneOption): readonly string[] => {
  const keys = [...option.keys]
  const pairs = keys.flatMap(one =>
    keys.map(other => tokenOf({ type: 'allele-status', value: `${one}${BOTH}${other}` })),
  )
  return option.hasResult
    ? [
        ...[...option.diplotypes].map(value => tokenOf({ type: 'diplotype', value })),
        ...keys.flatMap(value => [
          tokenOf({ type: 'activity-score', value }),
          tokenOf({ type: 'allele-status', value }),
        ]),
        ...[...new Set([...keys, ...option.phenotypes])].map(value => tokenOf({ type: 'phenotype', value })),
        ...(keys.length > 1 ? pairs : []),
      ]
    : [tokenOf({ type: 'no-result', value: NO_RESULT })]
})
