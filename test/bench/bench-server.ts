import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startFlags } from './start-flags.js'

const MAIN = new URL('../../src/main.js', import.meta.url).pathname
const MOST_CLIENTS = 64

/** Asks the server once, with its demonstration token; throws for anything but an answer. */
export type Post = (body: object) => Promise<string>

/** Runs another server process over the same database and home, and asks it with the same token. */
export type Beside = (module: string) => Promise<Post>

/** A server of its own with the demonstration patients, all of them called; it is gone afterwards. */
export async function withBenchServer<T>(measure: (post: Post, beside: Beside) => Promise<T>): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'sextant-bench-api-'))
  const port = 20_000 + (process.pid % 20_000)
  const env = {
    ...process.env,
    // As `npm start` does.
    NODE_ENV: 'production',
    SEXTANT_HOME: home,
    PORT: String(port),
    DATABASE_URL: '',
    // One actor asks as fast as the server answers: what is measured is not the limit.
    SEXTANT_REQUESTS_PER_MINUTE: '1000000000',
    SEXTANT_POINTS_PER_MINUTE: '1000000000',
  }
  const server = spawn(process.execPath, [...startFlags(), MAIN, 'serve'], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_CLIENTS })
  const others: ChildProcess[] = []
  try {
    const token = await tokenOf(server)
    const post: Post = body => send({ agent, port, token, body: JSON.stringify(body) })
    await allCalled(post)
    return await measure(post, async module => {
      const other = spawn(process.execPath, [...startFlags(), module], {
        env: { ...env, PORT: String(port + 1), SEXTANT_DEMO: 'off' },
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      others.push(other)
      const otherPort = await portOf(other)
      return body => send({ agent, port: otherPort, token, body: JSON.stringify(body) })
    })
  } finally {
    agent.destroy()
    for (const other of others) await stopped(other)
    await stopped(server)
    rmSync(home, { recursive: true, force: true })
  }
}

/** Requests a second that so many clients get answered, each asking again at once. */
export async function throughput(ask: () => Promise<string>, clients: number, seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1000
  let answered = 0
  const started = performance.now()
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        await ask()
        answered += 1
      }
    }),
  )
  return answered / ((performance.now() - started) / 1000)
}

interface Posted {
  readonly agent: Agent
  readonly port: number
  readonly token: string
  readonly body: string
}

function send(posted: Posted): Promise<string> {
  const { agent, port, token, body } = posted
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      authorization: `Bearer ${token}`,
    }
    const outgoing = request(
      { agent, port, host: '127.0.0.1', path: '/graphql', method: 'POST', headers },
      response => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (text += chunk))
        response.on('end', () => (response.statusCode === 200 ? resolve(text) : reject(new Error(text))))
      },
    )
    // A connection that was idle may be closed by the server at the moment it is used again.
    outgoing.on('error', error => (outgoing.reusedSocket ? resolve(send(posted)) : reject(error)))
    outgoing.end(body)
  })
}

/** The demonstration token that the server prints when it is ready. */
function tokenOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    server.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const [token] = /eyJ[\w-]+\.[\w-]+\.[\w-]+(?=["\s])/.exec(text) ?? []
      if (token !== undefined) resolve(token)
    })
    server.once('exit', code => reject(new Error(`the server ended with ${code}`)))
  })
}

/** The address that a server beside prints when it is ready. */
function portOf(server: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    server.stdout?.on('data', (chunk: Buffer) => resolve(Number(new URL(chunk.toString().trim()).port)))
    server.once('exit', code => reject(new Error(`the server beside ended with ${code}`)))
  })
}

/** Demonstration data are called after the start; until all are, they compete with what is measured. */
async function allCalled(post: Post): Promise<void> {
  for (let known = -1; ;) {
    const text = await post({ query: '{ samples(first: 1) { totalCount } }' })
    const { samples } = JSON.parse(text).data
    if (samples.totalCount > 0 && samples.totalCount === known) return
    known = samples.totalCount
    await wait(5000)
  }
}

function stopped(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return Promise.resolve()
  return new Promise(resolve => {
    server.once('exit', () => resolve())
    server.kill('SIGTERM')
  })
}
