import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { knowledge } from '../knowledge/real-release.js'
import { readSuites } from './case.js'
import { runSuite } from './run-suite.js'

const directory = join(process.env['SHARED_DIR'] ?? '../shared', 'conformance')
const suites = existsSync(directory) ? readSuites(directory) : []
if (suites.length === 0) process.stdout.write(`skipped: no conformance suites at ${directory}\n`)

describe.skipIf(suites.length === 0)('agreement with the reference tool', () => {
  test.each(suites)(
    '$name: nothing differs that is not accepted with a reason',
    async suite => {
      const { failures } = await runSuite(suite, knowledge)
      expect(failures).toEqual([])
    },
    120_000,
  )
})
