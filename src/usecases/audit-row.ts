import type { Actor, Role } from './records.js'
import type { TrailEntry, TrailOutcome } from './trail.js'

/** That somebody touched a patient, or tried to sign in: who, when, for what, and never what they saw (S19). */
export interface AuditRow {
  /** Absent when nobody was recognised. */
  readonly organisationId?: string
  readonly requestId: string
  readonly actorId?: string
  readonly roles: readonly string[]
  readonly purpose: string
  readonly action: string
  readonly patientId?: string
  readonly classes: readonly string[]
  readonly operation: { readonly name?: string; readonly hash?: string }
  readonly outcome: TrailOutcome
  readonly breakGlassId?: string
  /** The grant that it rests on; in the place of broken glass, for nothing ever rests on both. */
  readonly grantId?: string
  /** More than one only where the same refusal came so often that single rows would fill the disk. */
  readonly occurrences?: number
}

/** A row of the audit as the patient may read it: without the person who asked. */
export interface RecordedAccess {
  readonly at: Date
  /** Name of the organisation. */
  readonly organisation: string
  readonly roles: readonly Role[]
  readonly purpose: string
  readonly action: string
  readonly classes: readonly string[]
  readonly outcome: TrailOutcome
}

/**
 * One row per entry of a request's trail: what the actor did, and the circumstances of the request. Of what a visitor did each
 * of the two organisations has a row of its own.
 */
export function auditRowsOf(
  {
    id: actorId,
    organisationId,
    visit,
    roles,
    request,
  }: Pick<Actor, 'id' | 'organisationId' | 'visit' | 'roles' | 'request'>,
  entries: readonly TrailEntry[],
): readonly AuditRow[] {
  const { id: requestId, purpose } = request
  const operation = safeOperation(request.operation)
  const home = visit?.home ?? organisationId
  const told = entries.flatMap(entry =>
    [home, ...(entry.grant === undefined ? [] : [entry.grant.organisationId])].map(of => ({ of, entry })),
  )
  return told.map(({ of, entry: { patientId, action, classes, outcome, breakGlassId, grant } }) => ({
    organisationId: of,
    requestId,
    actorId,
    roles,
    // Emergency access is what it is, whatever the request said.
    purpose: breakGlassId === undefined ? purpose : 'ETREAT',
    operation,
    // What is no id at all can be nobody's.
    patientId: patientId !== undefined && ID.test(patientId) ? patientId : undefined,
    action,
    classes,
    outcome,
    breakGlassId,
    grantId: grant?.id,
  }))
}

const ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

/** A route, or what a client calls its operation: a name only as long as it looks like one (S49). */
function safeOperation({ name, hash }: AuditRow['operation']): AuditRow['operation'] {
  return { name: name !== undefined && /^[\w /:.-]{1,64}$/.test(name) ? name : undefined, hash }
}
