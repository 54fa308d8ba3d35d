import type { Outcome } from '../domain/recommendation/advice.js'
import { cohortOf, type CallRun, type CalledCohort, type SampleFormat } from './call-run.js'
import { createDrugRenderer, toDrugResults, type DrugResult } from './drug-results.js'
import { toGeneResult, type GeneResult } from './gene-result.js'
import { shortList, textTable } from './text-table.js'

/** The default: a table of genes, what the sources want done, and in one line each what needs nothing or has no answer. */
export function createTableFormat(run: CallRun): SampleFormat {
  const { table, options, knowledge } = run
  const cohort = cohortOf(run)
  const drugs = options.recommendations
    ? createDrugRenderer<readonly DrugResult[]>(
        cohort,
        knowledge,
        (outcomes: readonly Outcome[]) => outcomes.flatMap(toDrugResults),
        results => results.length * 500,
      )
    : undefined
  return {
    append(sample, write) {
      const genes = geneLines(cohort, sample, run)
      const sections = [
        `${table.samples[sample]}  ${table.assembly}  ${table.file.name ?? 'standard input'}  sha256 ${table.file.sha256.slice(0, 12)}…  knowledge ${knowledge.release} (${knowledge.version})`,
        geneTable(genes),
        ...(drugs === undefined ? [] : drugSections(drugs(sample).flat())),
        ...diagnosticSection(run),
      ]
      write(Buffer.from(`${sections.join('\n\n')}\n\n`))
      return genes.some(({ result }) => result.status === 'called')
    },
  }
}

interface GeneLine {
  readonly symbol: string
  readonly result: GeneResult
  /** Alleles that the missing positions leave open. */
  readonly notExcluded: readonly string[]
}

function geneLines(cohort: CalledCohort, sample: number, { table, options }: CallRun): readonly GeneLine[] {
  const { allCandidates } = options
  return cohort.shown.flatMap(index => {
    const gene = cohort.genes[index]
    if (gene === undefined) return []
    const predicted = cohort.phenotype(index, sample)
    const result = toGeneResult(predicted, gene, { assembly: table.assembly, allCandidates })
    return [{ symbol: gene.symbol, result, notExcluded: predicted.call.completeness.notExcluded }]
  })
}

const MOST_ALTERNATIVES = 4

function geneTable(genes: readonly GeneLine[]): string {
  const rows = genes.map(({ symbol, result, notExcluded }) => [
    symbol,
    result.status === 'called'
      ? shortList(
          result.diplotypes.length > 0 ? result.diplotypes : ['(given from outside)'],
          MOST_ALTERNATIVES,
          ' or ',
        )
      : `not called: ${result.reason ?? ''}`,
    shortList([...new Set(result.phenotypes)], MOST_ALTERNATIVES, ' or '),
    shortList([...new Set(result.activityScores ?? [])], MOST_ALTERNATIVES, ' or '),
    remarks(result, notExcluded),
  ])
  return textTable([['GENE', 'DIPLOTYPE', 'PHENOTYPE', 'SCORE', 'REMARKS'], ...rows])
}

/** What a reader must know before acting on the line; the codes of the notes stand in `--json`. */
function remarks(result: GeneResult, notExcluded: readonly string[]): string {
  const others = result.otherDiplotypes.length
  const isCalled = result.status === 'called'
  return [
    isCalled && !result.robust ? 'not robust' : '',
    others > 0 ? `${others} more possible` : '',
    result.missing.length > 0 ? `${result.missing.length} positions missing` : '',
    isCalled && notExcluded.length > 0 ? `not excluded: ${shortList(notExcluded, MOST_ALTERNATIVES)}` : '',
    result.assumedReference > 0 ? `${result.assumedReference} assumed reference` : '',
  ]
    .filter(remark => remark !== '')
    .join(', ')
}

/** Asks for nothing: everything else stands in the table. */
const NOTHING_TO_DO: ReadonlySet<string> = new Set(['STANDARD_DOSING', 'NO_RECOMMENDATION'])

function drugSections(results: readonly DrugResult[]): string[] {
  const rows = results.filter(
    ({ outcome, actions }) =>
      outcome === 'PopulationUndetermined' ||
      (outcome === 'Recommendation' && actions.some(action => !NOTHING_TO_DO.has(action))),
  )
  const sections: string[] = []
  if (rows.length > 0) {
    const lines = rows.map(result => [
      result.drug,
      result.source,
      result.actions.join(', '),
      result.strength ?? '',
      [
        result.outcome === 'PopulationUndetermined' ? `if ${result.population ?? 'more is stated'}` : '',
        result.robust ? '' : 'not robust',
      ]
        .filter(text => text !== '')
        .join(', '),
      basis(result),
    ])
    sections.push(textTable([['DRUG', 'SOURCE', 'ACTION', 'STRENGTH', 'CONDITION', 'BECAUSE OF'], ...lines]))
  }
  const counts = new Map<string, Set<string>>()
  for (const { outcome, drug } of results) counts.set(outcome, (counts.get(outcome) ?? new Set()).add(drug))
  const summary = [...counts].map(([outcome, drugs]) => `${outcome}: ${drugs.size} drugs`)
  return [...sections, `${summary.join('  ')}\nEvery outcome with its text: --json`]
}

function basis({ genes }: DrugResult): string {
  return Object.entries(genes)
    .map(
      ([gene, { diplotypes, lookupKeys }]) =>
        `${gene} ${shortList(diplotypes.length > 0 ? diplotypes : lookupKeys, 2, ' or ')}`,
    )
    .join(', ')
}

const MOST_LINES = 8

/** One line per kind of finding: what it is, how often, and where. */
function diagnosticSection({ diagnostics }: CallRun): string[] {
  if (diagnostics.length === 0) return []
  const kinds = new Map<string, { readonly code: string; readonly message: string; readonly lines: number[] }>()
  for (const { code, message, line } of diagnostics) {
    const kind = kinds.get(`${code} ${message}`) ?? { code, message, lines: [] }
    kinds.set(`${code} ${message}`, kind)
    if (line !== undefined) kind.lines.push(line)
  }
  const texts = [...kinds.values()].map(({ code, message, lines }) => {
    const label = lines.length === 1 ? 'line' : 'lines'
    return `${code}${lines.length === 0 ? '' : ` (${label} ${shortList(lines.map(String), MOST_LINES)})`}: ${message}`
  })
  return [texts.join('\n')]
}
