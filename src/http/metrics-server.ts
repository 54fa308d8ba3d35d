import { createServer } from 'node:http'
import type { Log } from './log.js'
import { faultOf } from './log.js'

export interface MetricsServer {
  readonly url: string
  stop(): Promise<void>
}

export interface MetricsAddress {
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
}

const MOST_SOCKETS = 20
const PATIENCE_MILLISECONDS = 5000

/**
 * `/metrics` for whoever watches the service (S52): a port of its own, which clients never reach, and nothing else on it.
 * Nothing there asks who is calling, so it listens on loopback unless the configuration says otherwise.
 */
export async function startMetricsServer(
  { host, port }: MetricsAddress,
  page: { readonly contentType: string; readonly text: () => Promise<string> },
  log: Log,
): Promise<MetricsServer> {
  const server = createServer(
    { headersTimeout: PATIENCE_MILLISECONDS, requestTimeout: PATIENCE_MILLISECONDS },
    (request, response) => {
      if (request.method !== 'GET' || request.url !== '/metrics') {
        response.writeHead(404).end()
        return
      }
      page
        .text()
        .then(text =>
          response.writeHead(200, { 'content-type': page.contentType, 'cache-control': 'no-store' }).end(text),
        )
        .catch(error => {
          log.error({ fault: faultOf(error) }, 'metrics could not be read')
          response.writeHead(500).end()
        })
    },
  )
  server.maxConnections = MOST_SOCKETS
  const chosen = await new Promise<number>((done, fail) => {
    server.once('error', fail)
    server.listen({ host, port }, () => {
      const address = server.address()
      done(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${chosen}/metrics`,
    stop: () =>
      new Promise(done => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
