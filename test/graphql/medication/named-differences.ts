/**
 * How an answer from the record may differ from the answer to the same things stated. A sample speaks of every gene, also of
 * those that nobody stated; whoever states results speaks of those alone. Nothing else may differ.
 */
export interface NamedDifference {
  readonly why: string
  /** Where it may be: names of fields from the outside to the inside; genes by their symbol. */
  readonly at: RegExp
  readonly fits: (recorded: unknown, stated: unknown) => boolean
}

export const NAMED_DIFFERENCES: readonly NamedDifference[] = [
  {
    why: 'the sample has a call, namely none, of a gene that nobody stated',
    at: /\.phenotypes\.[\w-]+$/,
    fits: (recorded, stated) => stated === undefined && isNotCalled(recorded),
  },
  {
    why: 'a gene that nobody stated is not tested; of the sample it is said whether the file could have told',
    at: /\.reasons\.\d+\.reason$/,
    fits: (recorded, stated) => stated === 'NOT_TESTED' && (recorded === 'NO_DATA' || recorded === CANNOT_TYPE),
  },
  {
    why: 'no file of variants can type these genes: the sample has no call of them, where nobody had a test at all',
    at: /\.outcomes\.\d+\.__typename$/,
    fits: (recorded, stated) => stated === 'NotTested' && recorded === 'NotCallable',
  },
  {
    why: 'and the sentences say so',
    at: /\.(clinician|plain|detail)$/,
    fits: (recorded, stated) => typeof recorded === 'string' && withoutFile(recorded) === stated,
  },
]

const CANNOT_TYPE = 'OUTSIDE_CALL_ONLY'

function isNotCalled(call: unknown): boolean {
  return typeof call === 'object' && call !== null && '__typename' in call && call.__typename === 'NotCalledGene'
}

function withoutFile(text: string): string {
  return text
    .replace('no call is possible (this assay cannot type it)', 'not tested')
    .replaceAll(/The test could not read (.+?)\. So/g, 'There is no test result for $1. So')
    .replaceAll('has no answer without a call of', 'has no answer without a result of')
    .replaceAll('has no answer without a clear test of', 'has no answer without a test of')
}

export interface Difference {
  readonly at: string
  readonly recorded: unknown
  readonly stated: unknown
}

/** The name that a difference has, where it has one. */
export function differenceNamed({ at, recorded, stated }: Difference): NamedDifference | undefined {
  return NAMED_DIFFERENCES.find(named => named.at.test(at) && named.fits(recorded, stated))
}

/** Every place where two answers differ, as deep as it goes. */
export function differencesBetween(recorded: unknown, stated: unknown, at = ''): readonly Difference[] {
  const [ours, theirs] = [childrenOf(recorded), childrenOf(stated)]
  if (ours === undefined || theirs === undefined) return Object.is(recorded, stated) ? [] : [{ at, recorded, stated }]
  return [...new Set([...ours.keys(), ...theirs.keys()])].flatMap(name =>
    differencesBetween(ours.get(name), theirs.get(name), `${at}.${name}`),
  )
}

/** Things that speak of one gene each stand under its symbol: a sample has its genes in another order than a question. */
function childrenOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (!Array.isArray(value)) return new Map(Object.entries(value))
  const items: readonly unknown[] = value
  const symbols = items.map(symbolOf)
  const isByGene = symbols.every(symbol => symbol !== undefined) && new Set(symbols).size === symbols.length
  return new Map(items.map((item, index) => [(isByGene ? symbols[index] : undefined) ?? String(index), item]))
}

function symbolOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null || !('gene' in item)) return undefined
  const { gene } = item
  if (typeof gene !== 'object' || gene === null || !('symbol' in gene)) return undefined
  return typeof gene.symbol === 'string' ? gene.symbol : undefined
}
