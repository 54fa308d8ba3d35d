import type { AuditEvent, AuditEventAgent, AuditEventEntityDetail, Bundle } from 'fhir/r4.js'
import { OUR_CODES } from './operation-outcome.js'

/** One row of the audit, as far as whoever reads it may see it: a patient reads no person, the auditor reads no name. */
export interface AccessToShow {
  readonly id: string
  readonly at: string
  /** Absent when nobody was recognised. */
  readonly organisation?: { readonly id?: string; readonly name?: string }
  readonly actorId?: string
  readonly roles: readonly string[]
  readonly purpose: string
  readonly action: string
  readonly patientId?: string
  readonly classes: readonly string[]
  readonly outcome: 'ALLOWED' | 'WITHHELD' | 'DENIED' | 'FAILED'
  readonly requestId?: string
  readonly operation?: { readonly name?: string; readonly hash?: string }
  readonly breakGlassId?: string
  readonly occurrences?: number
}

/** Systems of the identifiers that stand in the audit. */
const ACTORS = 'urn:sextant:actor'
const ORGANISATIONS = 'urn:sextant:organisation'

const OUTCOMES = {
  ALLOWED: { outcome: '0' },
  WITHHELD: { outcome: '0', outcomeDesc: 'A part was withheld' },
  DENIED: { outcome: '4', outcomeDesc: 'It was denied' },
  FAILED: { outcome: '8', outcomeDesc: 'It broke off, and nothing was shown' },
} as const satisfies Record<AccessToShow['outcome'], Pick<AuditEvent, 'outcome' | 'outcomeDesc'>>

/** A row of the audit as a FHIR R4 AuditEvent. What it was about in our own words stands beside FHIR's coarser ones. */
export function toAuditEvent(access: AccessToShow): AuditEvent {
  const { id, at, purpose, action, patientId, outcome } = access
  const detail = detailsOf(access)
  return {
    resourceType: 'AuditEvent',
    id,
    type: {
      system: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
      code: 'rest',
      display: 'Restful Operation',
    },
    subtype: [{ system: OUR_CODES, code: action }],
    action: actionCode(action),
    recorded: at,
    ...OUTCOMES[outcome],
    purposeOfEvent: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: purpose }] }],
    agent: agentsOf(access),
    source: { observer: { display: 'Sextant' } },
    entity: [
      {
        ...(patientId === undefined ? {} : PATIENT),
        ...(patientId === undefined ? {} : { what: { reference: `Patient/${patientId}` } }),
        ...(detail.length === 0 ? {} : { detail }),
      },
    ].filter(entity => Object.keys(entity).length > 0),
  }
}

const PATIENT = {
  type: { system: 'http://terminology.hl7.org/CodeSystem/audit-entity-type', code: '1', display: 'Person' },
  role: { system: 'http://terminology.hl7.org/CodeSystem/object-role', code: '1', display: 'Patient' },
} as const

/** Actions are named by what they do first. */
function actionCode(action: string): 'R' | 'U' | 'D' | 'E' {
  if (action.startsWith('READ_')) return 'R'
  if (action.startsWith('WRITE_')) return 'U'
  return action.startsWith('ERASE_') ? 'D' : 'E'
}

/** The person, where they may be read, and the organisation for which they asked; one of them asked. */
function agentsOf({ organisation, actorId, roles }: AccessToShow): AuditEventAgent[] {
  const role = roles.map(code => ({ coding: [{ system: OUR_CODES, code }] }))
  const roled = role.length === 0 ? {} : { role }
  const person = actorId === undefined ? undefined : { ...roled, who: identifier(ACTORS, actorId), requestor: true }
  if (organisation === undefined) return [person ?? { ...roled, requestor: true }]
  const { id, name } = organisation
  const who = {
    ...(name === undefined ? {} : { display: name }),
    ...(id === undefined ? {} : identifier(ORGANISATIONS, id)),
  }
  return person === undefined ? [{ ...roled, who, requestor: true }] : [person, { who, requestor: false }]
}

function identifier(system: string, value: string) {
  return { identifier: { system, value } }
}

function detailsOf(access: AccessToShow): AuditEventEntityDetail[] {
  const { classes, requestId, operation, breakGlassId, occurrences } = access
  const given: readonly (readonly [string, string | undefined])[] = [
    ...classes.map(each => ['class', each] as const),
    ['request', requestId],
    ['operation', operation?.name],
    ['operation-hash', operation?.hash],
    ['broken-glass', breakGlassId],
    ['occurrences', occurrences === undefined || occurrences === 1 ? undefined : String(occurrences)],
  ]
  return given.flatMap(([type, valueString]) => (valueString === undefined ? [] : [{ type, valueString }]))
}

/** A page of a patient's accesses, newest first, with where the next one is. */
export function auditBundle(
  accesses: readonly AccessToShow[],
  total: number,
  links: { readonly self: string; readonly next?: string },
): Bundle<AuditEvent> {
  const bundle = {
    resourceType: 'Bundle',
    type: 'searchset',
    total,
    link: [
      { relation: 'self', url: links.self },
      ...(links.next === undefined ? [] : [{ relation: 'next', url: links.next }]),
    ],
  } as const
  const entry = accesses.map(access => ({ resource: toAuditEvent(access), search: { mode: 'match' as const } }))
  // FHIR has no empty lists.
  return entry.length === 0 ? { ...bundle, link: [...bundle.link] } : { ...bundle, link: [...bundle.link], entry }
}
