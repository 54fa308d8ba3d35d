import { AsyncLocalStorage } from 'node:async_hooks'
import type { Server } from 'node:http'
import { ApolloServer } from '@apollo/server'
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled'
import { expressMiddleware } from '@as-integrations/express5'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { DomainError } from '../domain/errors.js'
import type { Authenticate, Session, Usecases } from '../usecases/menu.js'
import { actAs } from '../usecases/act-as.js'
import type { Caller } from '../usecases/records.js'
import { answerAnonymous } from './anonymous-query.js'
import { createContext } from './context.js'
import type { Context } from './context.js'
import { formatError, isBug, withoutSuggestion } from './format-error.js'
import type { ReportBug } from './format-error.js'
import { LIMITS } from './limits/check-limits.js'
import { operationOf, parametersOf, wantsEvents } from './parameters.js'
import type { Parameters } from './parameters.js'
import { playground } from './playground/playground.js'
import { refuseRequest, sendResult } from './refuse-request.js'
import { requestPlugin } from './request-plugin.js'
import { graphqlSchema } from './schema.js'
import { attachSockets } from './subscription/attach-sockets.js'
import { sendEventStream } from './subscription/event-stream.js'
import { prepareSubscription } from './subscription/prepare-subscription.js'
import { subscriptionEvents } from './subscription/subscription-events.js'

export interface GraphqlDependencies {
  readonly usecases: Usecases
  /** Verifies a bearer token; throws `UNAUTHENTICATED` or `FORBIDDEN`. */
  readonly authenticate: Authenticate
  /** The caller of a request, verified; undefined when it carries no token. */
  readonly sessionOf: (request: Request) => Promise<Session | undefined>
  readonly requestIdOf: (request: Request) => string
  /** For what is asked over a socket. */
  readonly newRequestId: () => string
  /** Where the bytes of an upload are sent to. */
  readonly uploadUrl: (uploadId: string) => string
  /** Folder of the example operations that the playground shows. */
  readonly operations: string
  /** Origins of other pages that may open a socket. */
  readonly allowedOrigins: readonly string[]
  /** Error texts may propose names of the schema: for development only. */
  readonly suggestions: boolean
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
  const { usecases, authenticate, uploadUrl, newRequestId, allowedOrigins, report } = dependencies
  const schema = graphqlSchema()
  const scope = new AsyncLocalStorage<Context>()
  const contextOf = (caller: Caller, requestId: string, parameters: Parameters) =>
    createContext(usecases, uploadUrl, actAs(caller, { id: requestId, operation: operationOf(parameters) }))

  const server = new ApolloServer<Context>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    persistedQueries: false,
    // A bearer token never travels by itself, as a cookie would: a request that carries one is no forgery.
    csrfPrevention: { requestHeaders: ['authorization', 'x-apollo-operation-name', 'apollo-require-preflight'] },
    parseOptions: { maxTokens: LIMITS.tokens },
    validationOptions: { maxErrors: LIMITS.validationErrors },
    executionOptions: { maxCoercionErrors: LIMITS.coercionErrors },
    formatError: (_formatted, error) => {
      const formatted = formatError(error, scope.getStore()?.requestId ?? '')
      return dependencies.suggestions ? formatted : withoutSuggestion(formatted)
    },
    plugins: [ApolloServerPluginLandingPageDisabled(), requestPlugin(report)],
  })
  await server.start()
  const apollo = expressMiddleware(server, {
    context: async () => {
      const context = scope.getStore()
      if (context === undefined) throw new Error('a request outside its scope')
      return context
    },
  })

  async function answer(request: Request, response: Response, next: NextFunction, requestId: string): Promise<void> {
    const session = await dependencies.sessionOf(request)
    if (session === undefined) {
      const answered = answerAnonymous(schema, parametersOf(request).query)
      if (answered === undefined) throw new DomainError('UNAUTHENTICATED', 'A bearer token is required', {})
      sendResult(request, response, answered)
      return
    }
    const parameters = parametersOf(request)
    const context = contextOf(session.caller, requestId, parameters)
    if (!wantsEvents(request)) {
      await scope.run(context, () => apollo(request, response, next))
      return
    }
    const args = prepareSubscription(schema, parameters, context)
    await sendEventStream(response, await subscriptionEvents(args, { requestId, report }), session.expiresAt)
  }

  const handler: RequestHandler = async (request, response, next) => {
    const requestId = dependencies.requestIdOf(request)
    try {
      await answer(request, response, next, requestId)
    } catch (error) {
      if (isBug(error)) report(error, requestId)
      refuseRequest(request, response, error, requestId)
    }
  }

  return {
    handler,
    playground: playground(schema, PATH, dependencies.operations),
    attachSockets: http =>
      attachSockets(http, PATH, { schema, authenticate, contextOf, newRequestId, allowedOrigins, report }),
    stop: () => server.stop(),
  }
}
