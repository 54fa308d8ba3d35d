import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { residentMegabytes, type Measurement } from './measure.js'
import { startFlags } from './start-flags.js'

const MAIN = new URL('../../src/main.js', import.meta.url).pathname
/** Long enough for the demonstration data to be called and for memory to settle. */
const SETTLE_MILLISECONDS = 20_000

/** `npm start` without npm: from the start of the process until GraphQL answers, on a new and on an existing database. */
export async function benchServer(): Promise<readonly Measurement[]> {
  const home = mkdtempSync(join(tmpdir(), 'sextant-bench-home-'))
  const port = 20_000 + (process.pid % 20_000)
  try {
    const first = await timedStart(home, port, SETTLE_MILLISECONDS)
    const later = await timedStart(home, port, 5000)
    const row = (what: string, measured: string, target: string, met: boolean): Measurement => ({
      bench: 'server',
      what,
      measured,
      target,
      met,
    })
    return [
      row('ready, first start', `${first.seconds.toFixed(2)} s`, '≤ 3 s', first.seconds <= 3),
      row('ready, later starts', `${later.seconds.toFixed(2)} s`, '≤ 1.5 s', later.seconds <= 1.5),
      row('idle, Node process', `${Math.round(later.idle)} MB`, '≤ 300 MB', later.idle <= 300),
    ]
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

async function timedStart(home: string, port: number, settle: number): Promise<{ seconds: number; idle: number }> {
  const env = { ...process.env, SEXTANT_HOME: home, PORT: String(port), DATABASE_URL: '', LOG_LEVEL: 'error' }
  const started = performance.now()
  const server = spawn(process.execPath, [...startFlags(), MAIN, 'serve'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  while (!(await answers(port))) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`)
    await wait(10)
  }
  const seconds = (performance.now() - started) / 1000
  await wait(settle)
  const idle = residentMegabytes(server.pid ?? 0, 'VmRSS')
  await stopped(server)
  return { seconds, idle }
}

async function answers(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ __typename }"}',
    })
    return response.ok
  } catch {
    return false
  }
}

function stopped(server: ChildProcess): Promise<void> {
  return new Promise(resolve => {
    server.once('exit', () => resolve())
    server.kill('SIGTERM')
  })
}
