/** Beginnings of a name are what people type first: they count as at least this alike. */
const PREFIX_FLOOR = 0.6
const SHORTEST_PREFIX = 4

/** How alike two names are, 0 – 1: slips of a letter, a swap of two, or only the beginning typed. */
export function similarity(text: string, name: string): number {
  if (text === name) return 1
  const longest = Math.max(text.length, name.length)
  if (longest === 0) return 0
  // Names of very different length differ by at least that much: not worth comparing letter by letter.
  const bound = Math.min(text.length, name.length) / longest
  const byLetters = bound < PREFIX_FLOOR ? 0 : 1 - editDistance(text, name) / longest
  const isPrefix = text.length >= SHORTEST_PREFIX && name.startsWith(text)
  return isPrefix ? Math.max(byLetters, PREFIX_FLOOR + (1 - PREFIX_FLOOR) * (text.length / longest) * 0.99) : byLetters
}

/** Optimal string alignment: insertions, deletions, replacements and swaps of neighbours count one each. */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1
      let best = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + cost,
      )
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        best = Math.min(best, (beforePrevious[column - 2] ?? 0) + 1)
      }
      current.push(best)
    }
    beforePrevious = previous
    previous = current
  }
  return previous[b.length] ?? Math.max(a.length, b.length)
}

const MOST_CANDIDATES = 5
const LEAST_ALIKE = 0.6

/** Names that somebody who wrote `text` may have meant, likeliest first; none when nothing is alike. */
export function alike(text: string, names: Iterable<string>): readonly string[] {
  return [...names]
    .map(name => ({ name, score: similarity(text.toLowerCase(), name.toLowerCase()) }))
    .filter(({ score }) => score >= LEAST_ALIKE)
    .toSorted((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_CANDIDATES)
    .map(({ name }) => name)
}
