import type { Request, RequestHandler, Response } from 'express'
import { DomainError } from '../domain/errors.js'
import { failureOutcome } from '../fhir/operation-outcome.js'
import { HTTP_STATUS } from './http-status.js'
import type { RequestScope } from './request-scope.js'
import { leaveUnread } from './uploads-route.js'

const ANSWER_TYPE = 'application/fhir+json; charset=utf-8'

/** A resource, or a failure in FHIR's form. */
export function answerFhir(scope: RequestScope, find: (request: Request) => Promise<object>): RequestHandler {
  return async (request, response) => {
    try {
      send(response, 200, await find(request))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      leaveUnread(request, response)
      scope.note(request, { codes: [error.code] })
      if (error.code === 'UNAUTHENTICATED') response.set('www-authenticate', 'Bearer')
      send(response, HTTP_STATUS[error.code], failureOutcome(error, scope.requestIdOf(request)))
    }
  }
}

function send(response: Response, status: number, resource: object): void {
  response.status(status).type(ANSWER_TYPE).send(JSON.stringify(resource))
}

export function parameter({ query }: Request, name: string): string {
  const value = query[name]
  if (typeof value !== 'string' || value.trim() === '')
    throw new DomainError('BAD_USER_INPUT', `The address needs ${name}=…, once`, { field: name })
  return value
}
