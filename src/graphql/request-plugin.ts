import type { ApolloServerPlugin } from '@apollo/server'
import { GraphQLError, OperationTypeNode } from 'graphql'
import { accessExtensions } from './access-extensions.js'
import type { Context } from './context.js'
import { DomainError } from '../domain/errors.js'
import { formatError, isBug } from './format-error.js'
import type { ReportBug } from './format-error.js'
import { checkLimits } from './limits/check-limits.js'
import type { QueryLimits } from './limits/query-limits.js'
import type { Rates } from './limits/rates.js'
import { statusOfRefusal } from './refuse-request.js'

const BEFORE_EXECUTION: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
])

/** How an answer ended: the codes of its errors, and what its operation cost. */
export interface Answered {
  readonly codes: readonly string[]
  readonly points?: number
}

/** Our part in each request: limits before execution, bugs reported once, cost told, and the status that audits expect. */
export function requestPlugin(
  report: ReportBug,
  limits: QueryLimits,
  rates: Pick<Rates, 'spendPoints'>,
  onAnswer: (answered: Answered) => void = () => {},
): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      let cost: number | undefined
      let retryAfter: number | undefined
      return {
        async didResolveOperation({ schema, document, operation, request, contextValue }) {
          if (operation === undefined) return
          try {
            if (operation.operation === OperationTypeNode.SUBSCRIPTION) throw notHere()
            cost = checkLimits(schema, document, operation, request.variables ?? {}, limits)
            await rates.spendPoints(contextValue.actor.id, cost)
          } catch (error) {
            if (error instanceof DomainError) retryAfter = error.retryAfterSeconds
            throw refusal(error)
          }
        },
        async didEncounterErrors({ errors, contextValue }) {
          for (const error of errors) if (isBug(error)) report(error, contextValue.requestId)
        },
        async willSendResponse({ response, request, contextValue }) {
          const { usecases, actor, requestId } = contextValue
          if (response.body.kind !== 'single') return
          const { singleResult } = response.body
          singleResult.extensions = { ...singleResult.extensions, ...accessExtensions(contextValue) }
          if (cost !== undefined)
            singleResult.extensions = { ...singleResult.extensions, cost: { points: cost, maximum: limits.cost } }
          if (retryAfter !== undefined) response.http.headers.set('retry-after', String(retryAfter))
          // Older clients read a body only from a 200; the newer media type tells the two apart (audits 572B, FDE2, 7B9B).
          const wantsJson = !(request.http?.headers.get('accept') ?? '').includes('application/graphql-response+json')
          const codes = singleResult.errors?.map(error => error.extensions?.['code']) ?? []
          const isRefused = singleResult.data === undefined && codes.length > 0
          onAnswer({ codes: codes.map(String), points: cost })
          if (wantsJson && isRefused && codes.every(code => BEFORE_EXECUTION.has(code))) response.http.status = 200
          try {
            await usecases.closeTrail(actor, singleResult.data !== undefined && singleResult.data !== null)
          } catch (error) {
            // No answer without its row (S20): nothing of what was found leaves.
            if (isBug(error)) report(error, requestId)
            response.http.status = 503
            response.http.headers.set('retry-after', '5')
            const formatted = formatError(error, requestId)
            onAnswer({ codes: [String(formatted.extensions?.['code'])], points: cost })
            response.body = { kind: 'single', singleResult: { errors: [formatted] } }
          }
        },
      }
    },
  }
}

function notHere(): DomainError {
  return new DomainError('BAD_USER_INPUT', 'Subscriptions are answered over a socket, or as text/event-stream', {})
}

function refusal(error: unknown): unknown {
  if (!(error instanceof DomainError)) return error
  return new GraphQLError(error.message, {
    originalError: error,
    extensions: { code: error.code, http: { status: statusOfRefusal(error) } },
  })
}
