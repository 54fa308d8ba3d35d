import type { IncomingMessage, Server } from 'node:http'
import type { GraphQLSchema } from 'graphql'
import { CloseCode } from 'graphql-ws'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import type { Authenticate, Session } from '../../usecases/menu.js'
import type { Caller, Purpose, RequestFacts } from '../../usecases/records.js'
import { PURPOSE_HEADER, statedPurpose } from '../../usecases/stated-purpose.js'
import { isContext } from '../context.js'
import type { Context } from '../context.js'
import type { ReportBug } from '../format-error.js'
import type { QueryLimits } from '../limits/query-limits.js'
import type { Rates } from '../limits/rates.js'
import type { Parameters } from '../parameters.js'
import { prepareSubscription } from './prepare-subscription.js'
import { shownError, subscriptionEvents } from './subscription-events.js'
import type { Membership } from './subscription-events.js'
import type { SubscriptionSlots } from './subscription-slots.js'

export interface SocketDependencies {
  readonly schema: GraphQLSchema
  readonly authenticate: Authenticate
  readonly contextOf: (caller: Caller, request: StatedRequest, parameters: Parameters) => Context
  readonly newRequestId: () => string
  /** Pages of other origins that may open a socket, beside our own. */
  readonly allowedOrigins: readonly string[]
  readonly report: ReportBug
  readonly limits: QueryLimits
  readonly rates: Rates
  readonly slots: SubscriptionSlots
  readonly addressOf: (request: IncomingMessage) => string
  readonly membershipMilliseconds: number
}

/** A request as its face knows it, before its document is looked at. */
export type StatedRequest = Pick<RequestFacts, 'id'> & Partial<Pick<RequestFacts, 'purpose'>>

const MAXIMUM_MESSAGE_BYTES = 100 * 1024
/** Timers count in 32 bits; a token that lives longer is checked again by whoever connects again. */
const LONGEST_TIMER_MILLISECONDS = 2 ** 31 - 1

/** Answers subscriptions over sockets on the server's `/graphql`; the token comes in the connection's `Authorization`. */
export function attachSockets(
  server: Server,
  path: string,
  dependencies: SocketDependencies,
): { stop(): Promise<void> } {
  const { schema, authenticate, contextOf, newRequestId, allowedOrigins, report, limits, rates, slots } = dependencies
  const everyMilliseconds = dependencies.membershipMilliseconds
  const sockets = new WebSocketServer({
    server,
    path,
    maxPayload: MAXIMUM_MESSAGE_BYTES,
    verifyClient: ({ req }: { req: IncomingMessage }) => isAllowedOrigin(req, allowedOrigins),
  })
  const memberships = new WeakMap<Context, Membership>()
  const disposable = useServer<
    Record<string, unknown>,
    { session?: Session; purpose?: Purpose; expiry?: NodeJS.Timeout; watch?: NodeJS.Timeout }
  >(
    {
      schema,
      isProd: true,
      async onConnect({ connectionParams, extra }) {
        try {
          extra.purpose = statedPurpose(connectionParams?.[PURPOSE_HEADER])
        } catch {
          extra.socket.close(CloseCode.BadRequest, `${PURPOSE_HEADER} is not a purpose`)
          return false
        }
        try {
          const session = await authenticate(bearerOf(connectionParams))
          const end = (error: unknown) => {
            extra.socket.close(CloseCode.Forbidden, 'The membership has ended')
            throw error
          }
          const requireMembership = () => session.requireMembership().catch(end)
          extra.session = { ...session, requireMembership }
          // Also while nothing is followed: a socket that is open is a way in.
          extra.watch = setInterval(() => void requireMembership().catch(() => {}), everyMilliseconds).unref()
        } catch {
          await rates.countAnonymous(dependencies.addressOf(extra.request)).catch(() => extra.socket.terminate())
          return false
        }
        const remaining = extra.session.expiresAt.getTime() - Date.now()
        const close = () => extra.socket.close(CloseCode.Forbidden, 'The token has expired')
        extra.expiry = setTimeout(close, Math.min(Math.max(remaining, 0), LONGEST_TIMER_MILLISECONDS))
        return true
      },
      onClose({ extra }) {
        clearTimeout(extra.expiry)
        clearInterval(extra.watch)
      },
      async onSubscribe({ extra }, _id, payload) {
        const requestId = newRequestId()
        try {
          if (extra.session === undefined) throw new Error('a socket without a session')
          const { caller, requireMembership } = extra.session
          await requireMembership()
          await rates.countRequest(caller.id)
          const context = contextOf(caller, { id: requestId, purpose: extra.purpose }, payload)
          memberships.set(context, { require: requireMembership, everyMilliseconds })
          return await prepareSubscription(schema, payload, context, { limits, rates })
        } catch (error) {
          return [shownError(error, { requestId, report })]
        }
      },
      async subscribe(args) {
        if (!isContext(args.contextValue)) throw new Error('a subscription without a context')
        const { requestId, actor } = args.contextValue
        try {
          const membership = memberships.get(args.contextValue)
          if (membership === undefined) throw new Error('a subscription without a membership')
          return await subscriptionEvents(args, { requestId, report }, slots.enter(actor.id), membership)
        } catch (error) {
          return { errors: [shownError(error, { requestId, report })] }
        }
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
export function isAllowedOrigin(request: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin, host } = request.headers
  if (origin === undefined || allowed.includes(origin)) return true
  return URL.canParse(origin) && new URL(origin).host === host
}
