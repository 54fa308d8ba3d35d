import { createServer } from 'node:http'
import type { Server } from 'node:http'
import express from 'express'
import type { Express, Request, RequestHandler, Response } from 'express'
import helmet from 'helmet'
import { DomainError } from '../domain/errors.js'
import type { Usecases } from '../usecases/menu.js'
import type { BodyPace } from './bounded-body.js'
import type { ClientAddress } from './client-address.js'
import { auditRoute } from './audit-route.js'
import { limitRates } from './limit-rates.js'
import { fhirRoute } from './fhir-route.js'
import type { Log } from './log.js'
import type { RateLimits } from './rate-limits.js'
import type { RequestScope } from './request-scope.js'
import { errorHandler, isOfFhir, sendFhirFailure } from './send-error.js'
import { uploadsRoute } from './uploads-route.js'

export interface HttpDependencies {
  readonly usecases: Usecases
  readonly scope: RequestScope
  readonly log: Log
  /** Without a playground there is no page at all. */
  readonly graphql: { readonly handler: RequestHandler; readonly playground?: RequestHandler }
  readonly pace: BodyPace
  readonly limits: RequestLimits
  readonly rates: RateLimits
  readonly addresses: ClientAddress
  /** Where clients reach us. */
  readonly origin: () => string
  /** True while requests can be answered; asked by whoever balances load. */
  readonly isReady: () => Promise<boolean>
}

export interface RequestLimits {
  readonly jsonBodyBytes: number
  /** Of a FHIR bundle. */
  readonly bundleBytes: number
  readonly urlBytes: number
  /** Until the whole request is there; the bytes of an upload have their own. */
  readonly requestMilliseconds: number
}

export interface ConnectionLimits {
  readonly headerBytes: number
  readonly headerMilliseconds: number
  readonly sockets: number
  /** Of one address, unless it is a proxy of ours. */
  readonly socketsPerClient: number
}

export function createHttpApp(dependencies: HttpDependencies): Express {
  const { usecases, scope, log, graphql, pace, limits, rates, addresses, origin, isReady } = dependencies
  const uploads = uploadsRoute(usecases, scope, pace)
  const json = express.json({ limit: limits.jsonBodyBytes })

  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', 'simple')
  app.use(scope.begin, noStore, shortUrl(limits.urlBytes, scope), strictHeaders())
  app.get('/health/live', (_request, response) => void response.type('text').send('live'))
  app.get('/health/ready', async (_request, response) => {
    const ready = await isReady()
    response
      .status(ready ? 200 : 503)
      .type('text')
      .send(ready ? 'ready' : 'not ready')
  })
  app.use(['/uploads', '/fhir', '/graphql'], limitRates(scope, rates, addresses))
  app.put('/uploads/:id', uploads.receive)
  app.get('/uploads/:id', uploads.show)
  const bundles = fhirRoute(usecases, scope, pace, limits.bundleBytes)
  app.post('/fhir/Bundle', inTime(limits.requestMilliseconds, scope), bundles)
  app.all('/fhir/Bundle', onlyBy('POST', scope))
  app.get('/fhir/AuditEvent', auditRoute(usecases, scope, origin))
  app.all('/fhir/AuditEvent', onlyBy('GET', scope))
  if (graphql.playground !== undefined) app.get('/graphiql', graphql.playground)
  app.all('/graphql', inTime(limits.requestMilliseconds, scope), json, graphql.handler)
  app.use(() => {
    throw new DomainError('NOT_FOUND', 'Nothing is here', {})
  })
  app.use(errorHandler(log, scope))
  return app
}

/** Node's own server with our limits; a whole request has no time limit there, because uploads have their own. */
export function createHttpServer(app: Express, limits: ConnectionLimits, addresses: ClientAddress): Server {
  const { headerBytes, headerMilliseconds, sockets, socketsPerClient } = limits
  const server = createServer(
    {
      maxHeaderSize: headerBytes,
      headersTimeout: headerMilliseconds,
      requestTimeout: 0,
      keepAliveTimeout: 5000,
      connectionsCheckingInterval: Math.min(headerMilliseconds / 2, CHECK_MILLISECONDS),
    },
    app,
  )
  server.maxConnections = sockets
  limitSockets(server, socketsPerClient, addresses)
  return server
}

/** How often Node looks for headers that do not come. */
const CHECK_MILLISECONDS = 5000

/** One client may not take all connections; beyond its share a connection is closed at once. */
function limitSockets(server: Server, perClient: number, addresses: ClientAddress): void {
  const open = new Map<string, number>()
  server.on('connection', socket => {
    const { remoteAddress = '' } = socket
    if (addresses.isTrusted(remoteAddress)) return
    const count = open.get(remoteAddress) ?? 0
    if (count >= perClient) return void socket.destroy()
    open.set(remoteAddress, count + 1)
    socket.once('close', () => {
      const left = (open.get(remoteAddress) ?? 1) - 1
      if (left === 0) open.delete(remoteAddress)
      else open.set(remoteAddress, left)
    })
  })
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

function shortUrl(bytes: number, scope: RequestScope): RequestHandler {
  const tooLong = new DomainError('PAYLOAD_TOO_LARGE', 'The address is too long', { limitBytes: bytes })
  return (request, response, next) => {
    if (request.url.length <= bytes) return next()
    refuse(request, response, scope, tooLong, 414)
  }
}

/** A body that does not come holds a connection: 408 after the limit. */
function inTime(milliseconds: number, scope: RequestScope): RequestHandler {
  const late = new DomainError('TIMEOUT', 'The body came too slowly', {}, true)
  return (request, response, next) => {
    const timer = setTimeout(() => {
      if (!response.headersSent) refuse(request, response.set('connection', 'close'), scope, late, 408)
      request.destroy()
    }, milliseconds)
    request.once('end', () => clearTimeout(timer))
    request.once('close', () => clearTimeout(timer))
    next()
  }
}

function onlyBy(method: string, scope: RequestScope): RequestHandler {
  const failure = new DomainError('BAD_USER_INPUT', `This is asked for by ${method}`, { reason: 'METHOD' })
  return (request, response) => refuse(request, response.set('allow', method), scope, failure, 405)
}

/** What has a status of its own: in FHIR's form on its addresses, elsewhere the status says it all. */
function refuse(request: Request, response: Response, scope: RequestScope, failure: DomainError, status: number): void {
  if (isOfFhir(request)) sendFhirFailure(response, failure, scope.requestIdOf(request), status)
  else response.status(status).end()
}
