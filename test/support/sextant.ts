import { spawn, spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = new URL('../..', import.meta.url).pathname
const MAIN = join(ROOT, 'dist/src/main.js')

/** Processes share two cores with everything else that runs; a hang is still noticed. */
export const PATIENCE = { timeout: 120_000 }

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command as a user does, as a process of its own; `input` is written to its standard input. */
export function sextant(args: readonly string[], input?: string | Uint8Array): Promise<Ended> {
  buildIfOld()
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-proto=delete', MAIN, ...args], { cwd: ROOT })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.on('error', reject)
    child.on('close', code =>
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    )
    // A command that refuses early does not read on.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}

let built = false

/** `npm test` builds first; a single test file run by hand may find an older build. */
export function buildIfOld(): void {
  if (built) return
  const newest = Math.max(
    ...readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
      .filter(path => path.endsWith('.ts'))
      .map(path => statSync(join(ROOT, 'src', path)).mtimeMs),
  )
  if (!(newest < (statSync(MAIN, { throwIfNoEntry: false })?.mtimeMs ?? 0))) {
    spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', 'src'], { cwd: ROOT, stdio: 'inherit' })
  }
  built = true
}
