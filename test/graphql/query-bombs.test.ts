import { gzipSync } from 'node:zlib'
import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createToken } from '../../src/app/commands/create-token.js'
import { startTestServer } from '../support/server.js'
import type { TestServer } from '../support/server.js'

let server: TestServer
let attacker: string
let normal: string

beforeAll(async () => {
  server = await startTestServer({
    worker: false,
    env: { SEXTANT_REQUESTS_PER_MINUTE: '1000000', SEXTANT_POINTS_PER_MINUTE: '1000000000' },
  })
  const request = { roles: ['PHARMACIST'], organisation: 'test', seconds: 3600 } as const
  attacker = await createToken(server.config, { ...request, subject: 'attacker' })
  normal = await createToken(server.config, { ...request, subject: 'normal' })
})
afterAll(() => server.stop())

const times = (count: number, text: (index: number) => string, between = ' ') =>
  Array.from({ length: count }, (_, index) => text(index)).join(between)
const drugs = (depth: number): string => (depth <= 1 ? '{ name }' : `{ ingredients ${drugs(depth - 1)} }`)
const nested = (open: string, inner: string, close: string, depth: number) =>
  open.repeat(depth) + inner + close.repeat(depth)
const fan = (levels: number, width: number, leaf: string) =>
  `${times(levels, i => `fragment F${i} on Drug { ${times(width, () => `...F${i + 1}`)} }`)} fragment F${levels} on Drug { ${leaf} }`

const schemaParts = getIntrospectionQuery().slice(getIntrospectionQuery().indexOf('fragment FullType'))
const SEARCH = 'query ($s: String) { genes(search: $s) { totalCount } }'
const IDS = 'query ($ids: [ID!]!) { patientsByIds(ids: $ids) { id } }'
const EVIDENCE = 'nodes { samples { geneCalls { evidence { position { hgvs } } } } }'

const ask = (query: string, variables?: unknown) => JSON.stringify({ query, variables })

interface Bomb {
  readonly body?: string | Uint8Array
  readonly method?: string
  readonly search?: string
  readonly headers?: Readonly<Record<string, string>>
}

const document = (query: string, variables?: unknown): Bomb => ({ body: ask(query, variables) })
const raw = (body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Bomb => ({ body, headers })
const get = (search: string): Bomb => ({ method: 'GET', search })

const BOMBS: Readonly<Record<string, Bomb>> = {
  // Deep
  'thirteen levels': document(`{ drug(name: "x") ${drugs(12)} }`),
  'a hundred levels': document(`{ drug(name: "x") ${drugs(100)} }`),
  'as many levels as tokens allow': document(`{ drug(name: "x") ${drugs(490)} }`),
  'more levels than tokens allow': document(`{ drug(name: "x") ${drugs(5000)} }`),
  'levels in fragments': document(`{ drug(name: "x") { ...A } } fragment A on Drug ${drugs(12)}`),
  'levels in inline fragments': document(
    `{ drug(name: "x") ${nested('{ ... on Drug { ingredients ', '{ name }', '} }', 14)} }`,
  ),
  'brackets without an end': document('{ drug { '.repeat(900)),
  'brackets without a beginning': document('}'.repeat(1900)),
  'a list in a list in a list': document(`{ patientsByIds(ids: ${nested('[', '"x"', ']', 900)}) { id } }`),
  'an object in an object': document(`{ checkDrug(input: ${nested('{ a: ', '1', '}', 600)}) { __typename } }`),
  // Wide
  'eleven root fields': document(`{ ${times(11, i => `a${i}: me { id }`)} }`),
  'hundreds of root fields': document(`{ ${times(300, i => `a${i}: me { id }`)} }`),
  'thirty-one aliases': document(`{ me { ${times(31, i => `a${i}: id`)} } }`),
  'hundreds of aliases': document(`{ me { ${times(600, i => `a${i}: id`)} } }`),
  'aliases that conflict': document(`{ me { ${times(200, i => `a: id b: id a: name c${i}: id`)} } }`),
  'arguments that conflict': document(`{ ${times(150, i => `genes(first: ${i + 1}) { totalCount }`)} }`),
  'six mutations at once': document(
    `mutation { ${times(6, i => `a${i}: createPatient(input: { displayName: "x", idempotencyKey: "k" }) { id }`)} }`,
  ),
  'a field a thousand times': document(`{ ${times(1999, () => '__typename')} }`),
  'a thousand fields that do not exist': document(`{ ${times(1500, i => `x${i}`)} }`),
  tokens: document(`{ patientsByIds(ids: [${'"x" '.repeat(3000)}]) { id } }`),
  'tokens of nothing but exclamation marks': document('!'.repeat(3000)),
  // Cost
  'a page of pages': document(`{ patients(first: 100) { ${EVIDENCE} } }`),
  'a page of pages, by a variable': document(`query ($n: Int!) { patients(first: $n) { ${EVIDENCE} } }`, { n: 100 }),
  'a page of pages, by a default': document(`query ($n: Int = 100) { patients(first: $n) { ${EVIDENCE} } }`),
  'a page beyond any': document(`{ patients(first: 2147483647) { ${EVIDENCE} } }`),
  'ten expensive things under ten names': document(
    `{ ${times(10, i => `a${i}: patients(first: 60) { nodes { samples { geneCalls { gene { symbol } } } } }`)} }`,
  ),
  // Fragments
  'fragments that double forty times': document(`{ drug(name: "x") { ...F0 } } ${fan(40, 2, 'ingredients { name }')}`),
  'fragments that multiply by ten': document(`{ drug(name: "x") { ...F0 } } ${fan(20, 10, 'ingredients { name }')}`),
  'fragments that multiply names': document(`{ drug(name: "x") { ...F0 } } ${fan(12, 3, 'a: name b: name')}`),
  'a fragment that spreads itself': document('{ me { ...A } } fragment A on Actor { id ...A }'),
  'two fragments that spread each other': document(
    '{ me { ...A } } fragment A on Actor { ...B } fragment B on Actor { ...A }',
  ),
  'a ring of forty fragments': document(
    `{ drug(name: "x") { ...F0 } } ${times(40, i => `fragment F${i} on Drug { ...F${(i + 1) % 40} }`)}`,
  ),
  'every fragment spreads every fragment': document(
    `{ drug(name: "x") { ...F0 } } ${times(24, i => `fragment F${i} on Drug { ${times(24, j => `...F${j}`)} }`)}`,
  ),
  'fifty-one fragments': document(
    `{ me { ${times(51, i => `...F${i}`)} } } ${times(51, i => `fragment F${i} on Actor { id }`)}`,
  ),
  'fragments that nobody uses': document(`{ me { id } } ${times(200, i => `fragment F${i} on Actor { id }`)}`),
  'fragments that do not exist': document(`{ me { ${times(900, i => `...F${i}`)} } }`),
  'fragments of the same name': document(`{ me { ...A } } ${times(200, () => 'fragment A on Actor { id }')}`),
  // Directives
  'twenty-one directives': document(`{ me { ${times(21, () => 'id @include(if: true)')} } }`),
  'hundreds of directives': document(`{ me { id ${times(480, () => '@skip(if: false)')} } }`),
  'directives that do not exist': document(`{ me { id ${times(900, i => `@d${i}`)} } }`),
  'directives on the operation': document(`query ${times(300, () => '@include(if: true)')} { me { id } }`),
  'delivery in parts': document('{ me { ... @defer { id } } genes { nodes @stream(initialCount: 1) { id } } }'),
  // About the schema
  'the whole schema ten times': document(
    `{ ${times(10, i => `a${i}: __schema { types { ...FullType } }`)} } ${schemaParts}`,
  ),
  'types of fields of types': document(
    '{ __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }',
  ),
  'types of types of types': document(`{ __schema { types ${nested('{ possibleTypes ', '{ name }', '}', 9)} } }`),
  'one type thirty times': document(
    `{ ${times(30, i => `a${i}: __type(name: "Query") { ...FullType }`)} } ${schemaParts}`,
  ),
  // Variables
  'variables beyond 64 KiB': document(SEARCH, { s: 'x'.repeat(65 * 1024) }),
  'a list of tens of thousands': document(IDS, { ids: Array.from({ length: 20_000 }, () => 'x') }),
  'numbers instead of ids': document(IDS, { ids: Array.from({ length: 9000 }, () => ({})) }),
  'variables forty thousand levels deep': raw(
    `{"query":${JSON.stringify(SEARCH)},"variables":{"s":${nested('[', '', ']', 40_000)}}}`,
  ),
  'hundreds of variables that nobody uses': document(`query (${times(300, i => `$v${i}: Int`)}) { me { id } }`),
  'variables of the same name': document(`query (${times(300, () => '$v: Int')}) { genes(first: $v) { totalCount } }`),
  'variables that are a text': raw(JSON.stringify({ query: SEARCH, variables: '{"s":"x"}' })),
  'variables that are a list': raw(JSON.stringify({ query: SEARCH, variables: ['x'] })),
  'a variable of another kind': document(SEARCH, { s: { length: 1e9 } }),
  'a prototype in the variables': raw(`{"query":${JSON.stringify(SEARCH)},"variables":{"s":{"__proto__":{"x":1}}}}`),
  // Numbers and texts
  'a number of four hundred digits': document(`{ genes(first: ${'9'.repeat(400)}) { totalCount } }`),
  'a number of ninety thousand digits': document(`{ genes(first: ${'9'.repeat(90_000)}) { totalCount } }`),
  'a number beyond all': document('{ genes(first: 1e999999999) { totalCount } }'),
  'a number beyond 32 bits, as a variable': document('query ($n: Int!) { genes(first: $n) { totalCount } }', {
    n: 2 ** 40,
  }),
  'a text without an end': document(`{ genes(search: "${'x'.repeat(90_000)}) { totalCount } }`),
  'letters that are none': document('{ \u0000 \uFFFF \uD800 \u202E me { id } }'),
  'names in other alphabets': document(`{ ${times(300, () => 'пациенты')} }`),
  'escapes that are none': document(`{ genes(search: "${'\\uZZZZ'.repeat(1000)}") { totalCount } }`),
  // Bodies
  'a list of operations': raw(`[${times(100, () => ask('{ me { id } }'), ',')}]`),
  'a list of nothing': raw('[]'),
  nothing: raw(''),
  null: raw('null'),
  'a number': raw('1e308'),
  'an object without a question': raw('{}'),
  'half a body': raw('{"query":"{ me { id } }"'),
  brackets: raw('['.repeat(99_000)),
  'a body beyond 100 KiB': document(`#${'x'.repeat(101 * 1024)}\n{ me { id } }`),
  'a body that unpacks to 100 MB': raw(gzipSync(Buffer.alloc(100_000_000, 32)), { 'content-encoding': 'gzip' }),
  'a body in a language nobody speaks': raw('x', { 'content-encoding': 'zebra' }),
  'a body in letters nobody reads': raw('{}', { 'content-type': 'application/json; charset=utf-7' }),
  'a form with files': raw('--x\r\n\r\n--x--', { 'content-type': 'multipart/form-data; boundary=x' }),
  'a question that is an object': raw('{"query":{"kind":"Document","definitions":[]}}'),
  'a thousand questions without a choice': document(times(200, i => `query A${i} { me { id } }`)),
  'a choice that is not there': raw(JSON.stringify({ query: 'query A { me { id } }', operationName: 'B' })),
  'a schema instead of a question': document('type Query { a: Int } extend type Mutation { b: Int }'),
  // Addresses
  'a change by GET': get(`?query=${encodeURIComponent('mutation { __typename }')}`),
  'two questions in an address': get('?query={me{id}}&query={me{name}}'),
  'an address of 9 KiB': get(`?query={__typename}&x=${'x'.repeat(9000)}`),
  'variables that are no JSON': get(`?query=${encodeURIComponent(SEARCH)}&variables={`),
  'another method': { method: 'DELETE' },
  // Subscriptions
  'a subscription by POST': document('subscription { uploadProgress(uploadId: "x") { state } }'),
  'many subscriptions in one': {
    body: ask(`subscription { ${times(20, i => `a${i}: uploadProgress(uploadId: "x") { state }`)} }`),
    headers: { accept: 'text/event-stream' },
  },
  'a question as an event stream': { body: ask('{ me { id } }'), headers: { accept: 'text/event-stream' } },
}

async function drop({ body, method = 'POST', search = '', headers = {} }: Bomb): Promise<Response> {
  return await fetch(`${server.url}/graphql${search}`, {
    method,
    headers: {
      authorization: `Bearer ${attacker}`,
      ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      accept: 'application/graphql-response+json',
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
  })
}

async function asksNormally(): Promise<void> {
  const { status, data } = await server.graphql(normal, '{ genes(first: 5) { nodes { symbol } } }')
  expect([status, data !== undefined]).toEqual([200, true])
}

/** Milliseconds of so many questions of a normal client, one after the other. */
async function normalFor(count: number): Promise<number> {
  const started = performance.now()
  for (let index = 0; index < count; index += 1) await asksNormally()
  return (performance.now() - started) / count
}

describe('S42 S43 S44 query bombs', () => {
  test('there are at least sixty, each is refused as the fault of its sender, and quickly', async () => {
    expect(Object.keys(BOMBS).length).toBeGreaterThanOrEqual(60)
    await normalFor(10)
    const strange: string[] = []
    for (const [what, bomb] of Object.entries(BOMBS)) {
      const started = performance.now()
      const response = await drop(bomb)
      const text = await response.text()
      const milliseconds = performance.now() - started
      if (response.status < 400 || response.status >= 500)
        strange.push(`${what}: ${response.status} ${text.slice(0, 200)}`)
      if (milliseconds > 1500) strange.push(`${what}: ${Math.round(milliseconds)} ms`)
      if (Buffer.byteLength(text) > 8000) strange.push(`${what}: an answer of ${text.length}`)
    }
    expect(strange).toEqual([])
  }, 60_000)

  test('a normal client beside them keeps its rate', async () => {
    const alone = await normalFor(40)
    const over = new AbortController()
    const all = Object.values(BOMBS)
    const attack = (async () => {
      for (let index = 0; !over.signal.aborted; index += 1) await (await drop(all[index % all.length] ?? {})).text()
    })()
    const beside = await normalFor(40)
    over.abort()
    await attack
    // One core shared with a client that never pauses: half would be fair.
    expect(alone / beside).toBeGreaterThan(0.1)
  }, 60_000)

  test('what is only strange, not large, is answered or refused, and quickly', async () => {
    const odd = [
      `#${'x'.repeat(90_000)}\n{ me { id } }`,
      `{ ${nested('... on Query { ', 'me { id }', ' }', 300)} }`,
      `{ ${'\t\n, \uFEFF'.repeat(10_000)} me { id } }`,
      `{ me { ${times(900, () => 'id')} } }`,
    ]
    for (const query of odd) {
      const started = performance.now()
      const response = await drop(document(query))
      expect(response.status).toBeLessThan(500)
      expect(performance.now() - started).toBeLessThan(1500)
    }
  })
})
