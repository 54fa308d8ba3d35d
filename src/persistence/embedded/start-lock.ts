import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const PATIENCE_MILLISECONDS = 30_000

/** One starter at a time: two processes that make the same data folder at once would destroy it. */
export async function withStartLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const end = Date.now() + PATIENCE_MILLISECONDS
  while (!take(path)) {
    if (isAbandoned(path)) rmSync(path, { force: true })
    else if (Date.now() > end) throw new Error(`Another process has been starting the database for too long (${path})`)
    else await sleep(25)
  }
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

function take(path: string): boolean {
  try {
    const file = openSync(path, 'wx', 0o600)
    writeSync(file, String(process.pid))
    closeSync(file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function isAbandoned(path: string): boolean {
  try {
    if (Date.now() - statSync(path).mtimeMs > PATIENCE_MILLISECONDS) return true
    const pid = Number(readFileSync(path, 'utf8'))
    if (pid > 0) process.kill(pid, 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}
