import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage, Server } from 'node:http'
import { ApolloServer } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled'
import type { Request, RequestHandler, Response } from 'express'
import { DomainError } from '../domain/errors.js'
import type { Authenticate, Session, Usecases } from '../usecases/menu.js'
import { actAs } from '../usecases/act-as.js'
import type { Caller } from '../usecases/records.js'
import { PURPOSE_HEADER, statedPurpose } from '../usecases/stated-purpose.js'
import { answerAnonymous } from './anonymous-query.js'
import { answerOverHttp } from './answer-over-http.js'
import type { AnswerLimits } from './answer-over-http.js'
import { compiledPlugin } from './compiled/compiled-plugin.js'
import { createCompiledQueries } from './compiled/compiled-queries.js'
import { createContext } from './context.js'
import type { Context } from './context.js'
import { formatError, isBug, withoutSuggestion } from './format-error.js'
import type { ReportBug } from './format-error.js'
import type { QueryLimits } from './limits/query-limits.js'
import type { Rates } from './limits/rates.js'
import { operationOf, parametersOf, wantsEvents } from './parameters.js'
import type { Parameters } from './parameters.js'
import { playground } from './playground/playground.js'
import { refuseRequest, sendResult } from './refuse-request.js'
import { requestPlugin } from './request-plugin.js'
import type { Answered } from './request-plugin.js'
import { graphqlSchema } from './schema.js'
import { attachSockets, isAllowedOrigin } from './subscription/attach-sockets.js'
import type { StatedRequest } from './subscription/attach-sockets.js'
import { sendEventStream } from './subscription/event-stream.js'
import type { StreamLimits } from './subscription/event-stream.js'
import { prepareSubscription } from './subscription/prepare-subscription.js'
import { subscriptionEvents } from './subscription/subscription-events.js'
import { createSubscriptionSlots } from './subscription/subscription-slots.js'
import type { SubscriptionLimits } from './subscription/subscription-slots.js'

export interface GraphqlDependencies {
  readonly usecases: Usecases
  /** Verifies a bearer token; throws `UNAUTHENTICATED` or `FORBIDDEN`. */
  readonly authenticate: Authenticate
  /** The caller of a request, verified; undefined when it carries no token. */
  readonly sessionOf: (request: Request) => Promise<Session | undefined>
  readonly requestIdOf: (request: Request) => string
  /** Takes note of how a request was answered, which its status does not tell. */
  readonly note?: (request: Request, answered: Answered) => void
  /** For what is asked over a socket. */
  readonly newRequestId: () => string
  /** Where the bytes of an upload are sent to. */
  readonly uploadUrl: (uploadId: string) => string
  /** Name and version of what computes the answers. */
  readonly software: string
  /** Folder of the example operations that the playground shows. */
  readonly operations: string
  /** Origins of other pages that may open a socket. */
  readonly allowedOrigins: readonly string[]
  /** Error texts may propose names of the schema: for development only. */
  readonly suggestions: boolean
  readonly limits: {
    readonly query: QueryLimits
    readonly answer: AnswerLimits
    readonly subscriptions: SubscriptionLimits & StreamLimits
  }
  readonly rates: Rates
  /** Whom a request without a good token is counted for. */
  readonly addressOf: (request: IncomingMessage) => string
  /** Takes note of what nobody foresaw, once. */
  readonly report: ReportBug
}

export interface GraphqlFace {
  /** `GET` and `POST /graphql`, behind a parser that puts JSON into `request.body`. */
  readonly handler: RequestHandler
  /** `GET /graphiql`. */
  readonly playground: RequestHandler
  /** Subscriptions over sockets on the same path. */
  readonly attachSockets: (server: Server) => { readonly stop: () => Promise<void> }
  readonly stop: () => Promise<void>
}

const PATH = '/graphql'

/** GraphQL over HTTP, its subscriptions and its playground. */
export async function createGraphql(dependencies: GraphqlDependencies): Promise<GraphqlFace> {
  const { usecases, authenticate, newRequestId, allowedOrigins, report } = dependencies
  const { limits, rates, addressOf } = dependencies
  const schema = graphqlSchema()
  const scope = new AsyncLocalStorage<Context>()
  const answers = new WeakMap<Context, Answered>()
  const note = dependencies.note ?? (() => {})
  // Apollo gives its plugins a copy of the context.
  const keepAnswer = (of: Answered) => {
    const context = scope.getStore()
    if (context !== undefined) answers.set(context, of)
  }
  const slots = createSubscriptionSlots(limits.subscriptions)
  const contextOf = (caller: Caller, request: StatedRequest, parameters: Parameters, until?: number) =>
    createContext(usecases, dependencies, actAs(caller, { ...request, operation: operationOf(parameters) }), until)

  const server = new ApolloServer<Context>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    persistedQueries: false,
    // A bearer token never travels by itself, as a cookie would: a request that carries one is no forgery.
    csrfPrevention: { requestHeaders: ['authorization', 'x-apollo-operation-name', 'apollo-require-preflight'] },
    parseOptions: { maxTokens: limits.query.tokens },
    validationOptions: { maxErrors: limits.query.validationErrors },
    executionOptions: { maxCoercionErrors: limits.query.coercionErrors },
    formatError: (_formatted, error) => {
      const formatted = formatError(error, scope.getStore()?.requestId ?? '')
      return dependencies.suggestions ? formatted : withoutSuggestion(formatted)
    },
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      requestPlugin(report, limits.query, rates, keepAnswer),
      compiledPlugin(createCompiledQueries(schema)),
    ],
  })
  await server.start()

  async function answer(request: Request, response: Response, requestId: string): Promise<void> {
    const session = await dependencies.sessionOf(request)
    if (session === undefined) {
      const answered = answerAnonymous(schema, parametersOf(request).query)
      if (answered === undefined) throw new DomainError('UNAUTHENTICATED', 'A bearer token is required', {})
      sendResult(request, response, answered)
      return
    }
    const parameters = parametersOf(request)
    const stated = { id: requestId, purpose: statedPurpose(request.get(PURPOSE_HEADER)) }
    if (!wantsEvents(request)) {
      const until = performance.now() + limits.answer.executionMilliseconds
      const context = contextOf(session.caller, stated, parameters, until)
      await scope.run(context, () => answerOverHttp(server, request, response, context, limits.answer))
      note(request, answers.get(context) ?? { codes: [] })
      return
    }
    if (!isAllowedOrigin(request, allowedOrigins))
      throw new DomainError('FORBIDDEN', 'This page may not follow events', {})
    const context = contextOf(session.caller, stated, parameters)
    const args = await prepareSubscription(schema, parameters, context, { limits: limits.query, rates })
    const everyMilliseconds = limits.subscriptions.membershipMilliseconds
    const membership = { require: session.requireMembership, everyMilliseconds }
    const events = await subscriptionEvents(args, { requestId, report }, slots.enter(session.caller.id), membership)
    await sendEventStream(response, events, session.expiresAt, limits.subscriptions)
  }

  const handler: RequestHandler = async (request, response) => {
    const requestId = dependencies.requestIdOf(request)
    try {
      await answer(request, response, requestId)
    } catch (error) {
      if (isBug(error)) report(error, requestId)
      note(request, { codes: [String(formatError(error, requestId).extensions?.['code'])] })
      refuseRequest(request, response, error, requestId)
    }
  }

  return {
    handler,
    playground: playground(schema, PATH, dependencies.operations),
    attachSockets: http => {
      const over = { schema, authenticate, contextOf, newRequestId, allowedOrigins, report }
      const { membershipMilliseconds } = limits.subscriptions
      return attachSockets(http, PATH, {
        ...over,
        limits: limits.query,
        rates,
        slots,
        addressOf,
        membershipMilliseconds,
      })
    },
    stop: () => server.stop(),
  }
}
