import type { IncomingMessage, Server } from 'node:http'
import type { GraphQLSchema } from 'graphql'
import { CloseCode } from 'graphql-ws'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import type { Authenticate, Session } from '../../usecases/menu.js'
import type { Caller } from '../../usecases/records.js'
import { isContext } from '../context.js'
import type { Context } from '../context.js'
import type { ReportBug } from '../format-error.js'
import type { Parameters } from '../parameters.js'
import { prepareSubscription } from './prepare-subscription.js'
import { shownError, subscriptionEvents } from './subscription-events.js'

export interface SocketDependencies {
  readonly schema: GraphQLSchema
  readonly authenticate: Authenticate
  readonly contextOf: (caller: Caller, requestId: string, parameters: Parameters) => Context
  readonly newRequestId: () => string
  /** Pages of other origins that may open a socket, beside our own. */
  readonly allowedOrigins: readonly string[]
  readonly report: ReportBug
}

const MAXIMUM_MESSAGE_BYTES = 100 * 1024
/** Timers count in 32 bits; a token that lives longer is checked again by whoever connects again. */
const LONGEST_TIMER_MILLISECONDS = 2 ** 31 - 1

/** Answers subscriptions over sockets on the server's `/graphql`; the token comes in the connection's `Authorization`. */
export function attachSockets(
  server: Server,
  path: string,
  dependencies: SocketDependencies,
): { stop(): Promise<void> } {
  const { schema, authenticate, contextOf, newRequestId, allowedOrigins, report } = dependencies
  const sockets = new WebSocketServer({
    server,
    path,
    maxPayload: MAXIMUM_MESSAGE_BYTES,
    verifyClient: ({ req }: { req: IncomingMessage }) => isAllowedOrigin(req, allowedOrigins),
  })
  const disposable = useServer<Record<string, unknown>, { session?: Session; expiry?: NodeJS.Timeout }>(
    {
      schema,
      isProd: true,
      async onConnect({ connectionParams, extra }) {
        try {
          extra.session = await authenticate(bearerOf(connectionParams))
        } catch {
          return false
        }
        const remaining = extra.session.expiresAt.getTime() - Date.now()
        const close = () => extra.socket.close(CloseCode.Forbidden, 'The token has expired')
        extra.expiry = setTimeout(close, Math.min(Math.max(remaining, 0), LONGEST_TIMER_MILLISECONDS))
        return true
      },
      onClose({ extra }) {
        clearTimeout(extra.expiry)
      },
      onSubscribe({ extra }, _id, payload) {
        const requestId = newRequestId()
        try {
          if (extra.session === undefined) throw new Error('a socket without a session')
          return prepareSubscription(schema, payload, contextOf(extra.session.caller, requestId, payload))
        } catch (error) {
          return [shownError(error, { requestId, report })]
        }
      },
      subscribe: args => {
        const requestId = isContext(args.contextValue) ? args.contextValue.requestId : newRequestId()
        return subscriptionEvents(args, { requestId, report })
      },
    },
    sockets,
  )
  return {
    stop: async () => {
      await disposable.dispose()
    },
  }
}

function bearerOf(parameters: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const header = parameters?.['Authorization'] ?? parameters?.['authorization']
  return typeof header === 'string' ? /^Bearer\s+(\S+)$/i.exec(header)?.[1] : undefined
}

/** Browsers send the page's origin with a socket, and no rule of theirs keeps foreign pages from opening one. */
function isAllowedOrigin(request: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin, host } = request.headers
  if (origin === undefined || allowed.includes(origin)) return true
  return URL.canParse(origin) && new URL(origin).host === host
}
