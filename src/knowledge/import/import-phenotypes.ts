import type { AlleleRow, PhenotypesFile, RawGene, RuleRow } from './gene-files.js'
import type { Note } from './import-definition.js'
import type { PublishedPhenotypes } from './published-release.js'

const NO_SCORE = 'n/a'

/** Functions, values and the phenotype table of a gene from published ones. Throws a sentence where no rule fits the rows. */
export function importPhenotypes(
  current: RawGene,
  published: PublishedPhenotypes,
  source: string,
  note: Note,
): RawGene {
  const { alleles, phenotypes } = current
  const known = new Set(alleles.alleles.map(row => row.name))
  const functions = new Map(Object.entries(published.haplotypes))
  const values = new Map(Object.entries(published.activityValues).map(([name, value]) => [name, scoreText(value)]))
  const scored = phenotypes.method === 'activity-score'
  const rows = alleles.alleles.map(row =>
    withMeaning(row, functions.get(row.name), scored ? values.get(row.name) : undefined),
  )
  const strangers = [...functions].flatMap(([name, meaning]): AlleleRow[] => {
    if (known.has(name)) return []
    note(name, 'a function and no definition')
    return [withMeaning({ name, unmatchable: 'no-definition' }, meaning, scored ? values.get(name) : undefined)]
  })
  return {
    ...current,
    alleles: { ...alleles, functionSource: source, alleles: [...rows, ...strangers] },
    phenotypes: {
      ...phenotypes,
      source,
      reviewed: true,
      ...(phenotypes.ehrPriority === undefined
        ? {}
        : { ehrPrioritySource: phenotypes.ehrPrioritySource ?? phenotypes.source }),
      ...table(phenotypes, published, functions),
    },
  }
}

function withMeaning(row: AlleleRow, meaning: string | undefined, value: string | undefined): AlleleRow {
  const changed = meaning !== undefined && row.function !== undefined && meaning !== row.function
  return {
    ...row,
    ...(meaning === undefined ? {} : { function: meaning }),
    ...(changed ? { formerFunction: row.function } : {}),
    ...(value === undefined ? {} : { value }),
  }
}

/** Scores are texts with a decimal place; a missing one is "n/a". */
function scoreText(value: string | null): string {
  const [, sign, digits] = /^(≥?)(\d+(?:\.\d+)?)$/.exec(value ?? '') ?? []
  if (digits === undefined) return NO_SCORE
  return `${sign}${digits.includes('.') ? digits : `${digits}.0`}`
}

function table(
  current: PhenotypesFile,
  published: PublishedPhenotypes,
  functions: ReadonlyMap<string, string>,
): Partial<PhenotypesFile> {
  switch (current.method) {
    case 'activity-score':
      return scoreTable(current, published)
    case 'function-combination':
      return { rules: combinationRules(current.rules ?? [], published, functions) }
    default:
      throw new Error(`its table is "${current.method}", which published diplotypes cannot fill`)
  }
}

/** Every score that occurs means one phenotype; neighbouring scores of one phenotype are one range. */
function scoreTable(
  { indeterminate, scores = {} }: PhenotypesFile,
  { diplotypes }: PublishedPhenotypes,
): Partial<PhenotypesFile> {
  const meaning = new Map<string, string>()
  for (const { activityScore, generesult } of diplotypes) {
    const score = scoreText(activityScore ?? null)
    const other = meaning.get(score)
    if (other !== undefined && other !== generesult)
      throw new Error(`the score ${score} means "${other}" in one row and "${generesult}" in another`)
    meaning.set(score, generesult)
  }
  const numbers = [...meaning]
    .filter(([score]) => score !== NO_SCORE)
    .toSorted(([a], [b]) => amount(a) - amount(b) || Number(a.startsWith('≥')) - Number(b.startsWith('≥')))
  const ranges: { min: number; max?: number; phenotype: string }[] = []
  for (const [score, phenotype] of numbers) {
    const last = ranges.at(-1)
    if (last?.phenotype === phenotype) last.max = amount(score)
    else ranges.push({ min: amount(score), max: amount(score), phenotype })
  }
  const top = ranges.at(-1)
  // "At least 3" lies in no closed range.
  if (top !== undefined && numbers.some(([score]) => score.startsWith('≥'))) delete top.max
  // By "n/a" guidelines are asked for what has no score, whether a published row shows it or not.
  if (indeterminate !== undefined) meaning.set(NO_SCORE, meaning.get(NO_SCORE) ?? indeterminate)
  const texts = [...numbers.map(([score]) => score), NO_SCORE]
  const order = [...new Set([...Object.keys(scores), ...meaning.values()])]
  return {
    indeterminate,
    scores: Object.fromEntries(
      order.flatMap(phenotype => {
        const own = texts.filter(score => meaning.get(score) === phenotype)
        return own.length === 0 ? [] : [[phenotype, own]]
      }),
    ),
    ranges,
  }
}

function amount(score: string): number {
  return Number(score.replace('≥', ''))
}

/** The pair of functions decides: two rows with the same pair and different phenotypes are no rule. */
function combinationRules(
  current: readonly RuleRow[],
  { diplotypes }: PublishedPhenotypes,
  functions: ReadonlyMap<string, string>,
): RuleRow[] {
  const meaning = new Map<string, string>()
  for (const { diplotypekey, generesult } of diplotypes) {
    const pair = copies(diplotypekey).map(name => functions.get(name) ?? '')
    const key = pair.toSorted().join('\n')
    const other = meaning.get(key)
    if (pair.includes('') || (other !== undefined && other !== generesult))
      throw new Error(`${copies(diplotypekey).join('/')}: no rule of functions gives "${generesult}"`)
    meaning.set(key, generesult)
  }
  const kept = current.map(rule => {
    const phenotype = meaning.get(keyOf(rule)) ?? rule.phenotype
    return phenotype === rule.phenotype ? rule : { functions: rule.functions, phenotype }
  })
  const known = new Set(current.map(keyOf))
  const added = [...meaning].filter(([key]) => !known.has(key))
  return [...kept, ...added.map(([key, phenotype]) => ({ functions: key.split('\n'), phenotype }))]
}

function keyOf(rule: RuleRow): string {
  return rule.functions.toSorted().join('\n')
}

/** Alleles of a published diplotype, each as often as it is carried. */
export function copies(diplotypekey: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(diplotypekey).flatMap(([name, count]) => Array.from({ length: count }, () => name))
}
