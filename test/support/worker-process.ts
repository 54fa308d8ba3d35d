import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readConfig } from '../../src/config.js'

const root = readConfig({}).root

/** A worker in a process of its own, as `sextant worker` runs it; to be killed. */
export async function startWorkerProcess(env: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const script = `
    const { startWorker } = await import(process.argv[1] + '/app/commands/start-worker.js')
    const { readConfig } = await import(process.argv[1] + '/config.js')
    const worker = await startWorker(readConfig())
    process.once('SIGTERM', async () => { await worker.stop(); process.exit(0) })
    process.stdout.write('ready')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, `file://${root}/dist/src`], {
    env: { PATH: process.env['PATH'], LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((done, fail) => {
    child.stdout?.once('data', () => done())
    child.once('exit', code => fail(new Error(`the worker ended (${code})`)))
  })
  child.removeAllListeners('exit')
  return child
}

export function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
  return new Promise(done => child.once('exit', done))
}
