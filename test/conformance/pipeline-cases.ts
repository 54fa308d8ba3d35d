import { join } from 'node:path'
import type { CallOptions, OutsideCall } from '../../src/domain/diplotype/gene-call.js'
import type { Knowledge } from '../../src/domain/knowledge.js'
import { asStated } from './as-stated.js'
import type { ConformanceCase } from './case.js'
import { geneAnswer } from './gene-answer.js'
import { compareGene } from './gene-expectations.js'
import { compareCounts, compareGuidance } from './guidance-expectations.js'
import { outsideCallsOf } from './outside-call-cases.js'
import { compare, compareAsSet, notApplicable, unknownField, type Part } from './part.js'
import { compareReport } from './report-expectations.js'
import { READ_OPTIONS, readFile, runSample, runWithoutFile, type SampleRun } from './run-sample.js'
import { warnedPlaces } from './vcf-reader-cases.js'

/** Runs a case's VCF and outside calls through everything, for each sample it asks for. */
export async function runCase(
  testCase: ConformanceCase,
  folder: string,
  knowledge: Knowledge,
): Promise<readonly SampleRun[]> {
  const options: CallOptions = {
    combinations: testCase.options.findCombinations ?? false,
    callWithoutCopyNumber: testCase.options.callCyp2d6 ?? false,
  }
  const outsideCalls: readonly OutsideCall[] = outsideCallsOf(testCase.outsideCalls)
  if (testCase.vcf === null) return [runWithoutFile(knowledge, outsideCalls, options)]
  const samples = testCase.sample === null ? {} : { samples: [testCase.sample] }
  const table = await readFile(join(folder, testCase.vcf), knowledge, { ...READ_OPTIONS, ...samples })
  return table.samples.map((_, index) => runSample(knowledge, table, index, outsideCalls, options))
}

export function compareRuns(testCase: ConformanceCase, runs: readonly SampleRun[]): readonly Part[] {
  const [run] = runs
  if (run === undefined) return [unknownField('samples', testCase.sample)]
  const topOnly = testCase.options.topCandidateOnly ?? true
  return Object.entries(testCase.expect).flatMap(([field, value]): readonly Part[] => {
    switch (field) {
      case 'genes':
        return compareGenes(run, asStated<Record<string, Record<string, unknown>>>(value), topOnly)
      case 'recommendationCounts':
        return compareCounts(run, asStated<never>(value), field, topOnly)
      case 'guidance':
        return compareGuidance(run, asStated<Record<string, unknown>>(value), topOnly)
      case 'report':
        return compareReport(run, asStated<Record<string, unknown>>(value))
      case 'geneCallCount':
        return [compare(field, value, matched(run))]
      case 'vcfWarningCount':
        return [compare(field, value, warnedPlaces(run.table).size)]
      case 'completes':
        return [compare(field, value, runs.length > 0)]
      case 'samplesReported':
        return [
          compareAsSet(
            field,
            asStated<readonly unknown[]>(value),
            runs.map(({ sample }) => sample),
          ),
        ]
      case 'outsideGenes':
        return [compareAsSet(field, asStated<readonly unknown[]>(value), outsideGenes(run))]
      case 'batchEqualsSerial':
        return [compare(field, value, runs.length > 1)]
      case 'missingPositionGenes':
        return asStated<readonly string[]>(value).map(symbol =>
          compare(`${field}.${symbol}`, true, (run.calls.get(symbol)?.completeness.missing.length ?? 0) > 0),
        )
      case 'undocumentedVariation':
        return Object.entries(asStated<Record<string, string>>(value)).map(([symbol, handling]) =>
          compare(`${field}.${symbol}`, handling, undocumentedHandling(run, symbol)),
        )
      case 'truth':
        return [notApplicable(field, 'TRUTH_ELSEWHERE')]
      case 'tsv':
        return [notApplicable(field, 'TSV_LAYOUT')]
      case 'files':
      case 'filesPerSample':
      case 'sameResultWhenSplitInStages':
        return [notApplicable(field, 'FILES')]
      case 'error':
        return [notApplicable(field, 'COMMAND_LINE')]
      case 'errorMessage':
      case 'errorMessageContains':
      case 'warningsContain':
        return [notApplicable(field, 'WORDING')]
      default:
        return [unknownField(field, value)]
    }
  })
}

export function compareGenes(
  run: SampleRun,
  expected: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  topOnly: boolean,
): readonly Part[] {
  return Object.entries(expected).flatMap(([symbol, facts]) => {
    const answer = geneAnswer(run, symbol, topOnly)
    return answer === undefined ? compareAbsent(symbol, facts) : compareGene(symbol, answer, facts)
  })
}

/** A gene that was not asked for is not called. */
function compareAbsent(symbol: string, facts: Readonly<Record<string, unknown>>): readonly Part[] {
  return Object.entries(facts).map(([field, value]) => {
    const name = `${symbol}.${field}`
    if (field === 'notCalled') return compare(name, value, true)
    return ['called', 'calledByMatcher', 'outsideCall'].includes(field)
      ? compare(name, value, false)
      : unknownField(name, value)
  })
}

/** Genes for which the tool would have a matcher result: some position was read, and it calls them from small variants. */
function matched(run: SampleRun): number {
  return [...run.calls.values()].filter(
    call => call.completeness.assayed > 0 && !(call.status === 'not-called' && call.reason === 'COPY_NUMBER_REQUIRED'),
  ).length
}

const outsideGenes = (run: SampleRun): readonly string[] =>
  [...run.calls.values()].filter(({ origin }) => origin === 'outside').map(({ gene }) => gene)

function undocumentedHandling(run: SampleRun, symbol: string): string {
  const call = run.calls.get(symbol)
  const noted = call?.notes.some(({ code }) => code === 'UNDOCUMENTED_AS_REFERENCE') ?? false
  return noted ? 'treat as reference' : 'not treated as reference'
}
