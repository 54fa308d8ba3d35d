import { parseArgs } from 'node:util'
import { loadKnowledge } from '../../src/knowledge/load-knowledge.js'
import { readSuites } from './case.js'
import { NOT_APPLICABLE } from './part.js'
import { runSuite, type SuiteResult } from './run-suite.js'

const USAGE = 'usage: npm run --silent conformance -- DIR [--suite NAME] [--json]\n'

/** Runs every case of a directory in the suite format through the code that serves users. Exit 1 when something differs. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { suite: { type: 'string' }, json: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const [directory] = positionals
  if (directory === undefined || positionals.length > 1) {
    process.stderr.write(USAGE)
    return 2
  }
  const knowledge = await loadKnowledge(['data'])
  const results: SuiteResult[] = []
  for (const suite of readSuites(directory, values.suite)) {
    const result = await runSuite(suite, knowledge)
    results.push(result)
    if (!values.json) process.stdout.write(table(result))
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ suites: results.map(withoutReasons) })}\n`)
  else process.stdout.write(summary(results))
  return results.some(({ failed }) => failed > 0) ? 1 : 0
}

/** The contract of `--json` has no reasons. */
function withoutReasons({ suite, passed, failed, notApplicable, accepted, failures }: SuiteResult): object {
  return { suite, passed, failed, notApplicable, accepted, failures }
}

function table({ suite, passed, failed, notApplicable, accepted, failures }: SuiteResult): string {
  const line = `${suite.padEnd(26)} ${passed} passed, ${failed} failed, ${notApplicable} not applicable, ${accepted} accepted\n`
  return line + failures.map(({ id, diff }) => `  ${id}\n${diff.replace(/^/gm, '    ')}\n`).join('')
}

function summary(results: readonly SuiteResult[]): string {
  const total = (key: 'passed' | 'failed' | 'notApplicable' | 'accepted'): number =>
    results.reduce((sum, result) => sum + result[key], 0)
  const reasons = Object.entries(NOT_APPLICABLE).flatMap(([reason, text]) => {
    const count = results.reduce((sum, result) => sum + (result.reasons[reason] ?? 0), 0)
    return count === 0 ? [] : [`  ${count} × ${text}`]
  })
  return [
    `\n${total('passed')} passed, ${total('failed')} failed, ${total('notApplicable')} not applicable, ${total('accepted')} accepted`,
    'Parts that were not compared:',
    ...reasons,
    '',
  ].join('\n')
}

process.exitCode = await main()
