import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { OperationTypeNode } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createToken } from '../../src/app/commands/create-token.js'
import { readConfig } from '../../src/config.js'
import { graphqlSchema } from '../../src/graphql/schema.js'
import { CANARY_DATE, canariesIn, createCanaries, markedOperations } from '../support/canary.js'
import { cloneDatabase } from '../support/clone-database.js'
import type { TestDatabase } from '../support/clone-database.js'
import { forge } from '../support/forged-tokens.js'
import { buildIfOld, PATIENCE, ROOT } from '../support/sextant.js'

/**
 * S51: marked values in every field that may hold something personal, on every way in, while everything goes wrong that
 * can; then all that the processes wrote and all that errors said is searched for the marks.
 */
const canaries = createCanaries()
const mark = () => canaries.text()

let database: TestDatabase
let home: string
let token: string
let url: string
let metricsUrl: string
let server: ChildProcess
const written: Buffer[] = []
/** What errors said, and every header. */
const said: string[] = []

const ROLES = ['LABORATORY_DIRECTOR', 'LABORATORY_TECHNICIAN', 'PHARMACIST', 'CLINICIAN'] as const

function start(command: readonly string[], more: Readonly<Record<string, string>> = {}): ChildProcess {
  const child = spawn(process.execPath, ['--disable-proto=delete', 'dist/src/main.js', ...command], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: database.url,
      SEXTANT_HOME: home,
      PORT: '0',
      LOG_LEVEL: 'debug',
      SEXTANT_EXECUTION_SECONDS: '1',
      SEXTANT_REQUESTS_PER_MINUTE: '1000000',
      SEXTANT_POINTS_PER_MINUTE: '1000000000',
      SEXTANT_ANONYMOUS_PER_MINUTE: '1000000',
      SEXTANT_UPLOADS_PER_HOUR: '100000',
      SEXTANT_WORKER_BACKOFF_SECONDS: '0',
      SEXTANT_SHUTDOWN_SECONDS: '0.1',
      ...more,
    },
  })
  child.stdout.on('data', (chunk: Buffer) => written.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => written.push(chunk))
  return child
}

function saying(child: ChildProcess, text: string): Promise<string> {
  let all = ''
  return new Promise((resolve, reject) => {
    const look = (chunk: Buffer) => {
      all += chunk.toString()
      if (all.includes(text)) resolve(all)
    }
    child.stdout?.on('data', look)
    child.stderr?.on('data', look)
    child.once('exit', code => reject(new Error(`ended with ${code}: ${all}`)))
  })
}

function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise(done => {
    child.once('exit', () => done())
    child.kill('SIGTERM')
  })
}

beforeAll(async () => {
  buildIfOld()
  database = await cloneDatabase()
  home = mkdtempSync(join(tmpdir(), 'sextant-canary-'))
  const config = readConfig({ DATABASE_URL: database.url, SEXTANT_HOME: home })
  token = await createToken(config, { roles: ROLES, organisation: 'test', seconds: 3600, subject: 'canary' })
  server = start(['serve', '--no-worker'], { METRICS_PORT: '0' })
  const welcome = await saying(server, '/metrics')
  url = /GraphQL +(\S+)\/graphql/.exec(welcome)?.[1] ?? ''
  metricsUrl = /Metrics +(\S+)/.exec(welcome)?.[1] ?? ''
}, 60_000)

afterAll(async () => {
  await stopped(server)
  await database.drop()
  rmSync(home, { recursive: true, force: true })
})

/** What was sent as text, to know which marks were on the way. */
const sent: string[] = []

/** Sends it, and keeps what of the answer is an error: what a client asked for is theirs to read. */
async function send(at: string, path: string, init: RequestInit): Promise<number> {
  if (typeof init.body === 'string') sent.push(init.body)
  sent.push(`${path} ${JSON.stringify(init.headers)}`)
  const response = await fetch(at + path, init)
  said.push([...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n'))
  const text = await response.text()
  const isData = response.status < 400 && text.startsWith('{')
  const { data: _theirs, ...rest } = isData ? JSON.parse(text) : { text }
  said.push(response.status < 400 && path.startsWith('/uploads') ? '' : JSON.stringify(rest))
  return response.status
}

const JSON_TYPE = { 'content-type': 'application/json' }
const bearer = (value: string) => ({ authorization: `Bearer ${value}` })
const post = (at: string, body: RequestInit['body'], headers: Readonly<Record<string, string>> = {}) =>
  send(at, '/graphql', { method: 'POST', headers: { ...JSON_TYPE, ...bearer(token), ...headers }, body: body ?? null })

/** Every way over HTTP, except what only an upload can do. */
async function sendEverything(at: string): Promise<void> {
  const operations = markedOperations(graphqlSchema(), canaries)
  const ask = async () => {
    for (const { kind, ...asked } of operations) {
      const accept = kind === OperationTypeNode.SUBSCRIPTION ? 'text/event-stream' : 'application/json'
      await post(at, JSON.stringify(asked), { accept })
    }
  }
  await Promise.all([ask(), ask(), ask(), ask()])
  const query = 'mutation ($i: CreatePatientInput!) { createPatient(input: $i) { id } }'
  const input = () => ({
    displayName: mark(),
    medicalRecordNumber: mark(),
    birthDate: CANARY_DATE,
    idempotencyKey: mark(),
  })
  const person = input()
  // The same number twice; the same key for something else; a body that is none; too large; in a wrong type.
  for (const i of [
    person,
    { ...person, idempotencyKey: mark() },
    { ...input(), idempotencyKey: person.idempotencyKey },
  ])
    await post(at, JSON.stringify({ query, variables: { i } }))
  await post(at, `{"query":"${mark()}`)
  await post(at, mark())
  await post(at, JSON.stringify([{ query: mark() }]))
  await post(at, JSON.stringify({ query, operationName: 'x', variables: mark() }))
  await post(at, JSON.stringify({ query, variables: { i: { ...input(), displayName: mark().repeat(8000) } } }))
  await post(at, JSON.stringify({ query, variables: { i: { ...input(), displayName: mark().repeat(5000) } } }))
  await post(at, mark(), { 'content-type': 'text/plain' })
  await post(at, mark(), { 'content-type': 'multipart/form-data; boundary=x' })
  await post(at, mark(), { 'content-encoding': 'gzip' })
  await post(at, new Uint8Array(gzipSync(mark().repeat(100_000))), { 'content-encoding': 'gzip' })
  for (const text of [
    `{ me { id } ${mark()} "${mark()}"`,
    `"${mark()}"`,
    `{ genes(search: """${mark()}""" 1) }`,
    `{ genes(search: "${mark()}`,
  ])
    await post(at, JSON.stringify({ query: text }))
  for (const name of [
    'user-agent',
    'referer',
    'x-request-id',
    'x-forwarded-for',
    'cookie',
    'traceparent',
    'accept-language',
    'origin',
  ])
    await post(at, JSON.stringify({ query: '{ patients(first: 1000) { totalCount } }' }), { [name]: mark() })
  for (const accept of ['application/json', 'text/event-stream']) {
    await post(at, JSON.stringify({ query: 'x' }), { accept, ...bearer(mark()) })
    await post(at, JSON.stringify({ query: 'x' }), { accept, authorization: `Basic ${mark()}` })
  }
  for (const path of [
    `/${mark()}`,
    `/uploads/${mark()}`,
    `/graphql?query=${mark()}`,
    `/graphql?query={me{id}}&variables={"${mark()}`,
    `/%zz${mark()}`,
  ])
    await send(at, path, { headers: bearer(token) })
  await send(at, `/uploads/${mark()}`, {
    method: 'PUT',
    headers: { ...bearer(token), 'content-digest': mark() },
    body: mark(),
  })
}

async function sendMarkedTokens(): Promise<void> {
  const { signed, claims } = forge(
    () => join(home, 'dev-issuer.json'),
    () => token,
  )
  for (const more of [
    { sub: mark() },
    { organisation: mark() },
    { sub: 'canary', organisation: mark(), name: mark() },
    { iss: mark() },
    { aud: mark() },
    { scope: mark(), patient: mark() },
  ])
    await post(url, JSON.stringify({ query: '{ patients { totalCount } }' }), bearer(await signed(claims(more))))
}

/** Sockets: what they are closed with, and every message. */
async function sendOverSockets(): Promise<void> {
  const hello = { type: 'connection_init', payload: { Authorization: `Bearer ${token}` } }
  const subscribe = (query: string) => ({ id: mark(), type: 'subscribe', payload: { query } })
  const talks: readonly (readonly unknown[])[] = [
    [{ type: 'connection_init', payload: { Authorization: `Bearer ${mark()}` } }],
    [{ type: mark() }],
    [hello, hello],
    [hello, { type: 'subscribe', payload: { query: mark() } }],
    [hello, subscribe(`subscription { uploadProgress(uploadId: "${mark()}") { state } }`)],
    [hello, subscribe(`subscription { uploadProgress(uploadId: { a: "${mark()}" }) { state } }`)],
    [hello, subscribe(`{ ${mark()}`)],
    [subscribe(mark())],
  ]
  await Promise.all(
    [...talks, [mark()]].map(async talk => {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
      await new Promise<void>(done => {
        let id = ''
        socket.on('open', () => {
          for (const message of talk) socket.send(typeof message === 'string' ? message : JSON.stringify(message))
          id = talk.flatMap(message => /"id":"(\w+)"/.exec(JSON.stringify(message))?.[1] ?? []).at(-1) ?? ''
        })
        socket.on('message', (message: Buffer) => {
          // The client's own name for its question is not ours to keep back.
          const text = message.toString().replaceAll(id === '' ? '\u0000' : id, '')
          said.push(text)
          if (/"type":"(error|complete)"/.test(text)) socket.close()
        })
        socket.on('close', (code: number, reason: Buffer) => {
          said.push(`${code} ${reason.toString()}`)
          done()
        })
      })
    }),
  )
}

async function answerOf<T>(query: string, variables: object): Promise<T> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { ...JSON_TYPE, ...bearer(token) },
    body: JSON.stringify({ query, variables }),
  })
  const { data } = await response.json()
  return data
}

/** Files that are wrong in many ways, marked in header, names and rows; their uploads' ids. */
async function sendFiles(most = Infinity): Promise<readonly string[]> {
  const patient = await answerOf<{ createPatient: { id: string } }>(
    'mutation ($i: CreatePatientInput!) { createPatient(input: $i) { id } }',
    { i: { displayName: mark(), idempotencyKey: mark() } },
  )
  const columns = '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT'
  const header = () =>
    `##fileformat=VCFv4.2\n##source=${mark()}\n##contig=<ID=chr10,length=133797422,assembly=${mark()}>\n`
  const row = (more = '') =>
    `chr10\t94781859\t${mark()}\tG\tA\t${mark()}\t${mark()}\tX=${mark()}\tGT:${mark()}\t0/1:${mark()}${more}\n`
  const name = mark()
  const files: readonly (string | Uint8Array<ArrayBuffer>)[] = [
    mark(),
    header(),
    `${header()}${columns}\t${name}\n${row()}`,
    `${header()}${columns}\t${name}\t${name}\n${row('\t0/0')}`,
    `${header()}${columns}\t${mark()}\n${row()}${row(`\t${mark()}`)}chr10\t${mark()}\n`,
    `${header()}##INFO=<ID=__proto__,Number=1,Type=String,Description="${mark()}">\n${columns}\t${name}\n${row()}`,
    `${header()}${columns}\t${name}\nchr10\t94781859\t.\t${mark()}\t${mark()}\t.\t.\t.\tGT\t${mark()}\n${row().trimEnd()}`,
    new Uint8Array(gzipSync(`${header()}${columns}\t${name}\n${row()}`)).slice(0, 60),
  ]
  const ids: string[] = []
  for (const body of files.slice(0, most)) {
    const input = {
      patientId: patient.createPatient.id,
      idempotencyKey: mark(),
      fileName: `${mark()}.vcf`,
      sampleName: ids.length === 4 ? mark() : undefined,
    }
    const { createUpload } = await answerOf<{ createUpload: { upload: { id: string } } }>(
      'mutation ($i: CreateUploadInput!) { createUpload(input: $i) { upload { id } } }',
      { i: input },
    )
    ids.push(createUpload.upload.id)
    const digest = { 'content-digest': `sha-256=:${'A'.repeat(43)}=:` }
    await send(url, `/uploads/${createUpload.upload.id}`, {
      method: 'PUT',
      headers: { ...bearer(token), ...digest },
      body,
    })
    await send(url, `/uploads/${createUpload.upload.id}`, { method: 'PUT', headers: bearer(token), body })
  }
  return ids
}

const ENDED = ['READY', 'PARTIAL', 'REJECTED']

async function allEnded(ids: readonly string[]): Promise<void> {
  for (const id of ids)
    await expect
      .poll(
        async () =>
          (await answerOf<{ upload: { state: string } }>('query ($id: ID!) { upload(id: $id) { state } }', { id }))
            .upload.state,
        { timeout: 60_000, interval: 100 },
      )
      .toSatisfy(state => ENDED.includes(String(state)))
  for (const id of ids) {
    const { upload } = await answerOf<{ upload: unknown }>(
      'query ($id: ID!) { upload(id: $id) { state refusal { code message } diagnostics { code } } }',
      { id },
    )
    said.push(JSON.stringify(upload))
  }
}

/** The database itself quotes rows when something is wrong with them: from now on something is wrong with each. */
async function breakRows(): Promise<void> {
  const connection = database.owner.em.getConnection()
  await connection.execute(`
    create function quote_row() returns trigger language plpgsql as $$
      begin raise exception 'no %', new using detail = new::text, hint = new::text, errcode = '23514'; end $$`)
  const tables = await connection.execute<{ name: string }[]>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename !~ '^(audit|mikro|membership|actor|organisation)'`,
  )
  for (const { name } of tables)
    await connection.execute(
      `create trigger quoting before insert or update on ${name} for each row execute function quote_row()`,
    )
}

describe('S51 marked values', PATIENCE, () => {
  it('are found where somebody repeats them: the search works, and the marks are on the way', async () => {
    const echo = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () =>
        response
          .writeHead(400)
          .end(`${request.url} ${JSON.stringify(request.headers)} ${Buffer.concat(chunks).toString()}`),
      )
    })
    await new Promise<void>(done => {
      echo.listen(0, '127.0.0.1', done)
    })
    const address = echo.address()
    await sendEverything(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
    echo.close()
    const found = new Set(canariesIn(said.splice(0).join('\n')))
    const onTheWay = canariesIn(sent.join('\n'))
    expect(onTheWay.length).toBeGreaterThan(300)
    expect(onTheWay.filter(canary => !found.has(canary))).toEqual([])
    expect(found).toContain(CANARY_DATE)
  })

  it('stand in no error, no log and no metric, whatever goes wrong', async () => {
    await sendEverything(url)
    await sendMarkedTokens()
    await sendOverSockets()
    // Readers that die over the file, then readers that read it.
    const dying = start(['worker'], { SEXTANT_PARSE_SECONDS: '0.05' })
    const lost = await sendFiles(2)
    await allEnded(lost)
    await stopped(dying)
    const worker = start(['worker'])
    await allEnded(await sendFiles())
    await stopped(worker)
    await breakRows()
    for (const { kind, ...asked } of markedOperations(graphqlSchema(), canaries))
      if (kind === OperationTypeNode.MUTATION) await post(url, JSON.stringify(asked))
    // An answer that is given up; then no database at all.
    const connection = database.owner.em.fork()
    await connection.begin()
    await connection.execute('lock table patient in access exclusive mode')
    await post(
      url,
      JSON.stringify({ query: 'query ($s: String) { patients(search: $s) { totalCount } }', variables: { s: mark() } }),
    )
    await connection.rollback()
    await database.owner.em.getConnection().execute(`alter table patient rename to patient_gone`)
    await post(
      url,
      JSON.stringify({ query: 'query ($s: String) { patients(search: $s) { totalCount } }', variables: { s: mark() } }),
    )
    await database.drop()
    await post(
      url,
      JSON.stringify({ query: 'query ($s: String) { patients(search: $s) { totalCount } }', variables: { s: mark() } }),
    )
    await send(url, `/uploads/${mark()}`, { method: 'PUT', headers: bearer(token), body: mark() })
    const metrics = await (await fetch(metricsUrl)).text()
    await stopped(server)

    expect(metrics).toMatch(/sextant_errors_total\{face="graphql",code="INTERNAL_SERVER_ERROR"\} \d/)
    expect(metrics.split('\n').length).toBeGreaterThan(200)
    expect(canariesIn(metrics).slice(0, FEW)).toEqual([])
    const log = Buffer.concat(written).toString()
    expect(log.includes('"msg":"bug"')).toBe(true)
    expect(log.split('\n').length).toBeGreaterThan(200)
    expect(said.length).toBeGreaterThan(400)
    expect(canariesIn(log).slice(0, FEW)).toEqual([])
    const leaks = said.flatMap(text => canariesIn(text).map(found => `${found} in ${text.slice(0, 300)}`))
    expect(leaks.slice(0, FEW)).toEqual([])
  })
})

/** Enough to know where to look. */
const FEW = 20
