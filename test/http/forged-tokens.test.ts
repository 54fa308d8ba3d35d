import { join } from 'node:path'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createToken } from '../../src/app/commands/create-token.js'
import { forge } from '../support/forged-tokens.js'
import type { Forge } from '../support/forged-tokens.js'
import { startTestServer } from '../support/server.js'
import type { TestServer } from '../support/server.js'

/** Every forged and stale token at every door of the running service; nothing of it may be told apart from outside. */
let server: TestServer
let good: string
let forged: Forge
let uploadId: string

beforeAll(async () => {
  server = await startTestServer({ worker: false, env: { SEXTANT_ANONYMOUS_PER_MINUTE: '100000' } })
  const request = { organisation: 'test', seconds: 600, subject: 'somebody' }
  good = await createToken(server.config, { ...request, roles: ['LABORATORY_TECHNICIAN'] })
  forged = forge(
    () => join(server.config.home, 'dev-issuer.json'),
    () => good,
  )
  const patient = await server.graphql<{ createPatient: { id: string } }>(
    good,
    'mutation { createPatient(input: { displayName: "Pat", idempotencyKey: "p" }) { id } }',
  )
  const opened = await server.graphql<{ createUpload: { upload: { id: string } } }>(
    good,
    'mutation ($input: CreateUploadInput!) { createUpload(input: $input) { upload { id } } }',
    { input: { patientId: patient.data?.createPatient.id, idempotencyKey: 'u' } },
  )
  uploadId = opened.data?.createUpload.upload.id ?? ''
})

afterAll(() => server.stop())

const ASK = JSON.stringify({ query: '{ me { id } }' })
const FOLLOW = () => ({ query: `subscription { uploadProgress(uploadId: "${uploadId}") { state } }` })

/** Status of each door: a question, the first line of an upload, its bytes, an event stream. */
async function knock(token: string): Promise<readonly number[]> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const end = new AbortController()
  const answers = await Promise.all([
    fetch(`${server.url}/graphql`, { method: 'POST', headers, body: ASK }),
    fetch(`${server.url}/uploads/${uploadId}`, { headers }),
    fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { ...headers, accept: 'text/event-stream' },
      body: JSON.stringify(FOLLOW()),
      signal: end.signal,
    }),
  ])
  const statuses = answers.map(({ status }) => status)
  end.abort()
  return statuses
}

/** What a socket says: the first event, or the code it was closed with. */
function socket(token: string): Promise<unknown> {
  const client = createClient({
    url: `${server.url.replace('http', 'ws')}/graphql`,
    connectionParams: { Authorization: `Bearer ${token}` },
    retryAttempts: 0,
  })
  return new Promise(done => {
    client.subscribe(FOLLOW(), {
      next: ({ data }) => {
        done(data)
        void client.dispose()
      },
      error: closed => done(typeof closed === 'object' && closed !== null && 'code' in closed ? closed.code : closed),
      complete: () => done('complete'),
    })
  })
}

describe('S4 forged and stale tokens at the doors of the service', () => {
  it('a good one opens each of them', async () => {
    expect(await knock(good)).toEqual([200, 200, 200])
    expect(await socket(good)).toEqual({ uploadProgress: { state: 'OPEN' } })
  })

  it('at least forty are tried, and none is accepted by any', async () => {
    expect(forged.forgeries.length).toBeGreaterThanOrEqual(40)
    const accepted: string[] = []
    for (const [what, make] of forged.forgeries) {
      const token = await make()
      const [statuses, closed] = await Promise.all([knock(token), socket(token)])
      if (statuses.some(status => status !== 401) || closed !== 4403)
        accepted.push(`${what}: ${statuses.join()} ${String(closed)}`)
    }
    expect(accepted).toEqual([])
  })

  it('a token in the address or in a cookie is no token', async () => {
    const answers = await Promise.all([
      fetch(`${server.url}/graphql?access_token=${good}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: ASK,
      }),
      fetch(`${server.url}/uploads/${uploadId}`, {
        headers: { cookie: `access_token=${good}; authorization=Bearer ${good}` },
      }),
      fetch(`${server.url}/uploads/${uploadId}?authorization=Bearer%20${good}`),
    ])
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401])
  })

  it('S6 a token that was issued for less than its owner may do opens that alone', async () => {
    const scoped = (scope: unknown) => forged.signed(forged.claims({ organisation: 'test', scope }))
    const codes = async (token: string) => {
      const patients = await server.graphql(token, '{ patients { totalCount } }')
      const genes = await server.graphql(token, '{ genes(first: 1) { totalCount } }')
      return [patients, genes].map(({ errors }) => errors?.[0]?.extensions['code'] ?? 'answered')
    }
    expect(await codes(await scoped('openid fhirUser'))).toEqual(['answered', 'answered'])
    expect(await codes(await scoped('user/Patient.rs'))).toEqual(['answered', 'answered'])
    for (const scope of ['user/Observation.rs', 'user/Patient.c', 'patient/Patient.rs', { any: 'thing' }])
      expect(await codes(await scoped(scope))).toEqual(['FORBIDDEN', 'answered'])
  })

  it('S7 a socket and an event stream end when their token does', async () => {
    const seconds = Math.floor(Date.now() / 1000)
    const short = await forged.signed(forged.claims({ exp: seconds + 1, organisation: 'test' }))
    const headers = {
      authorization: `Bearer ${short}`,
      'content-type': 'application/json',
      accept: 'text/event-stream',
    }
    const stream = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(FOLLOW()) })
    expect(stream.status).toBe(200)
    const closed = new Promise<unknown>(done => {
      const client = createClient({
        url: `${server.url.replace('http', 'ws')}/graphql`,
        connectionParams: { Authorization: `Bearer ${short}` },
        retryAttempts: 0,
      })
      client.subscribe(FOLLOW(), { next: () => {}, error: done, complete: () => done('complete') })
    })
    await stream.text()
    expect(await closed).toMatchObject({ code: 4403 })
    expect(Date.now()).toBeLessThan((seconds + 6) * 1000)
  })
})
