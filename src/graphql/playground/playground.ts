import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { RequestHandler } from 'express'
import { introspectionFromSchema } from 'graphql'
import type { GraphQLSchema } from 'graphql'
import { readExamples } from './examples.js'
import { TABS_STYLE, TOKEN_PLACEHOLDER, TOKEN_SCRIPT } from './page-fixes.js'

/** All of it is one page of our own: nothing is loaded from anywhere, and nothing is sent anywhere but here. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline' blob:",
  'worker-src blob:',
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const HEADERS = JSON.stringify({ Authorization: `Bearer ${TOKEN_PLACEHOLDER}` }, undefined, 2)

interface Page {
  readonly compressed: Buffer
  readonly tag: string
}

/** The playground: a page with documentation, completion and example queries, which works without internet. */
export function playground(schema: GraphQLSchema, endpoint: string, operations: string): RequestHandler {
  let page: Promise<Page> | undefined
  return async (request, response) => {
    page ??= renderPage(schema, endpoint, operations)
    const { compressed, tag } = await page
    response.set({
      'content-security-policy': POLICY,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      etag: tag,
      vary: 'accept-encoding',
    })
    if (request.headers['if-none-match'] === tag) {
      response.status(304).end()
    } else if (request.acceptsEncodings('gzip') === 'gzip') {
      response.set('content-encoding', 'gzip').end(compressed)
    } else {
      response.end(await promisify(gunzip)(compressed))
    }
  }
}

/** Nine megabytes of text, made when somebody first asks for it and kept compressed. */
async function renderPage(schema: GraphQLSchema, endpoint: string, operations: string): Promise<Page> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql')
  const examples = readExamples(operations)
  const html = renderGraphiQL({
    title: 'Sextant',
    logo: LOGO,
    favicon: `data:image/svg+xml,${encodeURIComponent(LOGO)}`,
    endpoint,
    // Events over plain HTTP: the page's sockets do not carry what stands in its Headers tab.
    subscriptionsProtocol: 'GRAPHQL_SSE',
    subscriptionsEndpoint: endpoint,
    shouldPersistHeaders: false,
    headers: HEADERS,
    variables: examples[0]?.variables,
    defaultTabs: examples.map(({ query, variables }) => ({ query, variables, headers: HEADERS })),
    // With the schema on the page, documentation and completion work before a token is pasted.
    schema: introspectionFromSchema(schema),
  } as object)
  const compressed = await promisify(gzip)(html.replace('<head>', () => `<head>${TOKEN_SCRIPT}${TABS_STYLE}`))
  return { compressed, tag: `"${createHash('sha256').update(compressed).digest('base64url')}"` }
}

const LOGO = [
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="32" height="32">',
  '<path d="M16 3 3 27a26 26 0 0 0 26 0Z" fill="none" stroke="#3b5ba9" stroke-width="2.5" stroke-linejoin="round"/>',
  '<path d="M16 3 20 28" stroke="#c2185b" stroke-width="2.5" stroke-linecap="round"/>',
  '</svg>',
].join('')
