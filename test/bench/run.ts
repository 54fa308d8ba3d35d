import { loadKnowledge } from '../../src/knowledge/load-knowledge.js'
import { benchApi } from './api.bench.js'
import { benchBundle } from './bundle.bench.js'
import { benchCohort, benchGenome, benchPanel } from './call.bench.js'
import { benchKnowledge } from './knowledge.bench.js'
import { benchEncryption } from './encryption.bench.js'
import { benchLimits } from './limits.bench.js'
import { benchMatcher } from './matcher.bench.js'
import type { Measurement } from './measure.js'
import { benchOptions } from './options.bench.js'
import { benchRead } from './read.bench.js'
import { benchServer } from './server.bench.js'

/**
 * `npm run bench -- [name …]`: every promise about speed and size, measured in one run beside its target. Nothing is
 * asserted: a slow machine is not a fault. Large files are generated once and kept below BENCH_DIR.
 */
const BENCHES = {
  knowledge: async () => benchKnowledge(),
  panel: benchPanel,
  matcher: async () => benchMatcher(await knowledge()),
  'cohort-3000': async () => benchCohort(await knowledge(), 3000),
  'cohort-100000': async () => benchCohort(await knowledge(), 100_000),
  server: benchServer,
  encryption: benchEncryption,
  limits: async () => benchLimits(),
  api: async () => benchApi(await knowledge()),
  bundle: async () => benchBundle(await knowledge()),
  options: async () => benchOptions(await knowledge()),
  genome: async () => benchGenome(await knowledge()),
  read: async () => benchRead(await knowledge()),
} as const satisfies Readonly<Record<string, () => Promise<readonly Measurement[]>>>

function knowledge() {
  return loadKnowledge(['data'])
}

const asked = process.argv.slice(2)
const unknown = asked.filter(name => !(name in BENCHES))
if (unknown.length > 0) {
  process.stderr.write(`no bench ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}\n`)
  process.exitCode = 2
} else {
  console.log('| bench | what | measured | target | |\n| --- | --- | --- | --- | --- |')
  for (const [name, run] of Object.entries(BENCHES)) {
    if (asked.length > 0 && !asked.includes(name)) continue
    for (const { bench, what, measured, target, met } of await run()) {
      console.log(`| ${bench} | ${what} | ${measured} | ${target} | ${met ? 'met' : 'NOT MET'} |`)
    }
  }
}
