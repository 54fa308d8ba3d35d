import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoBytes } from '../support/test-ports.js'
import { startTestServer } from '../support/server.js'
import type { TestServer } from '../support/server.js'

let server: TestServer
let laboratory: string
let patientId: string
let keys = 0

/** Of nobody. */
const UNKNOWN_PATIENT =
  'mutation { createUpload(input: { patientId: "01a00000-0000-7000-8000-000000000000", idempotencyKey: "of nobody" }) { uploadUrl } }'

beforeAll(async () => {
  server = await startTestServer({
    worker: false,
    env: { SEXTANT_UPLOAD_BYTES: '20000', SEXTANT_UPLOAD_IDLE_SECONDS: '1.5', METRICS_PORT: '0' },
  })
  laboratory = await server.token(['LABORATORY_TECHNICIAN'])
  const answer = await server.graphql<{ createPatient: { id: string } }>(
    laboratory,
    'mutation { createPatient(input: { displayName: "Pat", idempotencyKey: "p" }) { id } }',
  )
  patientId = answer.data?.createPatient.id ?? ''
})

afterAll(async () => {
  await server.stop()
})

const get = (path: string, headers: Record<string, string> = {}) => fetch(server.url + path, { headers })
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

async function anUploadId(): Promise<string> {
  keys += 1
  const answer = await server.graphql<{ createUpload: { uploadUrl: string } }>(
    laboratory,
    'mutation ($input: CreateUploadInput!) { createUpload(input: $input) { uploadUrl } }',
    { input: { patientId, idempotencyKey: `u${keys}` } },
  )
  return answer.data?.createUpload.uploadUrl.split('/').at(-1) ?? ''
}

/** A body whose length is not told beforehand. */
function putStream(id: string, body: ReadableStream<Uint8Array>) {
  const request = { method: 'PUT', headers: bearer(laboratory), body, duplex: 'half' }
  return fetch(`${server.url}/uploads/${id}`, request)
}

function put(id: string, body: string | Buffer, headers: Record<string, string> = bearer(laboratory)) {
  return fetch(`${server.url}/uploads/${id}`, {
    method: 'PUT',
    headers,
    body: typeof body === 'string' ? body : new Uint8Array(body),
  })
}

async function codeOf(response: Response): Promise<unknown> {
  const body: { errors?: { extensions: { code: string } }[] } = await response.json()
  return body.errors?.[0]?.extensions.code
}

describe('S9 without a token', () => {
  it('is told that the service lives and is ready, in one word', async () => {
    for (const [path, word] of [
      ['/health/live', 'live'],
      ['/health/ready', 'ready'],
    ] as const) {
      const response = await get(path)
      expect([response.status, await response.text()]).toEqual([200, word])
    }
  })

  it('may ask for { __typename } and nothing else', async () => {
    expect(await server.graphql(undefined, '{ __typename }')).toMatchObject({
      status: 200,
      data: { __typename: 'Query' },
    })
    expect(await server.graphql(undefined, '{ patients { totalCount } }')).toMatchObject({ status: 401 })
  })

  it.each(['/uploads/01a20a3f-8810-739f-ba48-b6af4213abec', '/uploads/x'])('is refused at %s', async path => {
    const response = await get(path)
    expect([response.status, response.headers.get('www-authenticate'), await codeOf(response)]).toEqual([
      401,
      'Bearer',
      'UNAUTHENTICATED',
    ])
  })

  it.each(['Bearer', 'Bearer ', 'Bearer x', 'Basic eDp5', 'bearer x y', 'x'.repeat(9000)])(
    'is refused with "%s"',
    async authorization => {
      expect((await get('/uploads/x', { authorization })).status).toBe(401)
    },
  )
})

describe('S6 with a token', () => {
  it('a right taken away is gone at the next request', async () => {
    const token = await server.token(['CLINICIAN'], 'leaving')
    expect((await server.graphql(token, '{ patients { totalCount } }')).errors).toBeUndefined()
    await server.database.owner.em
      .getConnection()
      .execute(
        `update membership set valid_to = now() from organisation o where o.id = organisation_id and o.slug = 'leaving'`,
      )
    expect(await server.graphql(token, '{ patients { totalCount } }')).toMatchObject({ status: 403 })
  })

  it('a role without the right is refused by name of the code', async () => {
    const admin = await server.token(['ORGANISATION_ADMIN'])
    const answer = await server.graphql(admin, '{ patients { totalCount } }')
    expect(answer.errors?.[0]?.extensions['code']).toBe('FORBIDDEN')
  })
})

describe('PUT /uploads/{id}', () => {
  it('S29 answers 201 once the bytes are kept, and shows what it has', async () => {
    const id = await anUploadId()
    const bytes = demoBytes('petra-slowly.vcf.gz')
    const response = await put(id, bytes)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    expect(response.status).toBe(201)
    expect(await response.json()).toEqual({
      id,
      state: 'RECEIVED',
      sizeBytes: bytes.byteLength,
      sha256,
      diagnostics: 0,
    })
    expect(await (await get(`/uploads/${id}`, bearer(laboratory))).json()).toMatchObject({ id, state: 'RECEIVED' })
  })

  it('S44 takes a file of exactly the limit and refuses one a byte longer, told or not', async () => {
    expect((await put(await anUploadId(), Buffer.alloc(20_000))).status).toBe(201)
    const beyond = await put(await anUploadId(), Buffer.alloc(20_001))
    expect([beyond.status, await codeOf(beyond)]).toEqual([413, 'PAYLOAD_TOO_LARGE'])
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let sent = 0; sent < 30; sent += 1) controller.enqueue(new Uint8Array(1000))
        controller.close()
      },
    })
    const untold = await putStream(await anUploadId(), body)
    expect(untold.status).toBe(413)
  })

  it('checks a stated digest', async () => {
    const digest = createHash('sha256').update('abc').digest('base64')
    const wrong = { ...bearer(laboratory), 'repr-digest': `sha-256=:${digest}:` }
    const refused = await put(await anUploadId(), 'abd', wrong)
    expect([refused.status, await codeOf(refused)]).toEqual([400, 'BAD_USER_INPUT'])
    expect((await put(await anUploadId(), 'abc', { ...wrong, 'content-digest': `sha-256=:${digest}:` })).status).toBe(
      201,
    )
    expect((await put(await anUploadId(), 'abc', { ...bearer(laboratory), 'content-digest': 'md5=:x:' })).status).toBe(
      400,
    )
  })

  it('takes no encoded transfer, whose checksum would mean something else', async () => {
    const response = await put(await anUploadId(), 'x', { ...bearer(laboratory), 'content-encoding': 'gzip' })
    expect([response.status, await codeOf(response)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
  })

  it('ends a sender who stalls with 408, and the upload stays open', async () => {
    const id = await anUploadId()
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined
    const body = new ReadableStream<Uint8Array>({
      start(started) {
        controller = started
        started.enqueue(Buffer.from('some'))
      },
    })
    const response = await putStream(id, body)
    expect(response.status).toBe(408)
    controller?.error(new Error('over'))
    expect(await (await get(`/uploads/${id}`, bearer(laboratory))).json()).toMatchObject({ state: 'OPEN' })
  })

  it('S12 an upload of another organisation is as unknown as one that never was', async () => {
    const id = await anUploadId()
    const stranger = bearer(await server.token(['LABORATORY_TECHNICIAN'], 'elsewhere'))
    const answers = await Promise.all(
      [id, '01a20a3f-8810-739f-ba48-b6af4213abec'].map(each => get(`/uploads/${each}`, stranger)),
    )
    const bodies = await Promise.all(answers.map(each => each.json()))
    for (const body of bodies) body.errors[0].extensions.requestId = ''
    expect(answers.map(({ status }) => status)).toEqual([404, 404])
    expect(bodies[0]).toEqual(bodies[1])
    expect((await put(id, 'x', stranger)).status).toBe(404)
  })

  it('refuses whoever may not upload', async () => {
    const response = await put(await anUploadId(), 'x', bearer(await server.token(['PHARMACIST'])))
    expect([response.status, await codeOf(response)]).toEqual([403, 'FORBIDDEN'])
  })
})

describe('what comes in and goes out', () => {
  it('S47 malformed JSON is refused without a word of it', async () => {
    const headers = { 'content-type': 'application/json', ...bearer(laboratory) }
    const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body: '{"secret-canary' })
    const text = await response.text()
    expect(response.status).toBe(400)
    expect(text).toContain('BAD_USER_INPUT')
    expect(text).not.toContain('canary')
  })

  it('S44 takes a JSON body of the limit and refuses a larger one', async () => {
    const headers = { 'content-type': 'application/json', ...bearer(laboratory) }
    const limit = server.config.http.jsonBodyBytes
    const bodyOf = (bytes: number) => '{"query":"{__typename}"}'.padEnd(bytes, ' ')
    const status = async (body: string) =>
      (await fetch(`${server.url}/graphql`, { method: 'POST', headers, body })).status
    expect([await status(bodyOf(limit)), await status(bodyOf(limit + 1))]).toEqual([200, 413])
  })

  it('an address that is too long or malformed is refused', async () => {
    expect((await get(`/${'x'.repeat(8 * 1024)}`)).status).toBe(414)
    expect((await get('/uploads/%zz', bearer(laboratory))).status).toBe(400)
    expect((await get('/nowhere')).status).toBe(404)
  })

  it('carries strict headers, and no cache keeps it', async () => {
    const { headers } = await get('/health/live')
    expect(headers.get('content-security-policy')).toContain(`default-src 'none'`)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('S27 no cache keeps any answer but the empty playground, whatever is asked and however it ends', async () => {
    const id = await anUploadId()
    const json = { 'content-type': 'application/json', ...bearer(laboratory) }
    const ask = (body: string, headers: Record<string, string> = json) =>
      fetch(`${server.url}/graphql`, { method: 'POST', headers, body })
    const stream = { accept: 'text/event-stream' }
    const progress = JSON.stringify({ query: `subscription { uploadProgress(id: "${id}") { state } }` })
    const answers = await Promise.all([
      get('/health/ready'),
      get('/nowhere'),
      get(`/uploads/${id}`),
      get(`/uploads/${id}`, bearer(laboratory)),
      get('/graphql?query=%7B__typename%7D', bearer(laboratory)),
      put(id, 'no VCF'),
      put('none', 'no VCF'),
      ask('{"query":"{ patients(first: 1) { nodes { displayName } } }"}'),
      ask('{"query":"{ genes(first: 1) { nodes { symbol } } }"}'),
      ask('{"query":"{"}'),
      ask('{'),
      ask('{"query":"{__typename}"}', { 'content-type': 'application/json' }),
      ask(progress, { ...json, ...stream }),
      get(`/${'x'.repeat(8 * 1024)}`),
    ])
    const kept = answers.filter(({ headers }) => !(headers.get('cache-control') ?? '').includes('no-store'))
    expect(kept.map(({ url, status }) => `${status} ${url.slice(0, 80)}`)).toEqual([])
    for (const { body } of answers) await body?.cancel()
  })

  it('S27 addresses that we give out name ids and nothing of a person', async () => {
    const answer = await server.graphql<{ createUpload: { uploadUrl: string } }>(
      laboratory,
      'mutation ($input: CreateUploadInput!) { createUpload(input: $input) { uploadUrl } }',
      { input: { patientId, sampleName: 'vandersloot', fileName: 'quirina.vcf', idempotencyKey: 'MRN-1' } },
    )
    expect(answer.data?.createUpload.uploadUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/uploads\/[0-9a-f-]{36}$/)
  })

  it('the playground has a policy of its own and needs nothing from elsewhere', async () => {
    const response = await get('/graphiql')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-security-policy')).toContain(`connect-src 'self'`)
  })
})

describe('S52 S53 what an operator watches', () => {
  const watch = async () => {
    const response = await fetch(server.running.metricsUrl ?? '')
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    const figures = new Map<string, number>()
    for (const line of (await response.text()).split('\n')) {
      const [, name = '', value] = /^(\w+(?:\{[^}]*\})?) (\S+)/.exec(line) ?? []
      if (name !== '') figures.set(name, Number(value))
    }
    return figures
  }
  /** A request counts when its connection knows that it has ended, which is a moment after the answer. */
  const growthOf = async (name: string, work: () => Promise<unknown>) => {
    const before = (await watch()).get(name) ?? 0
    await work()
    const grown = async () => ((await watch()).get(name) ?? 0) - before
    return await expect.poll(grown, { interval: 10 }).toBeGreaterThan(0).then(grown)
  }

  it.each([
    ['sextant_requests_total{face="graphql",code="OK"}', 'a good answer', '{ me { id } }'],
    ['sextant_requests_total{face="graphql",code="NOT_FOUND"}', 'an error inside a 200', UNKNOWN_PATIENT],
    ['sextant_errors_total{face="graphql",code="NOT_FOUND"}', 'its code', UNKNOWN_PATIENT],
    ['sextant_requests_total{face="graphql",code="GRAPHQL_PARSE_FAILED"}', 'what is no document', '{'],
    ['sextant_operation_cost_points_count', 'what an operation costs', '{ me { id } }'],
    ['sextant_pool_wait_seconds_count', 'the wait for a connection', '{ patients { totalCount } }'],
    ['sextant_accesses_total{outcome="DENIED"}', 'a denial', UNKNOWN_PATIENT],
  ])('counts in %s: %s', async (name, _what, query) => {
    expect(await growthOf(name, () => server.graphql(laboratory, query))).toBeGreaterThan(0)
  })

  it('counts what other faces refuse, by code, and what is refused before anybody looks', async () => {
    const refused = 'sextant_requests_total{face="uploads",code="NOT_FOUND"}'
    const unknown = '/uploads/01a00000-0000-7000-8000-000000000000'
    expect(await growthOf(refused, () => get(unknown, bearer(laboratory)))).toBe(1)
    const long = 'sextant_requests_total{face="other",code="HTTP_414"}'
    expect(await growthOf(long, () => get(`/${'x'.repeat(9000)}`))).toBe(1)
    const anonymous = 'sextant_requests_total{face="graphql",code="UNAUTHENTICATED"}'
    expect(await growthOf(anonymous, () => server.graphql(undefined, '{ me { id } }'))).toBe(1)
    expect(await growthOf('sextant_request_seconds_count{face="health"}', () => get('/health/live'))).toBe(1)
  })

  it('shows how many accepted files wait, and how long the oldest does', async () => {
    const id = await anUploadId()
    expect(await growthOf('sextant_uploads_waiting', () => put(id, demoBytes('mia-halfread.vcf.gz')))).toBe(1)
    expect((await watch()).get('sextant_uploads_oldest_seconds')).toBeGreaterThan(0)
  })

  it('shows how old the oldest row is that no seal covers, and what answers', async () => {
    await server.graphql(laboratory, UNKNOWN_PATIENT)
    const figures = await watch()
    expect(figures.get('sextant_audit_unsealed_seconds')).toBeGreaterThan(0)
    expect(figures.get('sextant_disk_bytes{state="free"}')).toBeGreaterThan(0)
    expect([...figures.keys()].join('\n')).toMatch(/sextant_build_info\{version="\S+",knowledge="\S+"\}/)
    for (const name of [
      'nodejs_eventloop_lag_p99_seconds',
      'process_cpu_seconds_total',
      'sextant_outbox_waiting',
      'sextant_glass_unreviewed',
    ])
      expect(figures.has(name), name).toBe(true)
    expect([...figures].filter(([name, value]) => name.includes('watch_failed') && value !== 0)).toEqual([])
  })

  it('is not there on the port that clients reach, and shows nothing else on its own', async () => {
    expect((await get('/metrics', bearer(laboratory))).status).toBe(404)
    const own = server.running.metricsUrl ?? ''
    expect(own).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/)
    expect((await fetch(own.replace('/metrics', '/health/live'))).status).toBe(404)
    expect((await fetch(own, { method: 'POST' })).status).toBe(404)
  })

  it('keeps its labels to lists that do not grow: one client who makes up names adds none', async () => {
    const count = async () => (await watch()).size
    await server.graphql(laboratory, 'query Fixed { nothing }')
    const before = await count()
    for (const name of ['A', 'B', 'C']) {
      await server.graphql(laboratory, `query Made${name} { nothing }`)
      await get(`/made/${name}`)
    }
    expect((await count()) - before).toBeLessThanOrEqual(1)
  })
})
