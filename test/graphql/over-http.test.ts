import { auditServer } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer } from '../support/server.js'
import type { TestServer } from '../support/server.js'

let server: TestServer
let token: string

beforeAll(async () => {
  server = await startTestServer({ worker: false })
  token = await server.token(['PHARMACIST'])
})
afterAll(() => server.stop())

async function post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: text,
  })
}

const bearer = () => ({ authorization: `Bearer ${token}` })

test('all audits of GraphQL over HTTP are ok', async () => {
  const results = await auditServer({
    url: `${server.url}/graphql`,
    fetchFn: (url: string, init: RequestInit) =>
      fetch(url, { ...init, headers: [...new Headers(init?.headers), ...Object.entries(bearer())] }),
  })
  expect(results.filter(result => result.status !== 'ok').map(result => `${result.id} ${result.name}`)).toEqual([])
  expect(results).toHaveLength(61)
}, 60_000)

describe('S9 without a token', () => {
  test('{ __typename } is answered, by POST and by GET', async () => {
    const posted = await post({ query: '{ __typename }' })
    expect([posted.status, await posted.json()]).toEqual([200, { data: { __typename: 'Query' } }])
    const got = await fetch(`${server.url}/graphql?query=${encodeURIComponent('{ __typename }')}`)
    expect([got.status, await got.json()]).toEqual([200, { data: { __typename: 'Query' } }])
  })

  test.each([
    ['a field', '{ me { id } }'],
    ['the schema', '{ __schema { types { name } } }'],
    ['a field beside __typename', '{ __typename knowledge { version } }'],
    ['a fragment', '{ ...F } fragment F on Query { __typename }'],
    ['a mutation', 'mutation { __typename }'],
    ['a second operation', 'query A { __typename } query B { me { id } }'],
    ['something that is no GraphQL', '{'],
    ['nothing', undefined],
  ])('%s is 401 before anything is executed', async (_what, query) => {
    const response = await post({ query })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
    const { errors, data } = await response.json()
    expect(data).toBeUndefined()
    expect(errors[0].extensions).toMatchObject({ code: 'UNAUTHENTICATED', retryable: false })
  })

  test('a forged token is 401 even for { __typename }', async () => {
    expect((await post({ query: '{ __typename }' }, { authorization: 'Bearer forged' })).status).toBe(401)
  })
})

describe('S45 and S46 errors', () => {
  test('a failure has code, retryable and request id, and 200 with data beside it', async () => {
    const response = await post({ query: '{ me { id } gene(symbol: "NONE") { name } }' }, bearer())
    expect(response.status).toBe(200)
    const { data, errors } = await response.json()
    expect(data).toMatchObject({ gene: null })
    expect(data.me.id).toEqual(expect.any(String))
    expect(errors).toEqual([
      expect.objectContaining({
        path: ['gene'],
        extensions: { code: 'UNKNOWN_GENE', retryable: false, requestId: response.headers.get('x-request-id') },
      }),
    ])
  })

  test('a document that does not fit the schema is 400 for those who read the newer media type, 200 for others', async () => {
    const newer = await post({ query: '{ nothing }' }, { ...bearer(), accept: 'application/graphql-response+json' })
    const older = await post({ query: '{ nothing }' }, { ...bearer(), accept: 'application/json' })
    expect([newer.status, older.status]).toEqual([400, 200])
    const { errors } = await newer.json()
    expect(errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
  })

  test('a page beyond the cap is refused, not cut down', async () => {
    const { errors } = await server.graphql(token, '{ genes(first: 101) { totalCount } }')
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', details: { first: 101, maximum: 100 } })
    const { data } = await server.graphql<{ genes: { nodes: object[] } }>(
      token,
      '{ genes(first: 100) { nodes { id } } }',
    )
    expect(data?.genes.nodes.length).toBeGreaterThan(25)
  })

  test('a subscription by POST is refused with the way to ask it', async () => {
    const { errors } = await server.graphql(token, 'subscription { uploadProgress(uploadId: "x") { state } }')
    expect(errors?.[0]).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT' },
      message: expect.stringMatching(/socket/),
    })
  })

  test('forms of other sites are refused: a body that no script is needed for gets no answer', async () => {
    const response = await fetch(`${server.url}/graphql?query=${encodeURIComponent('{ __typename me { id } }')}`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{}',
    })
    expect(response.status).toBeGreaterThanOrEqual(400)
  })
})

describe('S43 and S44 limits, as a client meets them', () => {
  const newer = { accept: 'application/graphql-response+json' }
  const tokens = (count: number) => `{ patientsByIds(ids: [${'"x" '.repeat(count - 12)}]) { id } }`

  test('parsing stops at the limit of tokens, and the answer is 400', async () => {
    expect((await post({ query: tokens(2000) }, { ...bearer(), ...newer })).status).toBe(200)
    const refused = await post({ query: tokens(2001) }, { ...bearer(), ...newer })
    const { errors } = await refused.json()
    expect([refused.status, errors[0].extensions]).toEqual([
      400,
      expect.objectContaining({ code: 'QUERY_TOO_COMPLEX', details: { limit: 'tokens', maximum: 2000 } }),
    ])
  })

  test('an operation that costs too much is 400, whatever media type is read', async () => {
    const query = '{ patients(first: 100) { nodes { samples { geneCalls { evidence { position { hgvs } } } } } } }'
    for (const accept of ['application/json', newer.accept]) {
      const response = await post({ query }, { ...bearer(), accept })
      const { errors } = await response.json()
      expect([response.status, errors[0].extensions.code]).toEqual([400, 'QUERY_TOO_COMPLEX'])
    }
  })

  test('the cost stands in every answer', async () => {
    const { extensions } = await server.graphql(token, '{ patients(first: 10) { nodes { id samples { id } } } }')
    expect(extensions).toEqual({ cost: { points: expect.any(Number), maximum: 5000 } })
  })

  test('no more than five mistakes of a document are listed', async () => {
    const query = `{ ${Array.from({ length: 50 }, (_, index) => `wrong${index}`).join(' ')} }`
    const { errors } = await server.graphql(token, query)
    expect(errors?.length).toBeLessThanOrEqual(6)
  })
})
