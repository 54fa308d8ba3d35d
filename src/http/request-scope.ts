import { randomUUID } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import type { Authenticate, Session } from '../usecases/menu.js'
import { bearerOf } from './authenticate.js'
import type { Log } from './log.js'

interface Scope {
  readonly requestId: string
  session?: Promise<Session | undefined>
}

/** What belongs to one request: its id, and its caller, verified once however often it is asked for. */
export interface RequestScope {
  readonly begin: RequestHandler
  requestIdOf(request: Request): string
  sessionOf(request: Request): Promise<Session | undefined>
}

export function createRequestScope(authenticate: Authenticate, log: Log): RequestScope {
  const scopes = new WeakMap<Request, Scope>()

  function scopeOf(request: Request): Scope {
    const known = scopes.get(request) ?? { requestId: randomUUID() }
    scopes.set(request, known)
    return known
  }

  function sessionOf(request: Request): Promise<Session | undefined> {
    const scope = scopeOf(request)
    const token = bearerOf(request.headers.authorization)
    scope.session ??= token === undefined ? Promise.resolve(undefined) : authenticate(token)
    return scope.session
  }

  return {
    begin(request, response, next) {
      const { requestId } = scopeOf(request)
      const started = performance.now()
      response.set('x-request-id', requestId)
      response.once('close', () => {
        const milliseconds = Math.round(performance.now() - started)
        void logRequest(log, request, { ...scopeOf(request), status: response.statusCode, milliseconds })
      })
      next()
    },
    requestIdOf: request => scopeOf(request).requestId,
    sessionOf,
  }
}

async function logRequest(log: Log, request: Request, scope: Scope & { status: number; milliseconds: number }) {
  const { requestId, status, milliseconds } = scope
  const caller = await callerOf(scope)
  log.info({ requestId, ...caller, method: request.method, route: routeOf(request), status, milliseconds }, 'request')
}

async function callerOf(scope: Scope): Promise<{ readonly actorId?: string; readonly organisationId?: string }> {
  const session = await scope.session?.catch(() => undefined)
  return session === undefined ? {} : { actorId: session.caller.id, organisationId: session.caller.organisationId }
}

function routeOf(request: Request): string {
  const route: unknown = request.route
  const path = typeof route === 'object' && route !== null && 'path' in route ? route.path : undefined
  return typeof path === 'string' ? path : 'unknown'
}
