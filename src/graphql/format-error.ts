import { GraphQLError } from 'graphql'
import type { GraphQLFormattedError } from 'graphql'
import { DomainError } from '../domain/errors.js'
import { tooComplex } from './limits/check-limits.js'
import { safeMessage } from './safe-message.js'

/** Failures of the protocol itself, before a resolver runs. Their codes are the ones GraphQL clients already know. */
const PROTOCOL_CODES: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
])

/** Details that may leave the process: numbers, places in a file, codes and ids. Anything else stays inside. */
const SHOWN_DETAILS: ReadonlySet<string> = new Set([
  'accepted',
  'acrValues',
  'action',
  'actual',
  'argument',
  'byte',
  'candidates',
  'chromosome',
  'expected',
  'fact',
  'factId',
  'field',
  'first',
  'found',
  'gene',
  'ids',
  'kind',
  'known',
  'limit',
  'line',
  'maxAge',
  'maximum',
  'position',
  'reason',
  'retryAfterSeconds',
  'state',
])

export type ReportBug = (error: unknown, requestId: string) => void

/**
 * What a client sees of an error: code, whether to try again, and the request's id. A failure keeps its message; anything
 * that is no failure of our list is a bug, whose text stays inside.
 */
export function formatError(error: unknown, requestId: string): GraphQLFormattedError {
  const failure = failureOf(error)
  const place = error instanceof GraphQLError ? { locations: error.locations, path: error.path } : {}
  if (failure instanceof DomainError) {
    const { message, code, retryable } = failure
    const details = shownDetails(failure.details)
    return { message, ...given(place), extensions: { code, retryable, requestId, ...(details && { details }) } }
  }
  if (failure !== undefined) {
    const { extensions } = failure
    return {
      message: safeMessage(failure),
      ...given(place),
      extensions: { code: extensions['code'], retryable: false, requestId },
    }
  }
  return {
    message: 'Internal server error',
    ...given(place),
    extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: false, requestId },
  }
}

/** graphql proposes names of the schema for misspelt ones, also in what variables hold: good for building, not for strangers. */
export function withoutSuggestion(error: GraphQLFormattedError): GraphQLFormattedError {
  return { ...error, message: error.message.replace(/ ?Did you mean .+\?$/s, '') }
}

/** True for what nobody foresaw, and what therefore has to be looked at. */
export function isBug(error: unknown): boolean {
  return failureOf(error) === undefined
}

function failureOf(error: unknown): DomainError | GraphQLError | undefined {
  const original = error instanceof GraphQLError ? error.originalError : error
  if (original instanceof DomainError) return original
  if (!(error instanceof GraphQLError)) return undefined
  const maximum = passedTokens(error)
  if (maximum !== undefined) return tooComplex('tokens', { maximum })
  if (PROTOCOL_CODES.has(error.extensions['code'])) return error
  return undefined
}

/** graphql has no code for it; the wording is tested, so that an update cannot change it unseen. */
function passedTokens(error: GraphQLError): number | undefined {
  const [, maximum] = /^Syntax Error: Document contains more that (\d+) tokens/.exec(error.message) ?? []
  return maximum === undefined ? undefined : Number(maximum)
}

function shownDetails(details: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  const shown = Object.entries(details).filter(([key]) => SHOWN_DETAILS.has(key))
  return shown.length === 0 ? undefined : Object.fromEntries(shown)
}

function given(
  place: Pick<GraphQLFormattedError, 'locations' | 'path'>,
): Pick<GraphQLFormattedError, 'locations' | 'path'> {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined))
}
