import type { Request, RequestHandler } from 'express'
import { DomainError } from '../domain/errors.js'
import { auditBundle } from '../fhir/audit-event.js'
import type { Usecases } from '../usecases/menu.js'
import type { Actor } from '../usecases/records.js'
import { answerFhir, parameter } from './fhir-answer.js'
import type { RequestScope } from './request-scope.js'
import { requireActor, traced } from './uploads-route.js'

const ROUTE = 'GET /fhir/AuditEvent'
const DEFAULT_COUNT = 20
const MOST_COUNT = 100
const PARAMETERS: readonly string[] = ['patient', '_count', 'page']

/**
 * `GET /fhir/AuditEvent?patient=…`: who saw or changed what of one patient, newest first. For those who may read the list of
 * accesses in the graph, with what it shows and nothing more; a reading is an access like any other.
 */
export function auditRoute(usecases: Usecases, scope: RequestScope, origin: () => string): RequestHandler {
  async function accesses(actor: Actor, request: Request) {
    for (const name of Object.keys(request.query))
      if (!PARAMETERS.includes(name))
        throw new DomainError('BAD_USER_INPUT', 'The address has a parameter that is not known here', {})
    const patientId = parameter(request, 'patient')
    const first = countOf(request)
    const after = request.query['page'] === undefined ? undefined : parameter(request, 'page')
    const page = after === undefined ? { first } : { first, after }
    const found = await usecases.patientAccesses(actor, patientId, page)
    const shown = found.items.map(({ at, organisation, ...access }, index) => ({
      ...access,
      id: found.cursors[index] ?? '',
      at: at.toISOString(),
      organisation: { name: organisation },
      patientId,
    }))
    const address = (cursor: string | undefined) => {
      const query = new URLSearchParams({ patient: patientId, _count: String(first) })
      if (cursor !== undefined) query.set('page', cursor)
      return `${origin()}/fhir/AuditEvent?${query.toString()}`
    }
    const next = found.hasNextPage ? { next: address(found.endCursor) } : {}
    return auditBundle(shown, found.totalCount, { self: address(after), ...next })
  }

  return answerFhir(async request => {
    const actor = await requireActor(scope, request, ROUTE)
    return await traced(usecases, actor, () => accesses(actor, request))
  })
}

function countOf(request: Request): number {
  if (request.query['_count'] === undefined) return DEFAULT_COUNT
  const count = parameter(request, '_count')
  if (!/^[1-9]\d{0,2}$/.test(count) || Number(count) > MOST_COUNT)
    throw new DomainError('BAD_USER_INPUT', `_count must lie between 1 and ${MOST_COUNT}`, { maximum: MOST_COUNT })
  return Number(count)
}
