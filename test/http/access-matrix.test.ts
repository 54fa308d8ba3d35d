import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { loadDevIssuer } from '../../src/http/dev-issuer.js'
import type { DevIssuer } from '../../src/http/dev-issuer.js'
import { ensureMember } from '../../src/persistence/memberships.js'
import { RELATION_KINDS } from '../../src/usecases/access-facts.js'
import type { RelationKind } from '../../src/usecases/access-facts.js'
import { actAs } from '../../src/usecases/act-as.js'
import type { DataClass } from '../../src/usecases/data-classes.js'
import { ACTIONS, may } from '../../src/usecases/decide.js'
import type { Action } from '../../src/usecases/decide.js'
import { ROLES } from '../../src/usecases/records.js'
import type { Actor, Purpose, Role } from '../../src/usecases/records.js'
import { PURPOSE_HEADER } from '../../src/usecases/stated-purpose.js'
import { PERSONAL_CLASSES, RIGHTS } from '../../src/usecases/rights.js'
import { ask, uploadDemoPerson } from '../graphql/demo-person.js'
import type { DemoPerson } from '../graphql/demo-person.js'
import { bundle, geneStudied, genotype, patient, statement } from '../support/a-bundle.js'
import { DEMO } from '../support/demo-file.js'
import { startTestServer } from '../support/server.js'
import type { GraphqlAnswer, TestServer } from '../support/server.js'
import { type Answer, toldByQuery } from './told-by-query.js'
import { expectedOf, outcomeOf, type Somebody, toldByTable } from './told-by-table.js'
import { GRANTABLE, nameOfVisit, type Visit, visits } from './visits.js'

/**
 * What every face answers, compared with what the one table says (`decide`, which test/usecases/decide.test.ts holds to the
 * design). One patient with everything, one whose results nobody has released; somebody for each cell.
 */

interface Cell {
  readonly role: Role
  readonly relation?: RelationKind
  readonly granted: readonly DataClass[]
  readonly state: 'now' | 'expired' | 'elsewhere' | 'glass'
  readonly consent?: readonly ['PERMIT' | 'DENY', DataClass]
  /** What the request says it is for; treatment when it says nothing. */
  readonly purpose?: Purpose
}

const FILE = 'petra-slowly.vcf.gz'
const BYTES = readFileSync(join(DEMO, FILE))

let server: TestServer
let director: string
let released: DemoPerson
let unreleased: DemoPerson
let restrictedFact: string
let issuer: DevIssuer
let bystander: string

beforeAll(async () => {
  server = await startTestServer({ env: { SEXTANT_UPLOADS_PER_HOUR: '1000' } })
  director = await server.token(['LABORATORY_DIRECTOR'])
  const pharmacist = await server.token(['PHARMACIST'])
  issuer = await loadDevIssuer(`${server.config.home}/dev-issuer.json`)
  released = await uploadDemoPerson(server, director, FILE)
  unreleased = await uploadDemoPerson(server, director, FILE, 2)
  const hold = `mutation ($id: ID!) { holdResults(sampleId: $id, reason: "Being repeated") { id } }`
  await ask(server, director, hold, { id: unreleased.sampleId })
  const relate = `mutation ($id: ID!) { recordRelation(input: { patientId: $id, kind: DISPENSING }) { id } }`
  await ask(server, director, relate, { id: released.patientId })
  const record = `mutation ($id: ID!) { recordHistory(input: { patientId: $id, idempotencyKey: "k", facts: [
    { restricted: true, content: { medication: { drug: { name: "paroxetine" }, status: ACTIVE, startedOn: "2025-01-01" } } } ] }) { entries { fact { id } } } }`
  const { recordHistory } = await ask<{ recordHistory: { entries: readonly { fact: { id: string } }[] } }>(
    server,
    pharmacist,
    record,
    { id: released.patientId },
  )
  restrictedFact = recordHistory.entries[0]?.fact.id ?? ''
  const member = { issuer: 'urn:test', subject: 'bystander', name: 'Bystander', roles: [] }
  bystander = (await ensureMember(server.database.owner, { slug: 'demo', name: 'demo' }, member)).actorId
  // From here on every relation is one person's.
  await sql(`delete from relation`)
}, 120_000)
afterAll(() => server.stop())

async function sql(text: string, values: readonly unknown[] = []): Promise<void> {
  await server.database.owner.em.fork().transactional(async em => {
    await em.execute(text, [...values])
  })
}

const NOW: Pick<Cell, 'granted' | 'state'> = { granted: [], state: 'now' }

/** What a proxy may be granted. */
const GRANTS: readonly (readonly DataClass[])[] = [['IDENTITY'], ['CLINICAL'], PERSONAL_CLASSES]

/** Every role with every relation and with none, and around each line of the table what may change it. */
function cells(): readonly Cell[] {
  const plain = ROLES.flatMap(role => [undefined, ...RELATION_KINDS].map(relation => ({ ...NOW, role, relation })))
  const lines = RIGHTS.flatMap(right => right.relations.map(relation => ({ ...NOW, role: right.role, relation })))
  const granted = lines
    .filter(({ relation }) => relation === 'PROXY')
    .flatMap(cell => GRANTS.map(classes => ({ ...cell, granted: classes })))
  const consented = lines.flatMap(cell =>
    [['PERMIT', 'RESTRICTED'] as const, ...PERSONAL_CLASSES.map(each => ['DENY', each] as const)].map(consent => ({
      ...cell,
      consent,
    })),
  )
  const expired = lines.map(cell => ({ ...cell, state: 'expired' as const }))
  const elsewhere = ROLES.map(role => ({ ...NOW, role, state: 'elsewhere' as const }))
  const glass = ROLES.map(role => ({ ...NOW, role, state: 'glass' as const }))
  // Of each line one relation: research needs a permission, and everything else is as good as treatment.
  const firsts = RIGHTS.flatMap(({ role, relations: [relation] }) => (relation ? [{ ...NOW, role, relation }] : []))
  const purposes = firsts.flatMap((cell): readonly Cell[] => [
    { ...cell, purpose: 'HRESCH' },
    { ...cell, purpose: 'HRESCH', consent: ['PERMIT', 'GENOMIC_SUMMARY'] },
    { ...cell, purpose: 'HPAYMT', consent: ['DENY', 'CLINICAL'] },
  ])
  return [...plain, ...granted, ...consented, ...expired, ...elsewhere, ...glass, ...purposes]
}

let people = 0

/** A member with just this role, relation and consent, put there behind the back of the service. */
async function somebody({ role, relation, granted, state, consent, purpose }: Cell): Promise<Somebody> {
  people += 1
  const organisation = state === 'elsewhere' ? 'elsewhere' : 'demo'
  const subject = `cell-${people}`
  const member = { issuer: 'urn:sextant:dev', subject, name: subject, roles: [role] }
  const { owner } = server.database
  const { actorId, organisationId } = await ensureMember(owner, { slug: organisation, name: organisation }, member)
  for (const { patientId } of [released, unreleased]) {
    if (relation !== undefined)
      await sql(
        `insert into relation (id, organisation_id, patient_id, kind, actor_id, classes, valid_from, valid_to, recorded_at)
         values (?, ?, ?, ?, ?, string_to_array(?, ','), now() - interval '1 day', ?, now())`,
        [
          randomUUID(),
          organisationId,
          patientId,
          relation,
          actorId,
          granted.join(','),
          state === 'expired' ? new Date(Date.now() - 1000) : null,
        ],
      )
    if (consent !== undefined)
      await sql(
        `insert into consent (id, organisation_id, patient_id, effect, classes, recipient, recipient_actor_id, purposes, valid_from, recorded_by, recorded_at)
         values (?, ?, ?, ?, string_to_array(?, ','), 'ACTOR', ?, '{}', now(), ?, now())`,
        [randomUUID(), organisationId, patientId, consent[0], consent[1], actorId, actorId],
      )
    if (state === 'glass')
      await sql(
        `insert into break_glass (id, organisation_id, patient_id, actor_id, reason, explanation, opened_at, expires_at, review_due_at)
         values (?, ?, ?, ?, 'EMERGENCY', 'Unconscious in the emergency room', now(), now() + interval '1 hour', now() + interval '7 days')`,
        [randomUUID(), organisationId, patientId, actorId],
      )
  }
  const caller = { id: actorId, name: subject, organisationId, organisation, roles: [role] }
  return {
    token: await issuer.sign({ subject, organisation, seconds: 600 }),
    headers: purpose === undefined ? {} : { [PURPOSE_HEADER]: purpose },
    actor: actAs(caller, { id: 'expected', purpose }),
    facts: {
      organisationId: state === 'elsewhere' ? 'demo' : organisationId,
      relations: relation === undefined || state === 'expired' ? [] : [{ kind: relation, classes: granted }],
      consents:
        consent === undefined
          ? []
          : [
              {
                effect: consent[0],
                classes: [consent[1]],
                recipient: 'ACTOR',
                recipientActorId: actorId,
                purposes: [],
              },
            ],
      ...(state === 'glass' ? { breakGlass: { id: 'glass', expiresAt: new Date() } } : {}),
    },
  }
}

const CALLS = `fragment Calls on Sample {
  geneCalls(genes: ["CYP2C19", "CFTR"]) { __typename gene { symbol } evidence { line } ... on WithheldGene { withheld } }
}`

const READ = `query ($a: ID!, $sa: ID!, $sb: ID!, $u: ID!) {
  person: patient(id: $a) { displayName birthDate birthYear }
  known: patient(id: $a) { history { facts(first: 100) { nodes { id } } } }
  released: sample(id: $sa) { ...Calls } unreleased: sample(id: $sb) { ...Calls }
  upload(id: $u) { id }
}
${CALLS}`

const query = (who: Somebody) =>
  server.graphql<Answer>(
    who.token,
    READ,
    { a: released.patientId, sa: released.sampleId, sb: unreleased.sampleId, u: released.uploadId },
    who.headers,
  )

function codeOf(errors: GraphqlAnswer<Answer>['errors']): string | undefined {
  const code = errors?.[0]?.extensions['code']
  return typeof code === 'string' ? code : undefined
}

async function accesses({ token, headers: said }: Somebody): Promise<string> {
  const text = `query ($id: ID!) { accesses: accessesToPatient(patientId: $id, first: 1) { totalCount } }`
  const { data, errors } = await server.graphql<Answer>(token, text, { id: released.patientId }, said)
  return codeOf(errors) ?? (data.accesses.totalCount > 0 ? 'shown' : 'nothing')
}

let keys = 0
const key = () => `matrix-${(keys += 1)}`

/** A change for each action that changes something of a patient; none of them changes what others see here. */
const CHANGES: Readonly<Partial<Record<Action, () => readonly [string, object]>>> = {
  WRITE_HISTORY: () => [
    `mutation ($id: ID!, $key: String!) { recordListComplete(input: { patientId: $id, list: ALLERGIES, on: "2026-01-01", idempotencyKey: $key }) { entries { status } } }`,
    { id: released.patientId, key: key() },
  ],
  WRITE_UPLOAD: () => [
    `mutation ($id: ID!, $key: String!) { createUpload(input: { patientId: $id, idempotencyKey: $key }) { uploadUrl } }`,
    { id: unreleased.patientId, key: key() },
  ],
  WRITE_OUTSIDE_CALL: () => [
    `mutation ($id: ID!, $key: String!) { recordOutsideCall(input: { sampleId: $id, idempotencyKey: $key, calls: [{ gene: "CYP2D6", diplotype: "*1/*1" }] }) { id } }`,
    { id: released.sampleId, key: key() },
  ],
  WRITE_RELATION: () => [
    `mutation ($id: ID!, $who: ID!) { recordRelation(input: { patientId: $id, kind: PROXY, actorId: $who }) { id } }`,
    { id: released.patientId, who: bystander },
  ],
  WRITE_CONSENT: () => [
    `mutation ($id: ID!, $who: ID!) { recordConsent(input: { patientId: $id, effect: DENY, classes: [AUDIT], recipient: ACTOR, recipientActorId: $who }) { id } }`,
    { id: released.patientId, who: bystander },
  ],
  RELEASE_RESULT: () => [
    `mutation ($id: ID!) { releaseResults(sampleId: $id, genes: ["CYP2B6"]) { id } }`,
    { id: released.sampleId },
  ],
}

async function changed(who: Somebody, make: () => readonly [string, object]): Promise<string> {
  const { data, errors } = await server.graphql(who.token, ...make(), who.headers)
  return codeOf(errors) ?? (data === undefined ? 'nothing' : 'done')
}

interface Sent {
  readonly method?: string
  readonly type?: string
  readonly body?: string | Uint8Array<ArrayBuffer>
}

async function over(
  who: Somebody,
  path: string,
  { type = 'application/octet-stream', ...init }: Sent = {},
): Promise<string> {
  const headers = { ...who.headers, authorization: `Bearer ${who.token}`, 'content-type': type }
  const response = await fetch(`${server.url}${path}`, { ...init, headers })
  const body = await response.text()
  const code = /FORBIDDEN|NOT_FOUND|CONSENT_REQUIRED/.exec(body)?.[0] ?? ''
  return response.ok ? 'done' : code === '' ? `${response.status} ${body}` : code
}

const follow = () => `subscription { uploadProgress(uploadId: "${released.uploadId}") { state } }`

async function followed(who: Somebody, subscription = follow()): Promise<string> {
  const body = JSON.stringify({ query: subscription })
  const headers = {
    ...who.headers,
    'content-type': 'application/json',
    accept: 'text/event-stream',
    authorization: `Bearer ${who.token}`,
  }
  const text = await (await fetch(`${server.url}/graphql`, { method: 'POST', headers, body })).text()
  return /FORBIDDEN|NOT_FOUND/.exec(text)?.[0] ?? (text.includes('READY') ? 'done' : text)
}

/** The same over a socket. */
async function overSocket(who: Somebody): Promise<string> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  const say = (message: object) => socket.send(JSON.stringify(message))
  const told: string[] = []
  socket.on('open', () => {
    say({ type: 'connection_init', payload: { Authorization: `Bearer ${who.token}`, ...who.headers } })
  })
  socket.on('message', data => {
    const message: { type: string } = JSON.parse(Buffer.isBuffer(data) ? data.toString() : '{}')
    if (message.type === 'connection_ack') say({ id: '1', type: 'subscribe', payload: { query: follow() } })
    else told.push(JSON.stringify(message))
    if (['complete', 'error'].includes(message.type)) socket.close()
  })
  await once(socket, 'close')
  const text = told.join('')
  return /FORBIDDEN|NOT_FOUND/.exec(text)?.[0] ?? (text.includes('READY') ? 'done' : text)
}

const RESULT = genotype({ valueCodeableConcept: { text: '*1/*1' }, component: [geneStudied('CYP2D6')] })
const BUNDLE = JSON.stringify(bundle(patient(), statement(), RESULT))

/** What became of a bundle: of its history, and of the result of a gene in it, which is answered by itself. */
async function imported(who: Somebody): Promise<{ readonly history: string; readonly result: string }> {
  const response = await fetch(`${server.url}/fhir/Bundle?patient=${released.patientId}&source=matrix`, {
    method: 'POST',
    headers: { authorization: `Bearer ${who.token}`, 'content-type': 'application/fhir+json', ...who.headers },
    body: BUNDLE,
  })
  const refused = (text: string) => /FORBIDDEN|NOT_FOUND|CONSENT_REQUIRED/.exec(text)?.[0]
  const answer: Answer = await response.json()
  if (!response.ok) {
    const code = refused(JSON.stringify(answer)) ?? `${response.status}`
    return { history: code, result: code }
  }
  const [, statementOf, resultOf] = answer.entry.map((entry: Answer) => JSON.stringify(entry))
  return { history: refused(statementOf) ?? 'done', result: refused(resultOf) ?? 'done' }
}

/** Every face that is no query, with the action that it asks for. */
async function toldByFaces(who: Somebody): Promise<Readonly<Record<string, string>>> {
  const told: Record<string, string> = {}
  for (const action of ACTIONS) {
    const make = CHANGES[action]
    if (make !== undefined) told[`mutation ${action}`] = await changed(who, make)
  }
  told['stream READ_UPLOAD'] = await followed(who)
  // No consent is about an upload: there the stream stands for the socket.
  if (who.facts.consents.length === 0) told['socket READ_UPLOAD'] = await overSocket(who)
  told['get READ_UPLOAD'] = await over(who, `/uploads/${released.uploadId}`)
  told['put WRITE_UPLOAD'] = await over(who, `/uploads/${released.uploadId}`, { method: 'PUT', body: BYTES })
  const { history, result } = await imported(who)
  told['fhir WRITE_HISTORY'] = history
  // A bundle that is refused whole is refused for its history.
  told['fhir WRITE_OUTSIDE_CALL'] = history === 'done' ? result : outcomeOf(who, 'WRITE_OUTSIDE_CALL')
  return told
}

function facesByTable(who: Somebody, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.map(name => {
      const [face = '', action = ''] = name.split(' ')
      const known = ACTIONS.find(each => each === action)
      if (known === undefined) throw new Error(`no action ${action}`)
      const outcome = outcomeOf(who, known)
      // Whose reading is forbidden looks like nobody in what is found by id.
      return [name, face === 'get' && outcome === 'FORBIDDEN' && may(who.actor, known) ? 'NOT_FOUND' : outcome]
    }),
  )
}

interface Visitor {
  /** Of their own organisation. */
  readonly atHome: Somebody
  /** In the organisation that gave the grant. */
  readonly visiting: Somebody
  /** Of the patient with released results, and of the one without. */
  readonly grants: readonly string[]
}

interface Giver {
  readonly actor: Actor
  /** By patient: a consent to all that a grant can open, and one that was revoked. */
  readonly consents: ReadonlyMap<string, { readonly good: string; readonly revoked: string }>
}

const PERMITTED = { effect: 'PERMIT', recipient: 'ANYONE', purposes: [] } as const

/** Whoever gives grants, with the consents that they rest on. */
async function makeGiver(): Promise<Giver> {
  const actor = await server.database.actor('demo', ['CLINICIAN'])
  const consents = new Map<string, { readonly good: string; readonly revoked: string }>()
  for (const { patientId } of [released, unreleased]) {
    const ids = { good: randomUUID(), revoked: randomUUID() }
    for (const [id, revokedAt] of [[ids.good, null] as const, [ids.revoked, new Date()] as const])
      await sql(
        `insert into consent (id, organisation_id, patient_id, effect, classes, recipient, purposes, valid_from, recorded_by, recorded_at, revoked_at)
         values (?, ?, ?, 'PERMIT', string_to_array(?, ','), 'ANYONE', '{}', now() - interval '1 day', ?, now(), ?)`,
        [id, actor.organisationId, patientId, GRANTABLE.join(','), actor.id, revokedAt],
      )
    consents.set(patientId, ids)
  }
  return { actor, consents }
}

/** A member of another organisation with just this role, and a grant to it. */
async function visitor(visit: Visit, giver: Giver): Promise<Visitor> {
  people += 1
  const { role, classes, state, deny, relation, purpose } = visit
  const subject = `visitor-${people}`
  const { owner } = server.database
  const member = { issuer: 'urn:sextant:dev', subject, name: subject, roles: [role] }
  const home = await ensureMember(owner, { slug: 'elsewhere', name: 'elsewhere' }, member)
  const third = await ensureMember(owner, { slug: 'third', name: 'third' }, { ...member, subject: 'third' })
  const { organisationId } = giver.actor
  const purposes = state === 'for payment' ? (['HPAYMT'] as const) : (['TREAT'] as const)
  const grants: string[] = []
  for (const { patientId } of [released, unreleased]) {
    const consents = giver.consents.get(patientId)
    const id = randomUUID()
    grants.push(id)
    await sql(
      `insert into patient_grant (id, organisation_id, to_organisation_id, patient_id, consent_id, classes, purposes, valid_from, valid_to, recorded_by, recorded_at, revoked_at, revoked_by)
       values (?, ?, ?, ?, ?, string_to_array(?, ','), string_to_array(?, ','), now() - interval '1 hour', ?, ?, now() - interval '1 hour', ?, ?)`,
      [
        id,
        organisationId,
        state === 'to others' ? third.organisationId : home.organisationId,
        patientId,
        state === 'without consent' ? consents?.revoked : consents?.good,
        classes.join(','),
        purposes.join(','),
        new Date(Date.now() + (state === 'expired' ? -1000 : 3_600_000)),
        giver.actor.id,
        state === 'revoked' ? new Date() : null,
        state === 'revoked' ? giver.actor.id : null,
      ],
    )
    if (relation !== undefined)
      await sql(
        `insert into relation (id, organisation_id, patient_id, kind, actor_id, classes, valid_from, recorded_at)
         values (?, ?, ?, ?, ?, '{}', now() - interval '1 day', now())`,
        [randomUUID(), organisationId, patientId, relation, home.actorId],
      )
    if (deny !== undefined)
      await sql(
        `insert into consent (id, organisation_id, patient_id, effect, classes, recipient, recipient_actor_id, purposes, valid_from, recorded_by, recorded_at)
         values (?, ?, ?, 'DENY', string_to_array(?, ','), 'ACTOR', ?, '{}', now(), ?, now())`,
        [randomUUID(), organisationId, patientId, deny, home.actorId, giver.actor.id],
      )
  }
  const caller = {
    id: home.actorId,
    name: subject,
    organisationId: home.organisationId,
    organisation: 'elsewhere',
    roles: [role],
  }
  const actor = actAs(caller, { id: 'expected', purpose })
  const atHome: Somebody = {
    token: await issuer.sign({ subject, organisation: 'elsewhere', seconds: 600 }),
    headers: purpose === undefined ? {} : { [PURPOSE_HEADER]: purpose },
    actor,
    facts: { organisationId, relations: [], consents: [] },
  }
  const [grantId = ''] = grants
  const isInForce = state === 'good' || state === 'for payment'
  const denied = { effect: 'DENY', recipient: 'ACTOR', recipientActorId: home.actorId, purposes: [] } as const
  const visiting: Somebody = {
    ...atHome,
    actor: { ...actor, organisationId, visit: { grantId, home: home.organisationId } },
    facts: {
      organisationId,
      relations: relation === undefined ? [] : [{ kind: relation, classes: [] }],
      consents: [{ ...PERMITTED, classes: GRANTABLE }, ...(deny === undefined ? [] : [{ ...denied, classes: [deny] }])],
      ...(isInForce ? { grant: { id: grantId, toOrganisationId: home.organisationId, purposes, classes } } : {}),
    },
  }
  return { atHome, visiting, grants }
}

const VISIT = `query ($a: ID!, $b: ID!) {
  person: grantedPatient(grantId: $a) { displayName birthDate birthYear }
  known: grantedPatient(grantId: $a) { history { facts(first: 100) { nodes { id } } } }
  released: grantedPatient(grantId: $a) { samples { ...Calls } }
  unreleased: grantedPatient(grantId: $b) { samples { ...Calls } }
  upload: grantedPatient(grantId: $a) { uploads { id } relations { id } consents { id } grants { id } }
}
${CALLS}`

/** What is seen by a grant, in the words of a query by ids. */
async function toldByVisit({ atHome, grants: [a, b] }: Visitor) {
  const answer: Answer = await server.graphql<Answer>(atHome.token, VISIT, { a, b }, atHome.headers)
  const { data, errors, extensions } = answer
  const withoutSample = (each: Answer) => ({
    ...each,
    path: each.path?.filter((part: unknown, index: number) => part !== 'samples' && each.path[index - 1] !== 'samples'),
  })
  const { uploads = [], relations = [], consents = [], grants = [] } = data?.upload ?? {}
  const flat = {
    data: data && {
      ...data,
      released: data.released?.samples[0],
      unreleased: data.unreleased?.samples[0],
      upload: [...uploads, ...relations, ...consents, ...grants][0],
    },
    ...(errors === undefined ? {} : { errors: errors.map(withoutSample) }),
    extensions: { withheld: extensions?.withheld?.map(withoutSample) },
  }
  return toldByQuery(flat, restrictedFact)
}

/** The same, as the table says: of a sample's upload, and of what is the organisation's own, a visitor sees nothing. */
function visitByTable({ atHome, visiting }: Visitor) {
  const { accesses: _accesses, ...told } = toldByTable(visiting)
  const isOpen = expectedOf(visiting, 'READ_PATIENT')
  const upload = typeof isOpen === 'string' ? isOpen : 'nothing'
  if (may(atHome.actor, 'READ_GRANTED')) return { ...told, upload }
  return Object.fromEntries(Object.keys(told).map(name => [name, name === 'restrictedFact' ? false : 'FORBIDDEN']))
}

const nameOf = ({ role, relation, granted, state, consent, purpose = 'TREAT' }: Cell) =>
  [role, relation ?? 'nobody', state, purpose, ...granted, ...(consent ?? [])].join(' ')

describe('S11 S12 S13 each face answers as the table says', () => {
  it('for every role and relation, without one, elsewhere, afterwards, with consent and with broken glass', async () => {
    const all = cells()
    const wrong: object[] = []
    const queue = all.values()
    const outcomes = new Set<string>()
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (const cell of queue) {
          const who = await somebody(cell)
          const read = { ...toldByQuery(await query(who), restrictedFact), accesses: await accesses(who) }
          const table = toldByTable(who)
          const faces = await toldByFaces(who)
          const byTable = facesByTable(who, Object.keys(faces))
          for (const told of [...Object.values(read), ...Object.values(faces)]) outcomes.add(String(told))
          const [actual, expected] = [
            { ...read, ...faces },
            { ...table, ...byTable },
          ]
          for (const [what, value] of Object.entries(actual)) {
            const should = new Map<string, unknown>(Object.entries(expected)).get(what)
            if (value !== should) wrong.push({ cell: nameOf(cell), what, value, should })
          }
        }
      }),
    )
    expect(wrong).toEqual([])
    // Nothing is compared that only ever says one thing.
    expect([...outcomes].toSorted()).toEqual(
      [
        'CONSENT',
        'CONSENT_REQUIRED',
        'FORBIDDEN',
        'NOT_FOUND',
        'NOT_RELEASED',
        'RESTRICTED',
        'ROLE',
        'done',
        'false',
        'nothing',
        'shown',
        'true',
      ].toSorted(),
    )
    expect(all.length).toBeGreaterThan(200)
  }, 60_000)

  it('P9 for a grant to another organisation: what its classes allow, in its own place, and nothing anywhere else', async () => {
    const giver = await makeGiver()
    const wrong: object[] = []
    const outcomes = new Set<string>()
    const queue = visits().values()
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (const visit of queue) {
          const who = await visitor(visit, giver)
          const { atHome } = who
          const compare = (face: string, actual: object, expected: object) => {
            const should = new Map<string, unknown>(Object.entries(expected))
            for (const [what, value] of Object.entries(actual))
              if (value !== should.get(what))
                wrong.push({ visit: nameOfVisit(visit), face, what, value, should: should.get(what) })
          }
          const told = await toldByVisit(who)
          for (const value of Object.values(told)) outcomes.add(String(value))
          compare('grant', told, visitByTable(who))
          compare('query', toldByQuery(await query(atHome), restrictedFact), toldByTable(atHome))
          if (visit.classes.length < GRANTABLE.length) continue
          const faces = await toldByFaces(atHome)
          compare('face', faces, facesByTable(atHome, Object.keys(faces)))
          const change = `subscription { adviceChanged(patientId: "${released.patientId}") { id } }`
          compare('stream', { advice: await followed(atHome, change) }, { advice: outcomeOf(atHome, 'ASK_ADVICE') })
        }
      }),
    )
    expect(wrong).toEqual([])
    expect([...outcomes].toSorted()).toEqual(
      ['CONSENT', 'FORBIDDEN', 'NOT_FOUND', 'NOT_RELEASED', 'ROLE', 'false', 'nothing', 'shown'].toSorted(),
    )
  }, 60_000)
})
