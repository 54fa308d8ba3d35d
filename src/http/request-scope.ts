import { randomUUID } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import type { Authenticate, Session } from '../usecases/menu.js'
import { bearerOf } from './authenticate.js'
import type { Log } from './log.js'

interface Scope {
  readonly requestId: string
  session?: Promise<Session | undefined>
  noted?: NotedAnswer
}

/** What only whoever answered knows of the answer: a GraphQL answer with errors has the status of one without. */
export interface NotedAnswer {
  /** Of every error that was told. */
  readonly codes: readonly string[]
  /** What the operation cost, when it was executed. */
  readonly points?: number
}

/** Ways into the service that are told apart when requests are counted. */
export type Face = 'graphql' | 'uploads' | 'fhir' | 'health' | 'other'

export interface EndedRequest extends NotedAnswer {
  readonly face: Face
  readonly seconds: number
}

/** What belongs to one request: its id, and its caller, verified once however often it is asked for. */
export interface RequestScope {
  readonly begin: RequestHandler
  requestIdOf(request: Request): string
  sessionOf(request: Request): Promise<Session | undefined>
  /** How it was answered, as far as its status does not tell. */
  note(request: Request, answer: NotedAnswer): void
}

export function createRequestScope(
  authenticate: Authenticate,
  log: Log,
  onEnd: (request: EndedRequest) => void = () => {},
): RequestScope {
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
        const elapsed = performance.now() - started
        const milliseconds = Math.round(elapsed)
        const { noted = { codes: codesOf(response.statusCode) } } = scopeOf(request)
        onEnd({ ...noted, face: faceOf(request), seconds: elapsed / 1000 })
        void logRequest(log, request, { ...scopeOf(request), status: response.statusCode, milliseconds })
      })
      next()
    },
    requestIdOf: request => scopeOf(request).requestId,
    sessionOf,
    note(request, answer) {
      scopeOf(request).noted = answer
    },
  }
}

const FACES: readonly Face[] = ['graphql', 'uploads', 'fhir', 'health']

function faceOf({ originalUrl }: Request): Face {
  const [, first] = originalUrl.split(/[/?]/, 2)
  return FACES.find(face => face === first) ?? 'other'
}

/** Of what is refused before anybody looks at it, the status is all there is. */
function codesOf(status: number): readonly string[] {
  return status < 400 ? [] : [`HTTP_${status}`]
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
