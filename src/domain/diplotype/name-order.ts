/**
 * The order in which allele and haplotype names are printed: plain names before combinations, numbers by value
 * ("*2" before "*10"), a reference first. It decides which name stands first in a diplotype.
 */
export function compareNames(a: string, b: string): number {
  const left = components(a)
  const right = components(b)
  const combinations = Number(isCombination(a)) - Number(isCombination(b))
  if (combinations !== 0) return combinations
  if (left.length !== right.length) return left.length - right.length
  for (let i = 0; i < left.length; i++) {
    const order = compareComponents(left[i] ?? '', right[i] ?? '', isCombination(a))
    if (order !== 0) return order
  }
  return 0
}

export function isCombination(name: string): boolean {
  return name.startsWith('[') && name.endsWith(']')
}

/** "[a + b]" → a, b; any other name is its own only component. */
export function components(name: string): readonly string[] {
  return isCombination(name) ? name.slice(1, -1).split(' + ') : [name]
}

function compareComponents(a: string, b: string, inCombination: boolean): number {
  if (inCombination) {
    const partials = Number(a.startsWith('g.')) - Number(b.startsWith('g.'))
    if (partials !== 0) return partials
  }
  const rank = specialRank(a) - specialRank(b)
  return rank === 0 ? compareNaturally(a, b) : rank
}

const FIRST = ['Any', 'All', 'Reference']
const LAST = ['Other', 'Unknown']

function specialRank(name: string): number {
  const first = FIRST.indexOf(name)
  if (first >= 0) return first - FIRST.length
  return LAST.indexOf(name) + 1
}

/** Runs of digits by value, a number before text, a prefix before its extension. */
export function compareNaturally(a: string, b: string): number {
  const left = runs(a)
  const right = runs(b)
  const length = Math.min(left.length, right.length)
  for (let i = 0; i < length; i++) {
    const order = compareRuns(left[i] ?? '', right[i] ?? '')
    if (order !== 0) return order
  }
  return left.length - right.length
}

function runs(text: string): readonly string[] {
  return text.match(/\d+|\D+/g) ?? []
}

const isNumber = (run: string): boolean => /^\d/.test(run)

function compareRuns(a: string, b: string): number {
  const numeric = Number(isNumber(b)) - Number(isNumber(a))
  if (numeric !== 0) return numeric
  if (isNumber(a) && Number(a) !== Number(b)) return Number(a) - Number(b)
  return a < b ? -1 : a > b ? 1 : 0
}
