import type { Knowledge } from '../../src/domain/knowledge.js'
import { isAccepted } from './accepted-differences.js'
import type { ConformanceCase, Suite } from './case.js'
import { knowledgeForCase } from './knowledge-for-case.js'
import { compareOutsideCalls } from './outside-call-cases.js'
import type { NotApplicable, Part } from './part.js'
import { comparePhenotyper } from './phenotyper-cases.js'
import { compareRuns, runCase } from './pipeline-cases.js'
import type { SampleRun } from './run-sample.js'
import { compareTextFunction } from './text-functions.js'
import { compareValidity } from './validity-cases.js'
import { compareReader } from './vcf-reader-cases.js'

export interface SuiteResult {
  readonly suite: string
  readonly passed: number
  readonly failed: number
  readonly notApplicable: number
  readonly accepted: number
  readonly failures: readonly { readonly id: string; readonly diff: string }[]
  /** Why parts were not compared, and how many. */
  readonly reasons: Readonly<Record<string, number>>
}

export async function runSuite(suite: Suite, knowledge: Knowledge): Promise<SuiteResult> {
  const counts = { passed: 0, failed: 0, notApplicable: 0, accepted: 0 }
  const failures: { id: string; diff: string }[] = []
  const reasons: Partial<Record<NotApplicable, number>> = {}
  for (const testCase of suite.cases) {
    const parts = await partsOf(suite, testCase, knowledge)
    for (const part of parts) {
      if (part.status === 'not-applicable') reasons[part.reason] = (reasons[part.reason] ?? 0) + 1
    }
    const failed = parts.filter(part => part.status === 'failed')
    if (failed.length > 0 && isAccepted(suite.name, testCase.id, failed)) counts.accepted++
    else if (failed.length > 0) {
      counts.failed++
      failures.push({ id: testCase.id, diff: failed.map(diffOf).join('\n') })
    } else if (parts.some(({ status }) => status === 'passed')) counts.passed++
    else counts.notApplicable++
  }
  return { suite: suite.name, ...counts, failures, reasons }
}

async function partsOf(suite: Suite, testCase: ConformanceCase, knowledge: Knowledge): Promise<readonly Part[]> {
  const restricted = knowledgeForCase(knowledge, testCase.options, suite.folder)
  try {
    return await compareByKind(suite, testCase, restricted)
  } catch (error) {
    const actual = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    return [{ name: 'run', status: 'failed', expected: 'an answer', actual }]
  }
}

function compareByKind(
  suite: Suite,
  testCase: ConformanceCase,
  knowledge: Knowledge,
): Promise<readonly Part[]> | readonly Part[] {
  switch (suite.kind) {
    case 'text-function':
      return compareTextFunction(testCase, knowledge)
    case 'outside-call':
      return compareOutsideCalls(testCase, knowledge)
    case 'vcf-reader':
      return compareReader(testCase, suite.folder, knowledge)
    case 'vcf-validity':
      return compareValidity(testCase, suite.folder, knowledge)
    case 'phenotyper':
      return comparePhenotyper(testCase, suite.folder, knowledge)
    default:
      return runOnce(suite, testCase, knowledge).then(runs => compareRuns(testCase, runs))
  }
}

const RUNS = new Map<string, Promise<readonly SampleRun[]>>()

/** Many cases of a suite assert different things of one run. */
function runOnce(suite: Suite, testCase: ConformanceCase, knowledge: Knowledge): Promise<readonly SampleRun[]> {
  const { vcf, sample, outsideCalls, options } = testCase
  const key = JSON.stringify([suite.folder, vcf, sample, outsideCalls, options])
  const run = RUNS.get(key) ?? runCase(testCase, suite.folder, knowledge)
  RUNS.clear()
  RUNS.set(key, run)
  return run
}

const diffOf = (part: Part): string =>
  part.status === 'failed'
    ? `${part.name}: expected ${JSON.stringify(part.expected)}, got ${JSON.stringify(part.actual)}`
    : ''
