import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createToken } from '../../src/app/commands/create-token.js'
import type { Role } from '../../src/usecases/records.js'
import { startTestServer } from '../support/server.js'
import type { TestServer } from '../support/server.js'

const POINTS = 40
const LIMITS = {
  SEXTANT_REQUESTS_PER_MINUTE: '20',
  SEXTANT_POINTS_PER_MINUTE: String(POINTS),
  SEXTANT_ANONYMOUS_PER_MINUTE: '6',
  SEXTANT_SUBSCRIPTIONS_PER_ACTOR: '2',
  SEXTANT_SUBSCRIPTIONS: '3',
  SEXTANT_RESPONSE_BYTES: '1500',
  SEXTANT_EXECUTION_SECONDS: '0.6',
  SEXTANT_HEADER_SECONDS: '0.5',
  SEXTANT_REQUEST_SECONDS: '0.5',
  SEXTANT_SOCKETS: '40',
  SEXTANT_SOCKETS_PER_CLIENT: '10',
  TRUSTED_PROXIES: '127.0.0.0/8',
}

let server: TestServer
/** The same limits, but nobody in front of it is trusted. */
let direct: TestServer

beforeAll(async () => {
  server = await startTestServer({ worker: false, env: LIMITS })
  direct = await startTestServer({ worker: false, env: { ...LIMITS, TRUSTED_PROXIES: '' } })
})

afterAll(async () => {
  await Promise.all([server.stop(), direct.stop()])
})

/** A token of somebody of their own: limits are counted by person. */
function tokenOf(subject: string, role: Role = 'PHARMACIST'): Promise<string> {
  return createToken(server.config, { roles: [role], organisation: 'test', seconds: 3600, subject })
}

interface Answer {
  readonly status: number
  readonly retryAfter: string | null
  readonly code?: unknown
  readonly text: string
}

async function post(
  token: string | undefined,
  body: unknown,
  headers: Record<string, string> = {},
  at = server,
): Promise<Answer> {
  const response = await fetch(`${at.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify(body),
  })
  return await read(response)
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text()
  const parsed: { errors?: { extensions: { code: string } }[] } = text.startsWith('{') ? JSON.parse(text) : {}
  const code = parsed.errors?.[0]?.extensions.code
  return { status: response.status, retryAfter: response.headers.get('retry-after'), code, text }
}

const CHEAP = { query: '{ __typename }' }

describe('S44 how often somebody may ask', () => {
  it('an actor has so many requests a minute, by whatever face; another one is not touched by it', async () => {
    const [eager, calm] = await Promise.all([tokenOf('eager'), tokenOf('calm')])
    const answers = []
    for (let index = 0; index < 19; index += 1) answers.push((await post(eager, CHEAP)).status)
    expect(new Set(answers)).toEqual(new Set([200]))
    const headers = { authorization: `Bearer ${eager}` }
    expect((await fetch(`${server.url}/uploads/x`, { headers })).status).toBe(404)
    for (const refused of [await post(eager, CHEAP), await read(await fetch(`${server.url}/uploads/x`, { headers }))]) {
      expect(refused).toMatchObject({ status: 429, code: 'RATE_LIMITED' })
      expect(Number(refused.retryAfter)).toBeGreaterThan(0)
      expect(Number(refused.retryAfter)).toBeLessThanOrEqual(60)
    }
    const bundle = await fetch(`${server.url}/fhir/Bundle?patient=x&source=y`, { method: 'POST', headers, body: '{}' })
    const outcome: { resourceType: string; issue: { code: string }[] } = await bundle.json()
    expect([bundle.status, outcome.resourceType, outcome.issue[0]?.code]).toEqual([
      429,
      'OperationOutcome',
      'throttled',
    ])
    expect(bundle.headers.get('content-type')).toContain('application/fhir+json')
    expect(Number(bundle.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await post(calm, CHEAP)).status).toBe(200)
  })

  it('an actor has so many points a minute: to the point, and not one more', async () => {
    const token = await tokenOf('thirsty')
    const query = '{ patients(first: 10) { nodes { samples { id } } } }'
    const first = await post(token, { query })
    const { points } = JSON.parse(first.text).extensions.cost
    for (let spent: number = points; spent + points <= POINTS; spent += points)
      expect((await post(token, { query })).code).toBeUndefined()
    const refused = await post(token, { query })
    expect(refused).toMatchObject({ status: 429, code: 'RATE_LIMITED' })
    expect(Number(refused.retryAfter)).toBeGreaterThan(0)
    expect((await post(token, CHEAP)).status).toBe(200)
  })

  it('an address without a good token has so many requests a minute; one with a token has its own', async () => {
    const from = (client: string) => ({ 'x-forwarded-for': client })
    for (let index = 0; index < 3; index += 1) {
      expect((await post(undefined, CHEAP, from('192.0.2.1'))).status).toBe(200)
      expect((await post('forged', CHEAP, from('192.0.2.1'))).status).toBe(401)
    }
    expect(await post(undefined, CHEAP, from('192.0.2.1'))).toMatchObject({ status: 429, code: 'RATE_LIMITED' })
    expect((await post('forged', CHEAP, from('192.0.2.1'))).status).toBe(429)
    const token = await tokenOf('same-house', 'CLINICIAN')
    expect((await post(token, CHEAP, from('192.0.2.1'))).status).toBe(200)
    expect((await post(undefined, CHEAP, from('192.0.2.2'))).status).toBe(200)
    expect((await fetch(`${server.url}/health/live`, { headers: from('192.0.2.1') })).status).toBe(200)
  })

  it('S10 what a stranger writes about its address makes it nobody else', async () => {
    const statuses = []
    for (let index = 0; index < 8; index += 1)
      statuses.push((await post(undefined, CHEAP, { 'x-forwarded-for': `192.0.2.${index}` }, direct)).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429, 429])
  })
})

describe('S44 how long and how large an answer may be', () => {
  /** An answer of exactly so many bytes. */
  async function answerOf(token: string, bytes: number): Promise<Answer> {
    const { text } = await post(token, { query: '{ a: __typename }' })
    const query = `{ ${'a'.repeat(1 + bytes - Buffer.byteLength(text))}: __typename }`
    return await post(token, { query })
  }

  it('an answer of the largest size is sent, one a byte larger is refused whole', async () => {
    const token = await tokenOf('large')
    const fits = await answerOf(token, 1500)
    expect([fits.status, Buffer.byteLength(fits.text)]).toEqual([200, 1500])
    expect(await answerOf(token, 1501)).toMatchObject({ status: 400, code: 'QUERY_TOO_COMPLEX' })
  })

  it('an answer that takes too long is given up, and the next one is not worse for it', async () => {
    const token = await tokenOf('slow')
    const query = '{ patients { totalCount } }'
    const connection = server.database.owner.em.fork()
    await connection.begin()
    await connection.execute('lock table patient in access exclusive mode')
    const started = performance.now()
    const late = await post(token, { query })
    expect(performance.now() - started).toBeLessThan(2500)
    expect(late).toMatchObject({ status: 503, code: 'TIMEOUT' })
    await connection.rollback()
    expect((await post(token, { query })).status).toBe(200)
  })
})

describe('S44 connections', () => {
  const port = () => Number(new URL(server.url).port)

  function open(at: number, text = ''): Promise<{ readonly socket: Socket; readonly ended: Promise<string> }> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port: at }, () => {
        socket.write(text)
        resolve({ socket, ended })
      })
      let received = ''
      const ended = new Promise<string>(done => {
        socket.on('data', (chunk: Buffer) => (received += chunk.toString()))
        socket.on('close', () => done(received))
      })
      socket.on('error', reject)
    })
  }

  it('headers that do not come end with 408, as does a body that does not come', async () => {
    const token = await tokenOf('stalling')
    const half = await open(port(), 'POST /graphql HTTP/1.1\r\nhost: x\r\n')
    const headers = `authorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: 100`
    const bodiless = await open(port(), `POST /graphql HTTP/1.1\r\nhost: x\r\n${headers}\r\n\r\n{"query":`)
    const resource = headers.replace('application/json', 'application/fhir+json')
    const bundleless = await open(
      port(),
      `POST /fhir/Bundle?patient=x&source=y HTTP/1.1\r\nhost: x\r\n${resource}\r\n\r\n{`,
    )
    const started = performance.now()
    const answers = await Promise.all([half.ended, bodiless.ended, bundleless.ended])
    expect(performance.now() - started).toBeLessThan(3000)
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(answers[2]).toContain('"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"timeout"')
  })

  it('headers of 16 KiB are taken, larger ones are 431', async () => {
    const send = async (bytes: number) =>
      (
        await (
          await open(
            port(),
            `GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx: ${'x'.repeat(bytes)}\r\n\r\n`,
          )
        ).ended
      ).slice(0, 13)
    expect(await send(15 * 1024)).toBe('HTTP/1.1 200 ')
    expect(await send(17 * 1024)).toBe('HTTP/1.1 431 ')
  })

  it('one client has its share of connections and no more; as soon as one ends there is room', async () => {
    const at = Number(new URL(direct.url).port)
    const idle = await Promise.all(Array.from({ length: 10 }, () => open(at)))
    const live = 'GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'
    const beyond = await open(at, live)
    beyond.socket.on('error', () => {})
    expect(await beyond.ended).toBe('')
    idle[0]?.socket.destroy()
    const answered = async () => (await (await open(at, live)).ended).startsWith('HTTP/1.1 200')
    await expect.poll(answered, { interval: 50 }).toBe(true)
    for (const { socket } of idle) socket.destroy()
  })
})

describe('S44 subscriptions', () => {
  async function anUpload(token: string): Promise<string> {
    const patient = await server.graphql<{ createPatient: { id: string } }>(
      token,
      'mutation { createPatient(input: { displayName: "Pat",  idempotencyKey: "p" }) { id } }',
    )
    const upload = await server.graphql<{ createUpload: { upload: { id: string } } }>(
      token,
      'mutation ($input: CreateUploadInput!) { createUpload(input: $input) { upload { id } } }',
      { input: { patientId: patient.data?.createPatient.id, idempotencyKey: 'u' } },
    )
    return upload.data?.createUpload.upload.id ?? ''
  }

  function follow(token: string, uploadId: string, signal?: AbortSignal): Promise<Response> {
    return fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: `subscription { uploadProgress(uploadId: "${uploadId}") { state } }` }),
      ...(signal === undefined ? {} : { signal }),
    })
  }

  it('so many of one actor, so many in all; one that ends makes room', async () => {
    const [one, other] = await Promise.all([
      tokenOf('following', 'LABORATORY_TECHNICIAN'),
      tokenOf('following-too', 'LABORATORY_TECHNICIAN'),
    ])
    const [uploadOfOne, uploadOfOther] = [await anUpload(one), await anUpload(other)]
    const leave = new AbortController()
    const first = await follow(one, uploadOfOne, leave.signal)
    const rest = new AbortController()
    expect([first.status, (await follow(one, uploadOfOne, rest.signal)).status]).toEqual([200, 200])
    expect(await read(await follow(one, uploadOfOne))).toMatchObject({
      status: 429,
      code: 'RATE_LIMITED',
      retryAfter: '5',
    })
    expect((await follow(other, uploadOfOther, rest.signal)).status).toBe(200)
    expect((await read(await follow(other, uploadOfOther))).status).toBe(429)
    leave.abort()
    const again = async () => (await follow(other, uploadOfOther, rest.signal)).status
    await expect.poll(again, { interval: 50 }).toBe(200)
    rest.abort()
  })

  it('S7 a page of elsewhere may not follow', async () => {
    const token = await tokenOf('cross', 'LABORATORY_TECHNICIAN')
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'text/event-stream',
      origin: 'https://elsewhere.example.org',
    }
    const body = JSON.stringify({ query: 'subscription { uploadProgress(uploadId: "x") { state } }' })
    const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body })
    expect(await read(response)).toMatchObject({ status: 403, code: 'FORBIDDEN' })
  })
})

describe('S44 what is no question', () => {
  const newer = { accept: 'application/graphql-response+json' }

  it('several operations in one request are 400: they would be counted as one', async () => {
    const token = await tokenOf('batching')
    expect((await post(token, [CHEAP, CHEAP], newer)).status).toBe(400)
    expect((await post(token, [CHEAP], newer)).status).toBe(400)
  })

  it('GET asks and never changes: a mutation is 405', async () => {
    const headers = { authorization: `Bearer ${await tokenOf('getting')}`, ...newer }
    const get = async (query: string) =>
      (await fetch(`${server.url}/graphql?query=${encodeURIComponent(query)}`, { headers })).status
    expect(await get('{ __typename }')).toBe(200)
    expect(await get('mutation { __typename }')).toBe(405)
    for (const method of ['PUT', 'DELETE', 'PATCH'])
      expect((await fetch(`${server.url}/graphql`, { method, headers, body: '{}' })).status).toBeGreaterThanOrEqual(400)
  })

  it('no more than ten mistakes of the variables are listed', async () => {
    const token = await tokenOf('mistaken')
    const query = 'query ($ids: [ID!]!) { patientsByIds(ids: $ids) { id } }'
    const { text } = await post(token, { query, variables: { ids: Array.from({ length: 50 }, () => null) } }, newer)
    expect(JSON.parse(text).errors.length).toBeLessThanOrEqual(11)
  })
})
