import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** One line of the table. */
export interface Measurement {
  readonly bench: string
  readonly what: string
  readonly measured: string
  readonly target: string
  readonly met: boolean
}

export interface ProcessRun {
  readonly seconds: number
  /** Highest resident size, megabytes. */
  readonly peak: number
}

const MAIN = new URL('../../src/main.js', import.meta.url).pathname
export const SHARED_COHORT = join(
  process.env['SHARED_DIR'] ?? '../shared',
  'samples/1000genomes/1kgp-200samples.GRCh38.vcf.gz',
)

/** Runs `sextant …` with its output thrown away; throws when it ends with anything but 0. */
export function runSextant(args: readonly string[]): Promise<ProcessRun> {
  const started = performance.now()
  const child = spawn(process.execPath, ['--disable-proto=delete', MAIN, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let peak = 0
  const watch = setInterval(() => (peak = Math.max(peak, residentMegabytes(child.pid ?? 0, 'VmHWM'))), 20)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => {
      clearInterval(watch)
      if (code === 0) resolve({ seconds: (performance.now() - started) / 1000, peak })
      else reject(new Error(`sextant ${args.join(' ')} ended with ${code}`))
    })
  })
}

/** What `zcat FILE | wc -l` takes: the yardstick, because machines differ and ratios do not. */
export function zcatSeconds(path: string): number {
  const started = performance.now()
  spawnSync('sh', ['-c', 'zcat "$1" | wc -l', 'sh', path])
  return (performance.now() - started) / 1000
}

/** From /proc: `VmHWM` is the highest resident size so far, `VmRSS` the present one. 0 when the process has gone. */
export function residentMegabytes(pid: number, field: 'VmHWM' | 'VmRSS'): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1000
  } catch {
    return 0
  }
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** A generated file, kept for the next run because the large ones take minutes to write. */
export async function generated(name: string, write: (path: string) => Promise<void>): Promise<string> {
  const folder = join(process.env['BENCH_DIR'] ?? join(tmpdir(), 'sextant-bench'))
  mkdirSync(folder, { recursive: true })
  const path = join(folder, name)
  if (!existsSync(path)) {
    process.stderr.write(`writing ${path}\n`)
    await write(path)
  }
  return path
}
