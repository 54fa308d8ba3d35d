import { createServer } from 'node:http'
import type { Server } from 'node:http'
import express from 'express'
import type { Express, RequestHandler } from 'express'
import helmet from 'helmet'
import { DomainError } from '../domain/errors.js'
import type { Usecases } from '../usecases/menu.js'
import type { BodyPace } from './bounded-body.js'
import type { Log } from './log.js'
import type { RequestScope } from './request-scope.js'
import { errorHandler } from './send-error.js'
import { uploadsRoute } from './uploads-route.js'

export interface HttpDependencies {
  readonly usecases: Usecases
  readonly scope: RequestScope
  readonly log: Log
  /** Without a playground there is no page at all. */
  readonly graphql: { readonly handler: RequestHandler; readonly playground?: RequestHandler }
  readonly pace: BodyPace
  readonly jsonBodyBytes: number
  /** True while requests can be answered; asked by whoever balances load. */
  readonly isReady: () => Promise<boolean>
}

const LONGEST_URL = 8 * 1024
const HEADER_BYTES = 16 * 1024
const HEADER_MILLISECONDS = 10_000
const REQUEST_MILLISECONDS = 30_000
const SOCKETS = 2000

export function createHttpApp(dependencies: HttpDependencies): Express {
  const { usecases, scope, log, graphql, pace, jsonBodyBytes, isReady } = dependencies
  const uploads = uploadsRoute(usecases, scope, pace)
  const json = express.json({ limit: jsonBodyBytes })

  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', 'simple')
  app.use(scope.begin, shortUrl, strictHeaders(), noStore)
  app.get('/health/live', (_request, response) => void response.type('text').send('live'))
  app.get('/health/ready', async (_request, response) => {
    const ready = await isReady()
    response
      .status(ready ? 200 : 503)
      .type('text')
      .send(ready ? 'ready' : 'not ready')
  })
  app.put('/uploads/:id', uploads.receive)
  app.get('/uploads/:id', uploads.show)
  if (graphql.playground !== undefined) app.get('/graphiql', graphql.playground)
  app.all('/graphql', inTime, json, graphql.handler)
  app.use(() => {
    throw new DomainError('NOT_FOUND', 'Nothing is here', {})
  })
  app.use(errorHandler(log, request => scope.requestIdOf(request)))
  return app
}

/** Node's own server with our limits; a whole request has no time limit there, because uploads have their own. */
export function createHttpServer(app: Express): Server {
  const server = createServer(
    { maxHeaderSize: HEADER_BYTES, headersTimeout: HEADER_MILLISECONDS, requestTimeout: 0, keepAliveTimeout: 5000 },
    app,
  )
  server.maxConnections = SOCKETS
  return server
}

/** Nothing of ours is a page, so nothing may be loaded or framed; the playground brings its own policy. */
function strictHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"] },
    },
    referrerPolicy: { policy: 'no-referrer' },
    // Served on loopback, or behind somebody who ends TLS and sets this.
    strictTransportSecurity: false,
  })
}

const noStore: RequestHandler = (_request, response, next) => {
  response.set('cache-control', 'no-store')
  next()
}

const shortUrl: RequestHandler = (request, response, next) => {
  if (request.url.length <= LONGEST_URL) return next()
  response.status(414).end()
}

/** A body that does not come holds a connection: 408 after the limit. */
const inTime: RequestHandler = (request, response, next) => {
  const timer = setTimeout(() => {
    if (!response.headersSent) response.set('connection', 'close').status(408).end()
    request.destroy()
  }, REQUEST_MILLISECONDS)
  request.once('end', () => clearTimeout(timer))
  request.once('close', () => clearTimeout(timer))
  next()
}
