import { HeaderMap } from '@apollo/server'
import type { ApolloServer } from '@apollo/server'
import type { Request, Response } from 'express'
import type { Context } from './context.js'
import { tooComplex } from './limits/check-limits.js'
import { tooLate } from './limits/within-time.js'

export interface AnswerLimits {
  readonly responseBytes: number
  readonly executionMilliseconds: number
}

/**
 * Lets Apollo answer a request within the limits of size and time: an answer that is too large is refused whole, and one
 * that takes too long is given up, with whatever still runs for it asking nothing more (`withinTime`).
 */
export async function answerOverHttp(
  server: ApolloServer<Context>,
  request: Request,
  response: Response,
  context: Context,
  limits: AnswerLimits,
): Promise<void> {
  const answer = await inTime(
    server.executeHTTPGraphQLRequest({ httpGraphQLRequest: asAsked(request), context: async () => context }),
    limits.executionMilliseconds,
  )
  // Nothing of the schema is delivered in parts.
  if (answer.body.kind !== 'complete') throw new Error('an answer in parts')
  const bytes = Buffer.from(answer.body.string)
  const { length } = bytes
  if (length > limits.responseBytes)
    throw tooComplex('responseBytes', { maximum: limits.responseBytes, actual: length })
  for (const [name, value] of answer.headers) response.setHeader(name, value)
  response.setHeader('content-length', length)
  response.status(answer.status ?? 200).end(bytes)
}

function asAsked(request: Request) {
  const headers = new HeaderMap()
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  const start = request.url.indexOf('?')
  const body: unknown = request.body
  return { method: request.method.toUpperCase(), headers, search: start === -1 ? '' : request.url.slice(start), body }
}

async function inTime<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(tooLate()), milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
    // When time was up, nobody waits for the rest any more.
    work.catch(() => {})
  }
}
