import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'

export interface Postmaster {
  readonly pid: number
  readonly port: number
  readonly ready: boolean
}

/** What a running server writes into its data folder; undefined when there is no such file. */
export function readPostmaster(data: string): Postmaster | undefined {
  let lines: readonly string[]
  try {
    lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return undefined
  }
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  return { pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' }
}

/** True when that process is a server on this folder: after a crash the number may belong to somebody else by now. */
export function isAlive(postmaster: Postmaster, data: string): boolean {
  try {
    return readlinkSync(`/proc/${postmaster.pid}/cwd`) === realpathSync(data)
  } catch (error) {
    // Another user's process cannot be looked into; it is alive all the same.
    return error instanceof Error && 'code' in error && error.code === 'EACCES'
  }
}

/** A server killed with its machine or container leaves its file; the next one would refuse if the pid was reused. */
export function removeStaleFile(data: string): void {
  rmSync(join(data, 'postmaster.pid'), { force: true })
}

export function acceptsConnections(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1000 })
    const end = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
    socket.once('timeout', () => end(false))
  })
}
