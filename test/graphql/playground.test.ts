import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer } from '../support/server.js'
import type { TestServer } from '../support/server.js'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ worker: false })
})
afterAll(() => server.stop())

test('the playground is one page of our own, under a policy that lets nothing else in or out', async () => {
  const response = await fetch(`${server.url}/graphiql`)
  const policy = response.headers.get('content-security-policy') ?? ''
  expect(policy).toMatch(/default-src 'none'.*connect-src 'self'.*frame-ancestors 'none'/)
  expect(policy).not.toMatch(/https?:|\*/)
  const html = await response.text()
  expect(html).not.toMatch(/<(script|link|img)[^>]+(src|href)="(https?:)?\/\//)
  expect(html).toContain('query StatedGenotypes')
  expect(html).toContain('Bearer TOKEN')
})

test('it is sent compressed, once: a browser that has it is told so', async () => {
  const first = await fetch(`${server.url}/graphiql`, { headers: { 'accept-encoding': 'gzip' } })
  const tag = first.headers.get('etag') ?? ''
  expect(first.headers.get('content-encoding')).toBe('gzip')
  await first.arrayBuffer()
  const again = await fetch(`${server.url}/graphiql`, { headers: { 'if-none-match': tag } })
  expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0])
})

test('who cannot read it compressed gets it plain', async () => {
  const plain = await fetch(`${server.url}/graphiql`, { headers: { 'accept-encoding': 'identity' } })
  const compressed = await fetch(`${server.url}/graphiql`, { headers: { 'accept-encoding': 'gzip' } })
  expect(plain.headers.get('content-encoding')).toBeNull()
  const [bytes, text] = [await plain.bytes(), await compressed.text()]
  expect(Buffer.from(bytes).toString()).toBe(text)
  expect(bytes.length).toBeGreaterThan(5_000_000)
})
