import type { Request, RequestHandler } from 'express'
import { DomainError } from '../domain/errors.js'
import { FHIR_JSON } from './send-error.js'

/** A resource. What fails is answered by the last handler, which knows FHIR's addresses. */
export function answerFhir(find: (request: Request) => Promise<object>): RequestHandler {
  return async (request, response) => {
    response
      .status(200)
      .type(FHIR_JSON)
      .send(JSON.stringify(await find(request)))
  }
}

export function parameter({ query }: Request, name: string): string {
  const value = query[name]
  if (typeof value !== 'string' || value.trim() === '')
    throw new DomainError('BAD_USER_INPUT', `The address needs ${name}=…, once`, { field: name })
  return value
}
