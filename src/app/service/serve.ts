import type { RunningServer } from '../../cli/server-commands.js'
import type { Server } from 'node:http'
import type { Config } from '../../config.js'
import { createGraphql } from '../../graphql/create-graphql.js'
import { createAuthenticate } from '../../http/authenticate.js'
import { createClientAddress } from '../../http/client-address.js'
import { createHttpApp, createHttpServer } from '../../http/create-http-app.js'
import { faultOf } from '../../http/log.js'
import { createRateLimits } from '../../http/rate-limits.js'
import { recordRefusedSignIns } from '../../http/record-refused-sign-ins.js'
import { createRequestScope } from '../../http/request-scope.js'
import type { Database } from '../../persistence/database.js'
import { postgresDirectory } from '../../persistence/postgres-directory.js'
import type { Backbone } from './open-backbone.js'
import { runWorker } from './run-worker.js'
import { serveMetrics } from './serve-metrics.js'
import { startDemo } from './start-demo.js'
import { tokenVerifier } from './token-verifier.js'

export interface ServeOptions {
  /** Also reads and calls uploads, in this process. */
  readonly worker: boolean
  /** Long work at the start, in words. */
  readonly onProgress?: (text: string) => void
}

/** Opens the doors: who is calling, GraphQL, uploads, FHIR and health over the use cases, then the worker beside them. */
export async function serve(config: Config, options: ServeOptions, backbone: Backbone): Promise<RunningServer> {
  const { log, ports, usecases, database, metrics } = backbone
  const tokens = await tokenVerifier(config)
  const refusals = recordRefusedSignIns(ports, config.audit.signInRowsPerMinute)
  const authenticate = refusals.over(createAuthenticate(tokens.verify, postgresDirectory(database)))
  const scope = createRequestScope(authenticate, log, metrics?.requestEnded)
  const rates = createRateLimits(config.rates)
  const addresses = createClientAddress(config.trustedProxies)
  let stopping = false
  let origin = config.publicUrl ?? ''
  const graphql = await createGraphql({
    usecases,
    authenticate,
    sessionOf: request => scope.sessionOf(request),
    requestIdOf: request => scope.requestIdOf(request),
    note: (request, answered) => scope.note(request, answered),
    newRequestId: () => ports.ids.next(),
    uploadUrl: id => `${origin}/uploads/${id}`,
    software: `sextant ${config.version}`,
    operations: `${config.root}/schema/operations`,
    allowedOrigins: [...config.allowedOrigins, ...(origin === '' ? [] : [new URL(origin).origin])],
    suggestions: config.auth.mode === 'dev',
    limits: { query: config.query, answer: config.http, subscriptions: config.subscriptions },
    rates,
    addressOf: request => addresses.of(request),
    report: (error, requestId) => log.error({ requestId, fault: faultOf(error) }, 'bug'),
  })
  const app = createHttpApp({
    usecases,
    scope,
    log,
    graphql: config.playground ? graphql : { handler: graphql.handler },
    pace: config.upload,
    limits: config.http,
    rates,
    addresses,
    origin: () => origin,
    isReady: async () => !stopping && (await isReachable(database)) && (await tokens.isReady()),
  })
  const server = createHttpServer(app, config.http, addresses)
  const sockets = graphql.attachSockets(server)
  const port = await listen(server, config)
  const listening = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
  origin = config.publicUrl ?? listening
  const worker = options.worker ? await runWorker(config, backbone) : undefined
  const watched = await serveMetrics(config, backbone, tokens.keyAges)
  const demo = await startDemo(config, backbone, options.onProgress)
  return {
    url: listening,
    metricsUrl: watched?.url,
    playground: config.playground,
    demoToken: demo?.token,
    seeded: demo?.seeded ?? Promise.resolve(),
    async stop() {
      stopping = true
      demo?.stop()
      const closed = new Promise<void>(done => server.close(() => done()))
      server.closeIdleConnections()
      await Promise.all([sockets.stop(), worker?.stop(config.worker.shutdownMilliseconds), demo?.seeded])
      const patience = setTimeout(() => server.closeAllConnections(), config.worker.shutdownMilliseconds)
      await closed
      clearTimeout(patience)
      await watched?.stop()
      await graphql.stop()
      await refusals.stop()
      await backbone.close()
    },
  }
}

/** Answers can be found, and recorded. */
async function isReachable(database: Database): Promise<boolean> {
  return await database.em
    .getConnection()
    .execute<{ writable: boolean }[]>(`select has_any_column_privilege('audit_event', 'insert') as writable`)
    .then(
      ([found]) => found?.writable === true,
      () => false,
    )
}

function listen(server: Server, { host, port }: Config): Promise<number> {
  return new Promise((done, fail) => {
    server.once('error', fail)
    server.listen({ host, port }, () => {
      const address = server.address()
      done(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}
