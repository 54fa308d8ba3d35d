import type { Request, RequestHandler } from 'express'
import { DomainError } from '../domain/errors.js'
import type { DeclaredContent, Usecases } from '../usecases/menu.js'
import { actAs } from '../usecases/act-as.js'
import { PURPOSE_HEADER, statedPurpose } from '../usecases/stated-purpose.js'
import type { Actor, Upload } from '../usecases/records.js'
import { boundedBody } from './bounded-body.js'
import type { BodyPace } from './bounded-body.js'
import type { RequestScope } from './request-scope.js'
import { leaveUnread } from './leave-unread.js'
import { sendFailure } from './send-error.js'
import { unauthenticated } from './verify-token.js'

export interface UploadsRoute {
  /** `PUT /uploads/:id`: the bytes, as they are. */
  readonly receive: RequestHandler
  /** `GET /uploads/:id`: what became of them, for those who have no GraphQL client at hand. */
  readonly show: RequestHandler
}

export function uploadsRoute(usecases: Usecases, scope: RequestScope, pace: BodyPace): UploadsRoute {
  return {
    async receive(request, response) {
      try {
        const actor = await requireActor(scope, request, 'PUT /uploads/:id')
        refuseEncoding(request)
        const id = idOf(request)
        const declared = declaredBy(request)
        const content = { bytes: boundedBody(request, pace), declared }
        const upload = await traced(usecases, actor, () => usecases.receiveUpload(actor, id, content))
        response.status(upload.id === id ? 201 : 200).json(shown(upload))
      } catch (error) {
        if (!(error instanceof DomainError)) throw error
        leaveUnread(request, response)
        scope.note(request, { codes: [error.code] })
        // The sender was too slow, not we.
        sendFailure(response, error, scope.requestIdOf(request), error.code === 'TIMEOUT' ? 408 : undefined)
      }
    },
    async show(request, response) {
      const actor = await requireActor(scope, request, 'GET /uploads/:id')
      const id = idOf(request)
      const upload = (await traced(usecases, actor, () => usecases.findUploads(actor, [id]))).get(id)
      if (upload === undefined) throw new DomainError('NOT_FOUND', 'No such upload', {})
      response.json(shown(upload))
    },
  }
}

/** Whom the request touched is written before anything is sent, however it ended (S20). */
export async function traced<T>(usecases: Usecases, actor: Actor, work: () => Promise<T>): Promise<T> {
  try {
    const answer = await work()
    await usecases.closeTrail(actor, true)
    return answer
  } catch (error) {
    await usecases.closeTrail(actor, false)
    throw error
  }
}

export async function requireActor(scope: RequestScope, request: Request, route: string): Promise<Actor> {
  const session = await scope.sessionOf(request)
  if (session === undefined) throw unauthenticated()
  const purpose = statedPurpose(request.get(PURPOSE_HEADER))
  return actAs(session.caller, { id: scope.requestIdOf(request), purpose, operation: { name: route } })
}

function idOf(request: Request): string {
  const { id } = request.params
  return typeof id === 'string' ? id : ''
}

function shown({ id, state, sizeBytes, sha256, sampleId, refusal, diagnostics }: Upload) {
  return { id, state, sizeBytes, sha256, sampleId, refusal, diagnostics: diagnostics.length }
}

/** Size and checksum (RFC 9530) as the sender states them. */
function declaredBy({ headers }: Request): DeclaredContent {
  const length = headers['content-length']
  const digest = headers['repr-digest'] ?? headers['content-digest']
  const base64 = typeof digest === 'string' ? /(?:^|,\s*)sha-256=:([A-Za-z0-9+/]{43}=):/.exec(digest)?.[1] : undefined
  if (digest !== undefined && base64 === undefined)
    throw new DomainError('BAD_USER_INPUT', 'The digest header must be sha-256=:…:', { field: 'content-digest' })
  return {
    sizeBytes: length === undefined ? undefined : Number(length),
    sha256: base64 === undefined ? undefined : Buffer.from(base64, 'base64').toString('hex'),
  }
}

/** A `.vcf.gz` is sent as the file it is; an encoding of the transfer would make its checksum mean something else. */
function refuseEncoding({ headers }: Request): void {
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity')
    throw new DomainError('UNSUPPORTED_MEDIA_TYPE', 'Send the file as it is, without Content-Encoding', {})
}
