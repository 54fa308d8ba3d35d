import { getOperationAST, GraphQLError, OperationTypeNode, parse, validate } from 'graphql'
import type { DocumentNode, ExecutionArgs, GraphQLSchema } from 'graphql'
import { DomainError } from '../../domain/errors.js'
import type { Context } from '../context.js'
import type { Parameters } from '../parameters.js'
import { withoutSuggestion } from '../format-error.js'
import { checkLimits } from '../limits/check-limits.js'
import type { QueryLimits } from '../limits/query-limits.js'
import type { Rates } from '../limits/rates.js'

export interface SubscriptionBounds {
  readonly limits: QueryLimits
  readonly rates: Pick<Rates, 'spendPoints'>
}

/** Reads a subscription under the same limits as every other operation; throws what is wrong with it. */
export async function prepareSubscription(
  schema: GraphQLSchema,
  request: Parameters,
  context: Context,
  { limits, rates }: SubscriptionBounds,
): Promise<ExecutionArgs> {
  if (typeof request.query !== 'string') throw new DomainError('BAD_USER_INPUT', 'query must be a text', {})
  const document = parsed(request.query, limits.tokens)
  const [invalid] = validate(schema, document, undefined, { maxErrors: limits.validationErrors })
  if (invalid !== undefined) throw coded(invalid, 'GRAPHQL_VALIDATION_FAILED')
  const operation = getOperationAST(document, request.operationName)
  if (operation?.operation !== OperationTypeNode.SUBSCRIPTION)
    throw new DomainError('BAD_USER_INPUT', 'Only subscriptions are answered here; send everything else by POST', {})
  const variableValues = request.variables ?? {}
  await rates.spendPoints(context.actor.id, checkLimits(schema, document, operation, variableValues, limits))
  return { schema, document, operationName: request.operationName, variableValues, contextValue: context }
}

function parsed(query: string, maxTokens: number): DocumentNode {
  try {
    return parse(query, { maxTokens })
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    throw coded(error, 'GRAPHQL_PARSE_FAILED')
  }
}

function coded(error: GraphQLError, code: string): GraphQLError {
  const { nodes, source, positions } = error
  const message = withoutSuggestion(error).message
  return new GraphQLError(message, { nodes, source, positions, extensions: { code } })
}
