import { checkDrug } from '../../src/domain/recommendation/check-drug.js'
import type { DrugAdvice, GeneResultUsed, MatchedRow, Outcome } from '../../src/domain/recommendation/advice.js'
import type { RowKey } from '../../src/domain/knowledge.js'
import { asStated } from './as-stated.js'
import { geneAnswer } from './gene-answer.js'
import { compare, holds, notApplicable, unknownField, type Part } from './part.js'
import type { SampleRun } from './run-sample.js'

/** The suite's four sources: the FDA publishes labels and a table of associations. */
const SOURCES = ['CPIC', 'DPWG', 'FDA_LABEL', 'FDA_ASSOC'] as const

type SuiteSource = (typeof SOURCES)[number]

/** One matched annotation of a source, as the suite counts them: one per publisher's id. */
export interface MatchedAnnotation {
  readonly source: SuiteSource
  readonly id: string
  readonly row: MatchedRow['row']
  readonly key: Readonly<Record<string, string>>
}

export function adviceOn(run: SampleRun, drug: string): DrugAdvice | undefined {
  const found = run.knowledge.drugs.get(drug)
  return found === undefined ? undefined : checkDrug(found, [...run.phenotypes.values()], {}, run.knowledge)
}

export function matchedAnnotations(run: SampleRun, drug: string, topOnly = true): readonly MatchedAnnotation[] {
  const found = (adviceOn(run, drug)?.outcomes ?? []).flatMap(outcome => annotationsOf(run, outcome, topOnly))
  const seen = new Set<string>()
  return found.filter(({ source, id }) => !seen.has(`${source} ${id}`) && seen.add(`${source} ${id}`))
}

function annotationsOf(run: SampleRun, outcome: Outcome, topOnly: boolean): readonly MatchedAnnotation[] {
  if (!('rows' in outcome)) return []
  const source = sourceOf(outcome)
  return outcome.rows.flatMap(({ row, results }) =>
    results
      .filter(used => used.every(result => isLookedUp(run, result, topOnly)))
      .flatMap(used =>
        row.keys.flatMap((key, index) => {
          if (!key.every((part, gene) => keyHolds(part, used[gene]))) return []
          const id = row.sourceIds[index] ?? `${outcome.guideline.id} ${row.id}`
          return [{ source, id, row, key: Object.fromEntries(row.genes.map((gene, i) => [gene, key[i]?.value ?? ''])) }]
        }),
      ),
  )
}

function sourceOf({ source, guideline }: Outcome): SuiteSource {
  if (source !== 'FDA') return source
  return guideline?.kind === 'label' ? 'FDA_LABEL' : 'FDA_ASSOC'
}

/** The tool looks up the best supported diplotypes, or all when asked for all; other advice is ours alone. */
function isLookedUp(run: SampleRun, { gene, result, sameFor }: GeneResultUsed, topOnly: boolean): boolean {
  if (result === undefined) return true
  const looked = geneAnswer(run, gene, topOnly)?.looked ?? []
  return [result, ...sameFor].some(one => looked.includes(one))
}

function keyHolds({ type, value }: RowKey, used: GeneResultUsed | undefined): boolean {
  if (type === 'no-result') return used?.result === undefined
  const result = used?.result
  if (result === undefined) return false
  if (type === 'diplotype') return [result.lookupDiplotype?.name, result.diplotype?.name].includes(value)
  // The tool asks by lookup key alone; that a row names the phenotype of a scored gene as well is one answer to it.
  return value.split(' & ').every(one => result.lookupKeys.includes(one))
}

export function countBySource(annotations: readonly MatchedAnnotation[]): Readonly<Record<string, number>> {
  const counts = Object.fromEntries(
    SOURCES.map(source => [source, annotations.filter(found => found.source === source).length]),
  )
  return { ...counts, total: annotations.length }
}

type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>

export function compareCounts(run: SampleRun, expected: Counts, field: string, topOnly: boolean): readonly Part[] {
  return Object.entries(expected).flatMap(([drug, counts]) => {
    const ours = countBySource(matchedAnnotations(run, drug, topOnly))
    return Object.entries(counts).map(([source, count]) =>
      compare(`${field}.${drug}.${source}`, count, ours[source] ?? 0),
    )
  })
}

/** The FDA grades nothing, so none of its annotations is of the class "No recommendation". */
export const isTelling = ({ source, row }: MatchedAnnotation): boolean =>
  source === 'FDA_LABEL' || source === 'FDA_ASSOC' || !row.actions.includes('NO_RECOMMENDATION')

const GUIDANCE: Readonly<
  Record<string, (run: SampleRun, expected: never, name: string, topOnly: boolean) => readonly Part[]>
> = {
  matchedAnnotations: compareCounts,
  anyMatch: (run, expected: Readonly<Record<string, Readonly<Record<string, boolean>>>>, name) =>
    Object.entries(expected).flatMap(([drug, sources]) => {
      const telling = matchedAnnotations(run, drug).filter(isTelling)
      return Object.entries(sources).map(([source, matched]) =>
        compare(
          `${name}.${drug}.${source}`,
          matched,
          telling.some(found => found.source === source),
        ),
      )
    }),
  annotations: (
    run,
    expected: Readonly<Record<string, Readonly<Record<string, readonly ExpectedAnnotation[]>>>>,
    name,
  ) =>
    Object.entries(expected).flatMap(([drug, sources]) => {
      const matched = matchedAnnotations(run, drug)
      return Object.entries(sources).map(([source, annotations]) =>
        compareAnnotations(
          run,
          `${name}.${drug}.${source}`,
          annotations,
          matched.filter(found => found.source === source),
        ),
      )
    }),
  annotationIds: (run, expected: Readonly<Record<string, readonly string[]>>, name) =>
    Object.entries(expected).map(([drug, ids]) => {
      const ours = matchedAnnotations(run, drug).map(({ id }) => id)
      return holds(
        `${name}.${drug}`,
        ids,
        ours,
        ids.every(id => ours.includes(id)),
      )
    }),
  classification: (run, expected: Readonly<Record<string, Readonly<Record<string, string>>>>, name) =>
    Object.entries(expected).flatMap(([drug, sources]) => {
      const matched = matchedAnnotations(run, drug)
      return Object.entries(sources).map(([source, classification]) => {
        const ours = new Set(matched.filter(found => found.source === source).map(({ row }) => classificationOf(row)))
        return compare(`${name}.${drug}.${source}`, [classification], [...ours])
      })
    }),
  drugMessageCount: (_run, _expected, name) => [notApplicable(name, 'MESSAGE_WITHOUT_COUNTERPART')],
  hasDrugMessages: (_run, _expected, name) => [notApplicable(name, 'MESSAGE_WITHOUT_COUNTERPART')],
  guidelineSources: (_run, _expected, name) => [notApplicable(name, 'REPORT_LAYOUT')],
}

interface ExpectedAnnotation {
  readonly lookupKey: readonly Readonly<Record<string, KeyValue>>[]
}

/** A phrase, or a diplotype as allele counts. */
type KeyValue = string | Readonly<Record<string, number>>

/** As many annotations, and every key that led to them is one that our results answer to. */
function compareAnnotations(
  run: SampleRun,
  name: string,
  expected: readonly ExpectedAnnotation[],
  ours: readonly MatchedAnnotation[],
): Part {
  const keys = expected.flatMap(({ lookupKey }) => lookupKey)
  const answered = keys.every(key => Object.entries(key).every(([symbol, value]) => answers(run, symbol, value)))
  return holds(
    name,
    { count: expected.length, keys },
    ours.map(({ key }) => key),
    answered && ours.length === expected.length,
  )
}

function answers(run: SampleRun, symbol: string, value: KeyValue): boolean {
  const results = run.phenotypes.get(symbol)?.results ?? []
  if (value === 'No Result') return results.length === 0
  const wanted = typeof value === 'string' ? value : allelesOf(value)
  return results.some(({ lookupKeys, phenotypes, lookupDiplotype }) =>
    [
      ...lookupKeys,
      ...phenotypes,
      lookupDiplotype?.haplotypes
        .map(haplotype => haplotype.name)
        .toSorted()
        .join('/'),
    ].includes(wanted),
  )
}

const allelesOf = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .flatMap(([allele, count]) => Array.from({ length: count }, () => allele))
    .toSorted()
    .join('/')

function classificationOf(row: MatchedRow['row']): string {
  if (row.actions.includes('NO_RECOMMENDATION')) return 'No recommendation'
  return row.strength === undefined ? 'Unspecified' : `${row.strength[0]?.toUpperCase()}${row.strength.slice(1)}`
}

export function compareGuidance(
  run: SampleRun,
  expected: Readonly<Record<string, unknown>>,
  topOnly: boolean,
): readonly Part[] {
  return Object.entries(expected).flatMap(([field, value]) => {
    const comparison = GUIDANCE[field]
    return comparison === undefined
      ? [unknownField(`guidance.${field}`, value)]
      : comparison(run, asStated<never>(value), `guidance.${field}`, topOnly)
  })
}
