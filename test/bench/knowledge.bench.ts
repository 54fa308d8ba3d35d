import { spawnSync } from 'node:child_process'

import { median, type Measurement } from './measure.js'

const LOAD = new URL('../../src/knowledge/load-knowledge.js', import.meta.url).href
const RUNS = 7
/** No folder: such a memory can neither be read nor written. */
const NO_MEMORY = '/dev/null/checked'

interface Load {
  readonly milliseconds: number
  readonly megabytes: number
}

/** A release read by a new process: as it is after a build (remembered), and with nothing remembered. */
export function benchKnowledge(): readonly Measurement[] {
  const rows = [
    { what: 'a release remembered beside the build', memory: undefined },
    { what: 'a release of which nothing is remembered', memory: NO_MEMORY },
  ]
  return rows.flatMap(({ what, memory }) => {
    const loads = Array.from({ length: RUNS }, () => loaded(memory))
    const milliseconds = median(loads.map(load => load.milliseconds))
    const megabytes = median(loads.map(load => load.megabytes))
    return [
      {
        bench: 'knowledge',
        what,
        measured: `${milliseconds.toFixed(0)} ms`,
        target: '≤ 300 ms',
        met: milliseconds <= 300,
      },
      {
        bench: 'knowledge',
        what: `${what}, kept`,
        measured: `${megabytes.toFixed(0)} MB`,
        target: '≤ 60 MB',
        met: megabytes <= 60,
      },
    ]
  })
}

/** Time from the first import until the release stands, with compiled code kept as the server keeps it, and what of it stays in memory. */
function loaded(memory: string | undefined): Load {
  const program = `
    import module from 'node:module'
    module.enableCompileCache()
    gc()
    const before = process.memoryUsage().heapUsed
    const started = performance.now()
    const { loadKnowledge } = await import(${JSON.stringify(LOAD)})
    const kept = await loadKnowledge(['data']${memory === undefined ? '' : `, ${JSON.stringify(memory)}`})
    const milliseconds = performance.now() - started
    gc()
    const megabytes = (process.memoryUsage().heapUsed - before) / 1e6
    console.log(milliseconds, megabytes, kept.version)`
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--expose-gc', '--input-type=module', '-e', program],
    {
      encoding: 'utf8',
    },
  )
  if (status !== 0) throw new Error(`loading ended with ${status}: ${stderr}`)
  const [milliseconds = Number.NaN, megabytes = Number.NaN] = stdout.split(' ').map(Number)
  return { milliseconds, megabytes }
}
