import { describe, expect, it } from 'vitest'
import { RELATION_KINDS } from '../../src/usecases/access-facts.js'
import type { AccessFacts, RelationKind } from '../../src/usecases/access-facts.js'
import { actAs } from '../../src/usecases/act-as.js'
import type { DataClass } from '../../src/usecases/data-classes.js'
import { ACTIONS, decide, may, visibilityOf } from '../../src/usecases/decide.js'
import type { Action, Decision } from '../../src/usecases/decide.js'
import { PURPOSES, ROLES } from '../../src/usecases/records.js'
import type { Actor, Purpose, Role } from '../../src/usecases/records.js'
import { LEVELS, PERSONAL_CLASSES, RIGHTS } from '../../src/usecases/rights.js'
import type { Right } from '../../src/usecases/rights.js'

/**
 * The table once more, as the design writes it, and read by other code than the one that decides: relations that open, then
 * what is seen of IDENTITY, CLINICAL, GENOMIC_SUMMARY, GENOMIC_RAW, RESTRICTED and AUDIT (all, part, released, consent,
 * granted, -), then the actions on an opened patient, then those without one.
 */
const TABLE = `
LABORATORY_TECHNICIAN | PERFORMED           | part - all all - -                           | READ WRITE_UPLOAD                                                          | WRITE_PATIENT
LABORATORY_DIRECTOR   | PERFORMED           | all - all all all -                          | READ WRITE_UPLOAD ASK_ADVICE RELEASE_RESULT WRITE_RELATION                 | WRITE_PATIENT
PHARMACIST            | DISPENSING TREATING | all all released - consent -                 | READ CARE WRITE_OUTSIDE_CALL                                               | WRITE_PATIENT BREAK_GLASS READ_GRANTED
CLINICIAN             | TREATING ORDERED    | all all released released consent -          | READ CARE WRITE_CONSENT WRITE_GRANT                                        | WRITE_PATIENT BREAK_GLASS READ_GRANTED
PATIENT               | SELF                | all all released released all all            | READ CARE WRITE_CONSENT READ_AUDIT REQUEST_ERASURE                         |
PATIENT               | PROXY               | granted granted released - - -               | READ ASK_ADVICE READ_HISTORY                                               |
DEVELOPER             | *                   | all all all all all all                      | READ CARE WRITE_UPLOAD WRITE_OUTSIDE_CALL RELEASE_RESULT WRITE_CONSENT READ_AUDIT | WRITE_PATIENT
ORGANISATION_ADMIN    |                     | - - - - - -                                  |                                                                            | MANAGE_MEMBERS MANAGE_GRANTS ERASE_PATIENT
PRIVACY_OFFICER       |                     | - - - - - -                                  |                                                                            | REVIEW_BREAK_GLASS READ_AUDIT ERASE_PATIENT HOLD_PATIENT
KNOWLEDGE_STEWARD     |                     | - - - - - -                                  |                                                                            |
SYSTEM_WORKER         | -                   | all all released - - -                       | FOLLOW_ADVICE                                                              | CALL_SAMPLE TELL_PRIVACY
`

const SHORT: Readonly<Record<string, readonly string[]>> = {
  READ: ['READ_PATIENT', 'READ_UPLOAD', 'READ_RESULT', 'READ_ACCESS'],
  CARE: ['ASK_ADVICE', 'READ_HISTORY', 'WRITE_HISTORY', 'WRITE_RELATION'],
  '*': RELATION_KINDS,
}

interface Line {
  readonly role: string
  readonly relations: readonly string[]
  readonly sees: readonly string[]
  readonly may: readonly string[]
  readonly anyway: readonly string[]
}

const LINES: readonly Line[] = TABLE.trim()
  .split('\n')
  .map(line => {
    const [role = '', relations = '', sees = '', actions = '', anyway = ''] = line.split('|')
    return {
      role: role.trim(),
      relations: words(relations),
      sees: words(sees),
      may: words(actions),
      anyway: words(anyway),
    }
  })

function words(cell: string): readonly string[] {
  return cell
    .split(/\s+/)
    .filter(word => word !== '')
    .flatMap(word => SHORT[word] ?? [word])
}

const OWN = 'own-organisation'

function actor(roles: readonly Role[], organisation = 'demo', purpose: Purpose = 'TREAT'): Actor {
  return actAs({ id: 'me', name: 'Me', organisationId: OWN, organisation, roles }, { id: 'request', purpose })
}

type ConsentFact = AccessFacts['consents'][number]

function consent(
  effect: ConsentFact['effect'],
  classes: readonly DataClass[],
  more: Partial<ConsentFact> = {},
): ConsentFact {
  return { effect, classes, recipient: 'ANYONE', purposes: [], ...more }
}

/** Consents by name, each with the classes it permits or denies to `me` for treatment, and in an emergency. */
const CONSENTS: Readonly<
  Record<
    string,
    {
      readonly facts: readonly ConsentFact[]
      readonly denies: readonly string[]
      readonly permits: readonly string[]
      readonly emergency: readonly string[]
    }
  >
> = {
  none: { facts: [], denies: [], permits: [], emergency: [] },
  permit: { facts: [consent('PERMIT', ['RESTRICTED'])], denies: [], permits: ['RESTRICTED'], emergency: [] },
  'permit and deny': {
    facts: [consent('PERMIT', ['RESTRICTED']), consent('DENY', ['RESTRICTED'])],
    denies: ['RESTRICTED'],
    permits: ['RESTRICTED'],
    emergency: [],
  },
  'permit somebody else': {
    facts: [consent('PERMIT', ['RESTRICTED'], { recipient: 'ACTOR', recipientActorId: 'somebody' })],
    denies: [],
    permits: [],
    emergency: [],
  },
  'deny me': {
    facts: [consent('DENY', ['CLINICAL', 'GENOMIC_SUMMARY'], { recipient: 'ACTOR', recipientActorId: 'me' })],
    denies: ['CLINICAL', 'GENOMIC_SUMMARY'],
    permits: [],
    emergency: [],
  },
  'deny for payment': {
    facts: [consent('DENY', ['CLINICAL'], { purposes: ['HPAYMT'] })],
    denies: [],
    permits: [],
    emergency: [],
  },
  'deny also in an emergency': {
    facts: [consent('DENY', ['GENOMIC_SUMMARY'], { purposes: ['TREAT', 'ETREAT'] })],
    denies: ['GENOMIC_SUMMARY'],
    permits: [],
    emergency: ['GENOMIC_SUMMARY'],
  },
  ...Object.fromEntries(
    PERSONAL_CLASSES.map(each => [
      `deny ${each}`,
      { facts: [consent('DENY', [each], { recipient: 'ORGANISATION' })], denies: [each], permits: [], emergency: [] },
    ]),
  ),
}

/** What a relation may grant; it counts for proxies alone. */
const GRANTS: readonly (readonly DataClass[])[] = [[], ['IDENTITY'], ['CLINICAL'], PERSONAL_CLASSES]

const NO_CONSENT: {
  readonly denies: readonly string[]
  readonly permits: readonly string[]
  readonly emergency: readonly string[]
} = {
  denies: [],
  permits: [],
  emergency: [],
}

interface Cell {
  readonly role: Role
  readonly relation: RelationKind | undefined
  readonly granted: readonly DataClass[]
  readonly consent: string
  readonly broken: boolean
  readonly foreign: boolean
  readonly organisation: string
}

function* cells(role: Role): Generator<Cell> {
  for (const relation of [undefined, ...RELATION_KINDS])
    for (const granted of relation === undefined ? GRANTS.slice(0, 1) : GRANTS)
      for (const name of Object.keys(CONSENTS))
        for (const broken of [false, true])
          for (const foreign of [false, true])
            for (const organisation of ['demo', 'clinic'])
              yield { role, relation, granted, consent: name, broken, foreign, organisation }
}

const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  WRITE_UPLOAD: ['GENOMIC_RAW'],
  WRITE_OUTSIDE_CALL: ['GENOMIC_SUMMARY'],
  RELEASE_RESULT: ['GENOMIC_SUMMARY'],
  WRITE_HISTORY: ['CLINICAL'],
}

/** What the table above says of a cell: "deny", "forbid", "consent", or one word per class. */
function expected(cell: Cell, action: Action): string {
  if (cell.foreign) return 'deny'
  const own = LINES.filter(({ role }) => role === cell.role)
  const isHome = cell.role !== 'DEVELOPER' || cell.organisation === 'demo'
  const open = own.filter(
    ({ relations }) =>
      relations.includes('-') || (isHome && cell.relation !== undefined && relations.includes(cell.relation)),
  )
  const glass = cell.broken && own.some(({ anyway }) => anyway.includes('BREAK_GLASS'))
  if (open.length === 0 && !glass) return 'deny'
  const reads = ['READ_PATIENT', 'READ_UPLOAD', 'READ_RESULT', 'READ_ACCESS', 'ASK_ADVICE', 'READ_HISTORY']
  const isMay = open.some(line => line.may.includes(action)) || (glass && reads.includes(action))
  if (!isMay) return 'forbid'
  const { denies, permits, emergency } = CONSENTS[cell.consent] ?? NO_CONSENT
  const denied = cell.relation === 'SELF' && cell.role === 'PATIENT' ? [] : cell.broken ? emergency : denies
  const isSelf = cell.relation === 'SELF' && cell.role === 'DEVELOPER' && isHome
  const hidden = isSelf ? [] : denied
  if ((WRITTEN[action] ?? []).some(each => hidden.includes(each))) return 'consent'
  return PERSONAL_CLASSES.map((dataClass, index) => {
    if (hidden.includes(dataClass)) return 'CONSENT'
    const said = open.map(({ sees }) => sees[index] ?? '-')
    if (glass) said.push(['-', 'all', 'released', '-', 'all', '-'][index] ?? '-')
    const settled = said.map(level => {
      if (level === 'granted') return cell.granted.includes(dataClass) ? 'all' : '-'
      return level === 'consent' && permits.includes(dataClass) && !cell.broken ? 'all' : level
    })
    if (settled.includes('all')) return 'all'
    if (settled.includes('released')) return 'released'
    if (settled.includes('part')) return 'part'
    return settled.includes('consent') ? 'RESTRICTED' : 'ROLE'
  }).join(' ')
}

function actual(cell: Cell, action: Action, table: readonly Right[]): string {
  const facts: AccessFacts = {
    organisationId: cell.foreign ? 'another-organisation' : OWN,
    relations: cell.relation === undefined ? [] : [{ kind: cell.relation, classes: cell.granted }],
    consents: CONSENTS[cell.consent]?.facts ?? [],
    ...(cell.broken ? { breakGlass: { id: 'glass', expiresAt: new Date() } } : {}),
  }
  return told(decide(actor([cell.role], cell.organisation), action, facts, table))
}

/** How somebody of another organisation comes: by a good grant, or by one that is not quite theirs. */
const VISITS = ['good', 'none', 'another grant', 'another organisation', 'another purpose'] as const

interface Visit {
  readonly role: Role
  readonly relation: RelationKind | undefined
  readonly granted: readonly DataClass[]
  readonly consent: string
  readonly broken: boolean
  readonly foreign: boolean
  readonly how: (typeof VISITS)[number]
}

function* visits(role: Role): Generator<Visit> {
  for (const how of VISITS)
    for (const relation of [undefined, 'SELF', 'TREATING'] as const)
      for (const granted of GRANTS)
        for (const name of Object.keys(CONSENTS))
          for (const broken of [false, true])
            for (const foreign of [false, true]) yield { role, relation, granted, consent: name, broken, foreign, how }
}

const NOT_VISITED: readonly Action[] = ['WRITE_HISTORY', 'READ_ACCESS', 'READ_AUDIT']

const VISITED: readonly Action[] = ['READ_PATIENT', 'READ_RESULT', 'READ_HISTORY', 'ASK_ADVICE']

/** A grant opens what it names of three classes to two roles, and no relation, role or broken glass opens anything more. */
function expectedVisit({ role, granted, consent: name, foreign, how }: Visit, action: Action): string {
  if (foreign || how !== 'good' || !['PHARMACIST', 'CLINICIAN'].includes(role)) return 'deny'
  if (!VISITED.includes(action)) return 'forbid'
  const { denies } = CONSENTS[name] ?? NO_CONSENT
  return PERSONAL_CLASSES.map(dataClass => {
    if (denies.includes(dataClass)) return 'CONSENT'
    const isOpen = ['IDENTITY', 'CLINICAL', 'GENOMIC_SUMMARY'].includes(dataClass) && granted.includes(dataClass)
    if (!isOpen) return 'ROLE'
    return dataClass === 'GENOMIC_SUMMARY' ? 'released' : 'all'
  }).join(' ')
}

function visitor({ role }: Pick<Visit, 'role'>): Actor {
  return { ...actor([role], 'clinic'), visit: { grantId: 'grant', home: 'home' } }
}

function actualVisit(visit: Visit, action: Action, table: readonly Right[]): string {
  const { relation, granted, consent: name, broken, foreign, how } = visit
  const grant = {
    id: how === 'another grant' ? 'another' : 'grant',
    toOrganisationId: how === 'another organisation' ? 'another' : 'home',
    purposes: how === 'another purpose' ? (['HPAYMT'] as const) : (['TREAT'] as const),
    classes: granted,
  }
  const facts: AccessFacts = {
    organisationId: foreign ? 'another-organisation' : OWN,
    relations: relation === undefined ? [] : [{ kind: relation, classes: granted }],
    consents: CONSENTS[name]?.facts ?? [],
    ...(how === 'none' ? {} : { grant }),
    ...(broken ? { breakGlass: { id: 'glass', expiresAt: new Date() } } : {}),
  }
  return told(decide(visitor(visit), action, facts, table))
}

function told(decision: Decision): string {
  if (decision.kind !== 'allow') return decision.kind
  const { withheld, partly } = decision.sight
  return PERSONAL_CLASSES.map(each => withheld.get(each) ?? partly.get(each)?.toLowerCase() ?? 'all').join(' ')
}

function differences(table: readonly Right[], roles: readonly Role[], most: number): readonly string[] {
  const found: string[] = []
  for (const role of roles) {
    for (const action of ACTIONS) {
      const anyway = LINES.some(line => line.role === role && [...line.anyway, 'READ_KNOWLEDGE'].includes(action))
      const [home, abroad] = ['demo', 'clinic'].map(
        organisation =>
          may(actor([role], organisation), action, table) === mayInAll(role, action, anyway, organisation),
      )
      if (home !== true || abroad !== true) found.push(`${role} ${action}`)
      if (found.length >= most) return found
    }
    for (const cell of cells(role)) {
      for (const action of ACTIONS) {
        const [is, should] = [actual(cell, action, table), expected(cell, action)]
        if (is !== should) found.push(`${JSON.stringify(cell)} ${action}: ${is}, not ${should}`)
        if (found.length >= most) return found
      }
    }
    for (const visit of visits(role)) {
      for (const action of [...VISITED, ...NOT_VISITED]) {
        const [is, should] = [actualVisit(visit, action, table), expectedVisit(visit, action)]
        if (is !== should) found.push(`${JSON.stringify(visit)} ${action}: ${is}, not ${should}`)
        if (found.length >= most) return found
      }
    }
  }
  return found
}

function mayInAll(role: Role, action: Action, anyway: boolean, organisation: string): boolean {
  if (role === 'SYSTEM_WORKER') return ['CALL_SAMPLE', 'FOLLOW_ADVICE', 'TELL_PRIVACY'].includes(action)
  if (role === 'DEVELOPER' && organisation !== 'demo') return action === 'READ_KNOWLEDGE'
  return anyway || LINES.some(line => line.role === role && line.may.includes(action))
}

/** Every table that differs from ours in one cell. */
function* mutations(): Generator<{ readonly what: string; readonly role: Role; readonly table: readonly Right[] }> {
  for (const [index, right] of RIGHTS.entries()) {
    const { role } = right
    const changed = (what: string, change: Partial<Right>) => ({
      what: `${role} ${index} ${what}`,
      role,
      table: RIGHTS.with(index, { ...right, ...change }),
    })
    yield changed('line gone', { relations: [], sees: {}, may: [], mayAnyway: [] })
    for (const kind of RELATION_KINDS) yield changed(`relation ${kind}`, { relations: flipped(right.relations, kind) })
    for (const action of ACTIONS) {
      yield changed(`may ${action}`, { may: flipped(right.may, action) })
      yield changed(`may anyway ${action}`, { mayAnyway: flipped(right.mayAnyway, action) })
    }
    for (const dataClass of PERSONAL_CLASSES)
      for (const level of [undefined, ...LEVELS])
        if (level !== right.sees[dataClass])
          yield changed(`${dataClass} ${level}`, { sees: { ...right.sees, [dataClass]: level } })
    yield changed('without relation', { withoutRelation: right.withoutRelation === true ? undefined : true })
    if (right.organisations !== undefined) yield changed('everywhere', { organisations: ['demo', 'clinic'] })
  }
}

function flipped<T>(list: readonly T[], item: T): readonly T[] {
  return list.includes(item) ? list.filter(each => each !== item) : [...list, item]
}

/**
 * Changes that change nothing: a right without a patient that the role has by some other cell, a class of a line that opens
 * no patient, and a relation by which another line of the role opens more.
 */
function isIdle(what: string): boolean {
  const [role = '', index = '', ...rest] = what.split(' ')
  const right = RIGHTS[Number(index)]
  const lines = RIGHTS.filter(each => each.role === role)
  const others = lines.filter(each => each !== right)
  const opensNone = right?.relations.length === 0 && right.withoutRelation !== true
  // The service itself needs no relation, so a relation adds nothing.
  if (right?.withoutRelation === true && (rest[0] === 'relation' || rest[1] === 'GRANTED')) return true
  const [kind, anyway, action] = rest
  if (kind === 'may' && anyway === 'anyway') {
    const isElsewhere = (each: Right) => each.may.some(other => other === action)
    return lines.some(isElsewhere) || others.some(({ mayAnyway }) => mayAnyway.some(each => each === action))
  }
  if (kind === 'may') return opensNone && lines.some(({ mayAnyway }) => mayAnyway.some(each => each === anyway))
  if (kind === 'line') return opensNone && others.length > 0
  return opensNone || what === 'PATIENT 5 relation SELF'
}

describe('S11 the table of rights', () => {
  it('decides every role, relation, class, consent, broken glass and organisation as it is written', () => {
    expect(ROLES.reduce((count, role) => count + [...cells(role)].length, 0) * ACTIONS.length).toBeGreaterThan(50_000)
    expect(differences(RIGHTS, ROLES, 5)).toEqual([])
  })

  it('is written so that a change of any cell is caught', () => {
    const all = [...mutations()].filter(({ what }) => !isIdle(what))
    const unseen = all.filter(({ role, table }) => differences(table, [role], 1).length === 0)
    expect(all.length).toBeGreaterThan(400)
    expect(unseen.map(({ what }) => what)).toEqual([])
  })

  it('denies everything to somebody without a role', () => {
    expect(ACTIONS.filter(action => may(actor([]), action))).toEqual([])
    const facts = { organisationId: OWN, relations: RELATION_KINDS.map(kind => ({ kind, classes: [] })), consents: [] }
    expect(new Set(ACTIONS.map(action => decide(actor([]), action, facts).kind))).toEqual(new Set(['deny']))
  })

  it('gives several roles what any of them may, each by its own relation', () => {
    const both = actor(['LABORATORY_TECHNICIAN', 'PHARMACIST'])
    const by = (...kinds: RelationKind[]) =>
      decide(both, 'ASK_ADVICE', {
        organisationId: OWN,
        relations: kinds.map(kind => ({ kind, classes: [] })),
        consents: [],
      })
    expect(told(by('PERFORMED'))).toBe('forbid')
    expect(told(by('DISPENSING'))).toBe('all all released ROLE RESTRICTED ROLE')
    expect(told(by('DISPENSING', 'PERFORMED'))).toBe('all all all all RESTRICTED ROLE')
  })

  it('opens nothing for research but what the patient permits for it', () => {
    const facts = (consents: readonly ConsentFact[]): AccessFacts => ({
      organisationId: OWN,
      relations: [{ kind: 'TREATING', classes: [] }],
      consents,
    })
    const researcher = actor(['CLINICIAN'], 'demo', 'HRESCH')
    expect(told(decide(researcher, 'READ_RESULT', facts([])))).toBe('CONSENT CONSENT CONSENT CONSENT CONSENT CONSENT')
    const permitted = facts([consent('PERMIT', ['GENOMIC_SUMMARY'], { purposes: ['HRESCH'] })])
    expect(told(decide(researcher, 'READ_RESULT', permitted))).toBe('CONSENT CONSENT released CONSENT CONSENT CONSENT')
  })

  it.each(PURPOSES)('a denial for %s alone holds for that purpose alone', purpose => {
    const facts: AccessFacts = {
      organisationId: OWN,
      relations: [{ kind: 'TREATING', classes: [] }],
      consents: [
        consent('DENY', ['CLINICAL'], { purposes: [purpose] }),
        consent('PERMIT', [...PERSONAL_CLASSES], { purposes: ['HRESCH'] }),
      ],
    }
    const kept = PURPOSES.filter(asked => {
      const decision = decide(actor(['CLINICIAN'], 'demo', asked), 'READ_HISTORY', facts)
      return decision.kind === 'allow' && decision.sight.withheld.get('CLINICAL') === 'CONSENT'
    })
    expect(kept).toEqual([purpose])
  })
})

describe('S12 what a list may show', () => {
  const NOW = new Date()

  it('goes by the relations of the roles that may take the action', () => {
    const kinds = (action: Action, ...roles: Role[]) => visibilityOf(actor(roles), action, NOW).kinds
    expect(kinds('READ_PATIENT', 'PHARMACIST')).toEqual(['DISPENSING', 'TREATING'])
    expect(kinds('READ_PATIENT', 'ORGANISATION_ADMIN', 'PRIVACY_OFFICER')).toEqual([])
    expect(kinds('ASK_ADVICE', 'LABORATORY_TECHNICIAN', 'CLINICIAN')).toEqual(['TREATING', 'ORDERED'])
  })

  it('lets nobody search by a name they do not see', () => {
    const named = (role: Role) => visibilityOf(actor([role]), 'READ_PATIENT', NOW).namedKinds
    expect(named('LABORATORY_TECHNICIAN')).toEqual([])
    expect(named('LABORATORY_DIRECTOR')).toEqual(['PERFORMED'])
  })
})
