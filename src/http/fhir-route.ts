import type { Request, RequestHandler } from 'express'
import { DomainError } from '../domain/errors.js'
import { drugLookup } from '../domain/history/drug-lookup.js'
import { importAnswer } from '../fhir/import-answer.js'
import { readBundle } from '../fhir/read-bundle.js'
import type { Usecases } from '../usecases/menu.js'
import type { Actor } from '../usecases/records.js'
import { boundedBody } from './bounded-body.js'
import type { BodyPace } from './bounded-body.js'
import { answerFhir, parameter } from './fhir-answer.js'
import type { RequestScope } from './request-scope.js'
import { requireActor, traced } from './uploads-route.js'

const ROUTE = 'POST /fhir/Bundle'
const MEDIA_TYPES = ['application/fhir+json', 'application/json']

/**
 * `POST /fhir/Bundle?patient=…&source=…`: the history of one patient as another system has it. `source` names that system, the
 * same whenever it sends, so that what is sent again is known again.
 */
export function fhirRoute(usecases: Usecases, scope: RequestScope, pace: BodyPace, bodyBytes: number): RequestHandler {
  async function importBundle(actor: Actor, request: Request) {
    const patientId = parameter(request, 'patient')
    const source = parameter(request, 'source')
    requireMediaType(request)
    const json = parse(await bodyOf(request, pace, bodyBytes))
    const bundle = readBundle(json, drugLookup(usecases.knowledge(actor)))
    const { entries } = bundle
    const imported = await usecases.importFacts(actor, { patientId, source, entries })
    const observations = entries.flatMap(({ index, resourceType, key, result, takesBack = false, ...entry }) =>
      resourceType === 'Observation' && key !== undefined
        ? [{ index, key, result, takesBack, reference: entry.reference, restricted: entry.restricted }]
        : [],
    )
    const answers = await usecases.importResults(actor, { patientId, source, results: observations })
    const byEntry = observations.flatMap(({ index }, at) => {
      const answer = answers[at]
      return answer === undefined ? [] : [[index, answer] as const]
    })
    return importAnswer(bundle, imported.entries, new Map(byEntry))
  }

  return answerFhir(async request => {
    const actor = await requireActor(scope, request, ROUTE)
    return await traced(usecases, actor, () => importBundle(actor, request))
  })
}

function requireMediaType({ headers }: Request): void {
  const [type = ''] = (headers['content-type'] ?? '').split(';')
  const encoding = headers['content-encoding'] ?? 'identity'
  if (!MEDIA_TYPES.includes(type.trim().toLowerCase()) || encoding !== 'identity')
    throw new DomainError('UNSUPPORTED_MEDIA_TYPE', 'Send application/fhir+json, without Content-Encoding', {})
}

async function bodyOf(request: Request, pace: BodyPace, limit: number): Promise<string> {
  const tooLarge = () => new DomainError('PAYLOAD_TOO_LARGE', 'The bundle is too large', { limit })
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of boundedBody(request, pace)) {
    size += chunk.byteLength
    if (size > limit) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new DomainError('BAD_USER_INPUT', 'The body is not JSON', { reason: 'JSON' })
  }
}
