import { DomainError } from '../domain/errors.js'
import type { AccessFacts, Visibility } from './access-facts.js'
import type { DataClass } from './data-classes.js'
import type { Actor, Purpose } from './records.js'
import { BROKEN_GLASS, GRANTED, PERSONAL_CLASSES, RIGHTS } from './rights.js'
import type { Level, PersonalClass, Right } from './rights.js'
import { isInScope } from './scopes.js'

/** What a person may want to do; every use case asks for one of these before it does anything. */
export const ACTIONS = [
  'READ_KNOWLEDGE',
  'READ_PATIENT',
  'WRITE_PATIENT',
  'READ_UPLOAD',
  'WRITE_UPLOAD',
  'READ_RESULT',
  'WRITE_OUTSIDE_CALL',
  'ASK_ADVICE',
  'CALL_SAMPLE',
  'READ_HISTORY',
  'WRITE_HISTORY',
  'FOLLOW_ADVICE',
  'TELL_PRIVACY',
  'READ_ACCESS',
  'WRITE_RELATION',
  'WRITE_CONSENT',
  'RELEASE_RESULT',
  'BREAK_GLASS',
  'REVIEW_BREAK_GLASS',
  'READ_AUDIT',
  'MANAGE_MEMBERS',
  'WRITE_GRANT',
  'MANAGE_GRANTS',
  'READ_GRANTED',
  'REQUEST_ERASURE',
  'ERASE_PATIENT',
  'HOLD_PATIENT',
] as const

export type Action = (typeof ACTIONS)[number]

/** What each action shows or changes of a patient. */
export const CLASSES_OF_ACTION: Readonly<Record<Action, readonly DataClass[]>> = {
  READ_KNOWLEDGE: ['PUBLIC'],
  READ_PATIENT: ['IDENTITY'],
  WRITE_PATIENT: ['IDENTITY'],
  READ_UPLOAD: ['OPERATIONAL'],
  WRITE_UPLOAD: ['GENOMIC_RAW'],
  READ_RESULT: ['GENOMIC_SUMMARY'],
  WRITE_OUTSIDE_CALL: ['GENOMIC_SUMMARY'],
  ASK_ADVICE: ['CLINICAL', 'GENOMIC_SUMMARY'],
  CALL_SAMPLE: ['GENOMIC_RAW', 'GENOMIC_SUMMARY'],
  READ_HISTORY: ['CLINICAL'],
  WRITE_HISTORY: ['CLINICAL'],
  FOLLOW_ADVICE: ['CLINICAL', 'GENOMIC_SUMMARY'],
  TELL_PRIVACY: ['OPERATIONAL'],
  READ_ACCESS: ['OPERATIONAL'],
  WRITE_RELATION: ['OPERATIONAL'],
  WRITE_CONSENT: ['OPERATIONAL'],
  RELEASE_RESULT: ['GENOMIC_SUMMARY'],
  BREAK_GLASS: ['OPERATIONAL'],
  REVIEW_BREAK_GLASS: ['AUDIT'],
  READ_AUDIT: ['AUDIT'],
  MANAGE_MEMBERS: ['OPERATIONAL'],
  WRITE_GRANT: ['OPERATIONAL'],
  MANAGE_GRANTS: ['OPERATIONAL'],
  READ_GRANTED: ['OPERATIONAL'],
  REQUEST_ERASURE: ['OPERATIONAL'],
  ERASE_PATIENT: ['IDENTITY', 'CLINICAL', 'GENOMIC_SUMMARY', 'GENOMIC_RAW'],
  HOLD_PATIENT: ['OPERATIONAL'],
}

/** Actions that change something; broken glass allows none, and consent may forbid one. */
const WRITES: ReadonlySet<Action> = new Set<Action>([
  'WRITE_PATIENT',
  'WRITE_UPLOAD',
  'WRITE_OUTSIDE_CALL',
  'WRITE_HISTORY',
  'WRITE_RELATION',
  'WRITE_CONSENT',
  'WRITE_GRANT',
  'RELEASE_RESULT',
])

/** Purposes that nothing allows but the patient's consent. */
const ONLY_WITH_CONSENT: ReadonlySet<Purpose> = new Set<Purpose>(['HRESCH'])

/** Why a part of a patient's record is not shown, as generally as it may be said. */
export const WITHHELD_REASONS = ['ROLE', 'CONSENT', 'RESTRICTED', 'NOT_RELEASED'] as const

export type WithheldReason = (typeof WITHHELD_REASONS)[number]

/** What an actor may see of one patient. */
export interface Sight {
  /** Classes that are not shown, each with the general reason. */
  readonly withheld: ReadonlyMap<DataClass, WithheldReason>
  /** Classes of which a part is shown: who somebody is without their name, results that were released. */
  readonly partly: ReadonlyMap<DataClass, 'PART' | 'RELEASED'>
  /** The broken glass that it rests on. */
  readonly breakGlassId?: string
}

/**
 * `deny`: the patient looks like one who does not exist. `forbid`: the patient is the actor's to see, the action is not
 * theirs to take. `consent`: the patient's consent is against the change.
 */
export type Decision =
  | { readonly kind: 'deny' }
  | { readonly kind: 'forbid' }
  | { readonly kind: 'consent' }
  | { readonly kind: 'allow'; readonly sight: Sight }

const DENY: Decision = { kind: 'deny' }

/** The one place where rights are decided, from one table and nothing else. The table is a parameter for its tests alone. */
export function decide(
  actor: Actor,
  action: Action,
  recorded: AccessFacts,
  table: readonly Right[] = RIGHTS,
): Decision {
  // A visitor has broken no glass here, whatever they may have done as a member.
  const facts = actor.visit === undefined ? recorded : { ...recorded, breakGlass: undefined }
  if (facts.organisationId !== actor.organisationId) return DENY
  const rights = actor.visit === undefined ? openRights(actor, facts, table) : grantedRights(actor, facts, table)
  if (rights.length === 0) return DENY
  if (!isLeftByScopes(actor, action)) return { kind: 'forbid' }
  if (!rights.some(right => right.may.includes(action))) return { kind: 'forbid' }
  const sight = sightOf(actor, facts, rights)
  const isForbidden = (dataClass: DataClass) => sight.withheld.get(dataClass) === 'CONSENT'
  if (WRITES.has(action) && CLASSES_OF_ACTION[action].some(isForbidden)) return { kind: 'consent' }
  return { kind: 'allow', sight }
}

type OpenRight = Pick<Right, 'sees' | 'may'> & { readonly relations: AccessFacts['relations'] }

/** The lines of the table that hold between this actor and this patient today. */
function openRights(actor: Actor, facts: AccessFacts, table: readonly Right[]): readonly OpenRight[] {
  const byRelation = linesOf(actor, table).flatMap((right): OpenRight[] => {
    const relations = facts.relations.filter(({ kind }) => right.relations.includes(kind))
    const isOpen = relations.length > 0 || right.withoutRelation === true
    return isOpen ? [{ sees: right.sees, may: right.may, relations }] : []
  })
  const isBroken = facts.breakGlass !== undefined && may(actor, 'BREAK_GLASS', table)
  return isBroken ? [...byRelation, { ...BROKEN_GLASS, relations: [] }] : byRelation
}

/**
 * What a grant opens to somebody of another organisation, and nothing else does: what it names, as far as their role at home
 * sees it. Whatever relations they have here besides, they are not here by them.
 */
function grantedRights(actor: Actor, { grant }: AccessFacts, table: readonly Right[]): readonly OpenRight[] {
  const { visit, request } = actor
  const isOpen =
    grant !== undefined &&
    grant.id === visit?.grantId &&
    grant.toOrganisationId === visit.home &&
    grant.purposes.includes(request.purpose) &&
    isLeftByScopes(actor, 'READ_GRANTED')
  if (!isOpen) return []
  return linesOf(actor, table)
    .filter(({ mayAnyway }) => mayAnyway.includes('READ_GRANTED'))
    .map(({ sees }) => ({ sees: grantedClasses(grant.classes, sees), may: GRANTED.may, relations: [] }))
}

function grantedClasses(classes: readonly DataClass[], atHome: Right['sees']): Right['sees'] {
  const opened: Right['sees'] = GRANTED.sees
  return Object.fromEntries(
    PERSONAL_CLASSES.flatMap(each =>
      classes.includes(each) && atHome[each] !== undefined && opened[each] !== undefined ? [[each, opened[each]]] : [],
    ),
  )
}

function linesOf({ roles, organisation }: Actor, table: readonly Right[]): readonly Right[] {
  return table.filter(
    ({ role, organisations }) => roles.includes(role) && (organisations?.includes(organisation) ?? true),
  )
}

/** Deny wins over everything but broken glass, and over that where it names the emergency; nobody is kept from themselves. */
function sightOf(actor: Actor, facts: AccessFacts, rights: readonly OpenRight[]): Sight {
  const purpose = facts.breakGlass === undefined ? actor.request.purpose : 'ETREAT'
  const about = facts.consents.filter(consent => speaksOf(consent, actor, purpose, facts.breakGlass !== undefined))
  const isSelf = rights.some(({ relations }) => relations.some(({ kind }) => kind === 'SELF'))
  const withheld = new Map<DataClass, WithheldReason>()
  const partly = new Map<DataClass, 'PART' | 'RELEASED'>()
  for (const dataClass of PERSONAL_CLASSES) {
    const said = about.filter(({ classes }) => classes.includes(dataClass))
    const isPermitted = said.some(({ effect }) => effect === 'PERMIT')
    const isDenied = said.some(({ effect }) => effect === 'DENY') || (ONLY_WITH_CONSENT.has(purpose) && !isPermitted)
    const level = bestLevel(dataClass, rights, isPermitted)
    if (isDenied && !isSelf) withheld.set(dataClass, 'CONSENT')
    else if (level === undefined) withheld.set(dataClass, 'ROLE')
    else if (level === 'WITH_CONSENT') withheld.set(dataClass, 'RESTRICTED')
    else if (level !== 'ALL') partly.set(dataClass, level)
  }
  return { withheld, partly, breakGlassId: facts.breakGlass?.id }
}

function speaksOf(
  { effect, recipient, recipientRole, recipientActorId, purposes }: AccessFacts['consents'][number],
  { id, roles, visit }: Actor,
  purpose: Purpose,
  isEmergency: boolean,
): boolean {
  // What is permitted to this organisation is not permitted to its visitors; what is denied to it is.
  if (visit !== undefined && effect === 'PERMIT' && (recipient === 'ORGANISATION' || recipient === 'ROLE')) return false
  const isMeant =
    recipient === 'ANYONE' ||
    recipient === 'ORGANISATION' ||
    (recipient === 'ROLE' ? roles.some(role => role === recipientRole) : recipientActorId === id)
  // What was said in general does not mean the emergency; what names it does.
  return isMeant && (purposes.includes(purpose) || (purposes.length === 0 && !isEmergency))
}

type Resolved = 'PART' | 'RELEASED' | 'WITH_CONSENT' | 'ALL'

const ORDER: readonly Resolved[] = ['WITH_CONSENT', 'PART', 'RELEASED', 'ALL']

function bestLevel(dataClass: PersonalClass, rights: readonly OpenRight[], isPermitted: boolean): Resolved | undefined {
  const levels = rights.flatMap(({ sees, relations }) => resolved(sees[dataClass], dataClass, relations, isPermitted))
  return ORDER.findLast(level => levels.includes(level))
}

function resolved(
  level: Level | undefined,
  dataClass: DataClass,
  relations: AccessFacts['relations'],
  isPermitted: boolean,
): readonly Resolved[] {
  if (level === undefined) return []
  if (level === 'GRANTED') return relations.some(({ classes }) => classes.includes(dataClass)) ? ['ALL'] : []
  return [level === 'WITH_CONSENT' && isPermitted ? 'ALL' : level]
}

/** A token may have been issued for less than its owner may do; it never adds to that (S6). */
function isLeftByScopes({ scopes = [], roles }: Actor, action: Action): boolean {
  return isInScope(scopes, roles, action)
}

/** Whatever roles visitors have at home, here they only read (S12): no list, no audit and no change of this organisation's. */
const OF_VISITORS: ReadonlySet<Action> = new Set<Action>([...GRANTED.may, 'READ_KNOWLEDGE'])

/** Whether any role of the actor has this action at all, whoever the patient. */
export function may(actor: Actor, action: Action, table: readonly Right[] = RIGHTS): boolean {
  if (!isLeftByScopes(actor, action)) return false
  if (actor.visit !== undefined && !OF_VISITORS.has(action)) return false
  return linesOf(actor, table).some(right => right.may.includes(action) || right.mayAnyway.includes(action))
}

export function demand(actor: Actor, action: Action): void {
  if (may(actor, action)) return
  actor.request.trail.note({ action, classes: CLASSES_OF_ACTION[action], outcome: 'DENIED' })
  throw new DomainError('FORBIDDEN', 'Your role does not allow this', { action })
}

/** For whoever may do it otherwise, and not this time; the trail says so. */
export function refused(actor: Actor, action: Action, message: string, patientId?: string): DomainError {
  actor.request.trail.note({ patientId, action, classes: CLASSES_OF_ACTION[action], outcome: 'DENIED' })
  return new DomainError('FORBIDDEN', message, { action })
}

/** By which relations the actor finds patients when they take this action on a list of them. */
export function visibilityOf(actor: Actor, action: Action, now: Date): Visibility {
  // A visitor looks at one patient, and at no list.
  const lines = actor.visit === undefined ? linesOf(actor, RIGHTS).filter(right => right.may.includes(action)) : []
  const glass: readonly Action[] = BROKEN_GLASS.may
  return {
    actorId: actor.id,
    kinds: [...new Set(lines.flatMap(({ relations }) => relations))],
    namedKinds: [...new Set(lines.filter(({ sees }) => sees.IDENTITY === 'ALL').flatMap(({ relations }) => relations))],
    brokenGlass: actor.visit === undefined && may(actor, 'BREAK_GLASS') && glass.includes(action),
    roles: actor.roles,
    purpose: actor.request.purpose,
    now,
  }
}
