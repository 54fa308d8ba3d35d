import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createMissingLinks, nativeFolder } from './postgres-binaries.js'
import { acceptsConnections, isAlive, readPostmaster, removeStaleFile } from './postmaster-file.js'
import { chooseRunAs } from './run-as.js'
import type { RunAs } from './run-as.js'
import { withStartLock } from './start-lock.js'

export interface EmbeddedPostgres {
  /** Superuser URL of database `postgres`. */
  readonly url: string
  /** False when another process of ours had started it: then stopping is that process's business. */
  readonly started: boolean
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** Folder for data, password and log; made when missing. */
  readonly folder: string
  /** Durability off, for throwaway test servers only. */
  readonly throwaway?: boolean
  readonly runAs?: RunAs['mode']
}

const READY_MILLISECONDS = 30_000

/**
 * A real PostgreSQL on 127.0.0.1 and a random port that stays the same while it is free. Several processes on one folder
 * share one server: whoever comes first starts it. For development, demonstrations and tests; not for production data.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const folder = resolve(options.folder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const native = nativeFolder()
  createMissingLinks(native)
  const runAs = chooseRunAs(native, folder, options.runAs)
  return await withStartLock(join(folder, 'starting'), async () => {
    const data = join(runAs.folder, 'data')
    const running = await findRunning(data)
    const password = readPassword(folder)
    if (running !== undefined) return { url: urlOf(running, password), started: false, stop: async () => {} }
    if (!existsSync(join(data, 'PG_VERSION'))) await initialise(runAs, data, password)
    const port = await choosePort(folder)
    const server = await launch(runAs, data, port, options.throwaway === true)
    return { url: urlOf(port, password), started: true, stop: () => stop(server) }
  })
}

function urlOf(port: number, password: string): string {
  return `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`
}

/** The port of a server on this folder; waits for one that is starting or stopping, clears the file of a dead one. */
async function findRunning(data: string): Promise<number | undefined> {
  const end = Date.now() + READY_MILLISECONDS
  for (;;) {
    const postmaster = readPostmaster(data)
    if (postmaster === undefined) return undefined
    if (!isAlive(postmaster, data)) {
      removeStaleFile(data)
      return undefined
    }
    if (postmaster.ready && (await acceptsConnections(postmaster.port))) return postmaster.port
    if (Date.now() > end) throw new Error(`The database server of ${data} (pid ${postmaster.pid}) does not answer`)
    await sleep(25)
  }
}

function readPassword(folder: string): string {
  const path = join(folder, 'password')
  if (!existsSync(path)) writeFileSync(path, randomBytes(24).toString('hex'), { mode: 0o600 })
  return readFileSync(path, 'utf8').trim()
}

async function initialise(runAs: RunAs, data: string, password: string): Promise<void> {
  // What an interrupted first start left behind has no PG_VERSION in its place and no rows anybody was promised.
  rmSync(data, { recursive: true, force: true })
  const passwordFile = join(runAs.folder, 'initial-password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (runAs.uid !== undefined) chownSync(passwordFile, runAs.uid, runAs.uid)
  try {
    const locale = ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    const access = ['-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`]
    const child = run(runAs, 'initdb', ['-D', data, ...access, ...locale, '--no-sync'])
    const output = collect(child)
    const code = await new Promise<number | null>((done, fail) => child.once('error', fail).once('exit', done))
    if (code !== 0) throw new Error(`initdb failed (${code}): ${output().slice(-2000)}`)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/** Other processes keep their connection settings over a restart when the port stays. */
async function choosePort(folder: string): Promise<number> {
  const path = join(folder, 'port')
  const last = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0
  const port = last > 0 && (await isFree(last)) ? last : await freePort()
  writeFileSync(path, String(port))
  return port
}

function isFree(port: number): Promise<boolean> {
  return listen(port).then(
    () => true,
    () => false,
  )
}

const freePort = () => listen(0)

function listen(port: number): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen({ host: '127.0.0.1', port }, () => {
      const address = server.address()
      const bound = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => done(bound))
    })
  })
}

async function launch(runAs: RunAs, data: string, port: number, throwaway: boolean): Promise<ChildProcess> {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    shared_buffers: '64MB',
    max_connections: '60',
    log_parameter_max_length_on_error: '0',
    ...(throwaway ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = run(runAs, 'postgres', ['-D', data, '-p', String(port), ...flags])
  const output = collect(child)
  await new Promise<void>((done, fail) => {
    const give = (message: string) => fail(new Error(`${message}: ${output().slice(-2000)}`))
    const timer = setTimeout(() => give('The embedded PostgreSQL does not become ready'), READY_MILLISECONDS)
    const settle = (act: () => void) => {
      clearTimeout(timer)
      act()
    }
    child.once('error', error => settle(() => fail(error)))
    child.once('exit', code => settle(() => give(`The embedded PostgreSQL ended (${code})`)))
    child.stderr?.on('data', () => {
      if (/ready to accept connections/.test(output())) settle(done)
    })
  })
  child.removeAllListeners('exit')
  child.removeAllListeners('error')
  child.unref()
  return child
}

function run(runAs: RunAs, program: 'initdb' | 'postgres', parameters: readonly string[]): ChildProcess {
  const [command, ...rest] = [...runAs.wrap, join(runAs.native, 'bin', program), ...parameters]
  return spawn(command ?? program, rest, {
    cwd: '/',
    env: { LC_ALL: 'C', PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin' },
    uid: runAs.uid,
    gid: runAs.gid,
    // Its own process group: Ctrl-C in a terminal must reach the server through our clean stop, not directly.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** The last output of a program; keeps its pipes from holding this process and from growing. */
function collect(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString('utf8')).slice(-8000)
    })
    if (stream !== null && 'unref' in stream && typeof stream.unref === 'function') stream.unref()
  }
  return () => text
}

/** SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything committed is kept. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.ref()
  const ended = new Promise<void>(done => child.once('exit', () => done()))
  child.kill('SIGINT')
  await ended
}
