import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createToken } from '../../src/app/commands/create-token.js'
import { loadDevIssuer } from '../../src/http/dev-issuer.js'
import { startTestServer } from '../support/server.js'
import type { TestServer } from '../support/server.js'
import { ask } from './demo-person.js'

const ISSUER = 'urn:sextant:dev'

let server: TestServer
let admin: string
let patientId: string

beforeAll(async () => {
  server = await startTestServer({ worker: false })
  admin = await server.token(['ORGANISATION_ADMIN'])
  const director = await server.token(['LABORATORY_DIRECTOR'])
  const create = 'mutation { createPatient(input: { displayName: "Pat", idempotencyKey: "k" }) { id } }'
  patientId = (await ask<{ createPatient: { id: string } }>(server, director, create)).createPatient.id
}, 60_000)
afterAll(() => server.stop())

const ADD = `mutation ($input: AddMemberInput!) { addMember(input: $input) { id actorId name role validFrom validTo } }`
const END = `mutation ($id: ID!) { endMembership(id: $id) { validTo } }`
const LIST = `{ members(first: 100) { totalCount nodes { id issuer subject role validTo } } }`
const PATIENT = `query ($id: ID!) { patient(id: $id) { displayName } }`

const member = (subject: string, role: string, more: object = {}) => ({
  input: { issuer: ISSUER, subject, name: 'Somebody', role, ...more },
})

async function add(subject: string, role: string, more: object = {}): Promise<string> {
  return (await ask<{ addMember: { id: string } }>(server, admin, ADD, member(subject, role, more))).addMember.id
}

async function codeOf(token: string, query: string, variables: object = {}): Promise<unknown> {
  return (await server.graphql(token, query, variables)).errors?.[0]?.extensions['code']
}

async function tokenOf(subject: string): Promise<string> {
  const issuer = await loadDevIssuer(`${server.config.home}/dev-issuer.json`)
  return await issuer.sign({ subject, organisation: 'demo', seconds: 600 })
}

describe('S6 members of an organisation', () => {
  it('come and go by its admin, at the next request', async () => {
    const token = await tokenOf('carla')
    expect(await codeOf(token, '{ me { roles } }')).toBe('FORBIDDEN')
    const id = await add('carla', 'CLINICIAN')
    expect(await ask(server, token, '{ me { roles } }')).toEqual({ me: { roles: ['CLINICIAN'] } })
    expect(await codeOf(admin, ADD, member('carla', 'CLINICIAN'))).toBe('CONFLICT')
    await ask(server, admin, END, { id })
    expect(await codeOf(token, '{ me { roles } }')).toBe('FORBIDDEN')
    expect(await codeOf(admin, END, { id })).toBe('CONFLICT')
    expect(await codeOf(admin, ADD, member('carla', 'CLINICIAN'))).toBeUndefined()
  })

  it('S30 have a role once, however many give it at the same time', async () => {
    // Whoever is new is waited for as a person already; this one is known.
    await ask(server, admin, END, { id: await add('everywhere at once', 'PATIENT') })
    const roles = ['CLINICIAN', 'PHARMACIST'].flatMap(role => Array.from({ length: 6 }, () => role))
    const codes = await Promise.all(roles.map(role => codeOf(admin, ADD, member('everywhere at once', role))))
    expect(codes.filter(code => code === undefined)).toHaveLength(2)
    expect(codes.filter(code => code === 'CONFLICT')).toHaveLength(10)
    const { members } = await ask<{ members: { nodes: { subject: string; role: string }[] } }>(server, admin, LIST)
    const given = members.nodes.filter(({ subject }) => subject === 'everywhere at once').map(({ role }) => role)
    expect(given.toSorted()).toEqual(['CLINICIAN', 'PATIENT', 'PHARMACIST'])
  })

  it('have their time', async () => {
    const later = new Date(Date.now() + 3_600_000).toISOString()
    await add('lara', 'PHARMACIST', { validFrom: later })
    expect(await codeOf(await tokenOf('lara'), '{ me { roles } }')).toBe('FORBIDDEN')
    const before = new Date(Date.now() - 1000).toISOString()
    expect(await codeOf(admin, ADD, member('x', 'PHARMACIST', { validFrom: before }))).toBe('BAD_USER_INPUT')
    expect(await codeOf(admin, ADD, member('x', 'PHARMACIST', { validTo: before }))).toBe('BAD_USER_INPUT')
  })

  it('S11 get no sight of a patient by a role alone, nor does whoever gave it', async () => {
    for (const role of ['CLINICIAN', 'PHARMACIST', 'PATIENT']) {
      await add(`new ${role}`, role)
      expect(await codeOf(await tokenOf(`new ${role}`), PATIENT, { id: patientId })).toBe('NOT_FOUND')
    }
    expect(await codeOf(admin, PATIENT, { id: patientId })).toBe('FORBIDDEN')
  })

  it('S11 are no admin’s own doing, and nobody is the service itself', async () => {
    const own = 'organisation_admin'
    for (const role of ['LABORATORY_DIRECTOR', 'CLINICIAN', 'ORGANISATION_ADMIN'])
      expect(await codeOf(admin, ADD, member(own, role))).toBe('FORBIDDEN')
    expect(await codeOf(admin, PATIENT, { id: patientId })).toBe('FORBIDDEN')
    const { members } = await ask<{ members: { nodes: { id: string; subject: string }[] } }>(server, admin, LIST)
    const mine = members.nodes.filter(({ subject }) => subject === own)
    expect(mine).toHaveLength(1)
    expect(await codeOf(admin, END, { id: mine[0]?.id })).toBe('FORBIDDEN')
    expect(await codeOf(admin, ADD, member('worker', 'SYSTEM_WORKER'))).toBe('BAD_USER_INPUT')
  })

  it('S12 are the business of the own organisation and of its admin alone', async () => {
    const stranger = await server.token(['ORGANISATION_ADMIN'], 'elsewhere')
    const { members } = await ask<{ members: { totalCount: number } }>(server, stranger, LIST)
    expect(members.totalCount).toBe(1)
    const id = await add('dora', 'CLINICIAN')
    expect(await codeOf(stranger, END, { id })).toBe('NOT_FOUND')
    for (const role of ['CLINICIAN', 'LABORATORY_DIRECTOR', 'PRIVACY_OFFICER', 'DEVELOPER'] as const) {
      const token = await server.token([role])
      expect(await codeOf(token, LIST)).toBe('FORBIDDEN')
      expect(await codeOf(token, ADD, member('x', 'CLINICIAN'))).toBe('FORBIDDEN')
      expect(await codeOf(token, END, { id })).toBe('FORBIDDEN')
    }
  })

  it('S12 are called what their own organisation calls them, whatever another one wrote', async () => {
    const stranger = await server.token(['ORGANISATION_ADMIN'], 'elsewhere')
    const name = async (token: string, called: string) => {
      const { input } = member('shared', 'CLINICIAN')
      const { addMember } = await ask<{ addMember: { name: string } }>(server, token, ADD, {
        input: { ...input, name: called },
      })
      const { members } = await ask<{ members: { nodes: { subject: string; name: string }[] } }>(
        server,
        token,
        LIST.replace('subject', 'subject name'),
      )
      return [addMember.name, members.nodes.find(({ subject }) => subject === 'shared')?.name]
    }
    expect(await name(stranger, 'Written elsewhere')).toEqual(['Written elsewhere', 'Written elsewhere'])
    expect(await name(admin, 'Written here')).toEqual(['Written here', 'Written here'])
    const me = await ask(server, await tokenOf('shared'), '{ me { name } }')
    expect(me).toEqual({ me: { name: 'Written here' } })
  })

  it('S19 leave a row for every look and every change', async () => {
    const count = async () => {
      const rows = await server.database.owner.em
        .getConnection()
        .execute<{ outcome: string }[]>(
          `select outcome from audit_event where action = 'MANAGE_MEMBERS' and 'ORGANISATION_ADMIN' = any(roles) order by sequence`,
        )
      return rows.map(({ outcome }) => outcome)
    }
    const before = (await count()).length
    const id = await add('audited', 'CLINICIAN')
    await ask(server, admin, END, { id })
    await ask(server, admin, LIST)
    await codeOf(admin, ADD, member('organisation_admin', 'CLINICIAN'))
    expect((await count()).slice(before).toSorted()).toEqual(['ALLOWED', 'ALLOWED', 'ALLOWED', 'DENIED'])
  })
})

describe('S18 a role that opens patients by itself, or gives roles, takes two persons', () => {
  const PROPOSE = `mutation ($input: AddMemberInput!, $reason: String!) { proposeMember(input: $input, reason: $reason) {
    id kind state patientId reason member { role name actorId } } }`
  const CONFIRM = `mutation ($id: ID!) { confirmProposal(id: $id) { state decidedBy } }`
  const WITHDRAW = `mutation ($id: ID!) { withdrawProposal(id: $id) { state } }`
  const OPEN = `query ($openOnly: Boolean!) { proposals(openOnly: $openOnly) { totalCount nodes { id state member { subject } } } }`
  const BY_TWO = ['LABORATORY_TECHNICIAN', 'LABORATORY_DIRECTOR', 'ORGANISATION_ADMIN', 'PRIVACY_OFFICER', 'DEVELOPER']

  const asked = (subject: string, role: string, more: object = {}) => ({
    ...member(subject, role, more),
    reason: 'New in the team',
  })

  async function propose(token: string, subject: string, role: string, more: object = {}): Promise<string> {
    const variables = asked(subject, role, more)
    return (await ask<{ proposeMember: { id: string } }>(server, token, PROPOSE, variables)).proposeMember.id
  }

  let second: string
  beforeAll(async () => {
    await createToken(server.config, {
      roles: ['ORGANISATION_ADMIN'],
      organisation: 'demo',
      seconds: 600,
      subject: 'second',
    })
    second = await tokenOf('second')
  })

  it('which one admin alone cannot give', async () => {
    for (const role of BY_TWO) expect(await codeOf(admin, ADD, member(`one ${role}`, role))).toBe('FORBIDDEN')
    const id = await propose(admin, 'lab', 'LABORATORY_DIRECTOR')
    const token = await tokenOf('lab')
    expect(await codeOf(token, PATIENT, { id: patientId })).toBe('FORBIDDEN')
    expect(await codeOf(admin, CONFIRM, { id })).toBe('FORBIDDEN')
    expect(await codeOf(token, PATIENT, { id: patientId })).toBe('FORBIDDEN')
    expect(await codeOf(admin, PROPOSE, asked('lab', 'LABORATORY_DIRECTOR'))).toBe('CONFLICT')
    expect(await ask(server, second, CONFIRM, { id })).toMatchObject({ confirmProposal: { state: 'CONFIRMED' } })
    expect(await codeOf(token, PATIENT, { id: patientId })).toBeUndefined()
    expect(await codeOf(second, CONFIRM, { id })).toBe('CONFLICT')
    expect(await codeOf(second, WITHDRAW, { id })).toBe('CONFLICT')
  })

  it('of whom neither is the one who gets it', async () => {
    const id = await propose(admin, 'second', 'LABORATORY_DIRECTOR')
    expect(await codeOf(second, CONFIRM, { id })).toBe('FORBIDDEN')
    expect(await codeOf(admin, PROPOSE, asked('organisation_admin', 'LABORATORY_DIRECTOR'))).toBe('FORBIDDEN')
    expect(await ask(server, second, '{ me { roles } }')).toEqual({ me: { roles: ['ORGANISATION_ADMIN'] } })
    expect(await ask(server, admin, WITHDRAW, { id })).toEqual({ withdrawProposal: { state: 'WITHDRAWN' } })
  })

  it('and happens once, however many confirm it at the same moment', async () => {
    const tokens = await Promise.all(
      ['third', 'fourth', 'fifth'].map(async subject => {
        await createToken(server.config, { roles: ['ORGANISATION_ADMIN'], organisation: 'demo', seconds: 600, subject })
        return await tokenOf(subject)
      }),
    )
    const id = await propose(admin, 'once', 'PRIVACY_OFFICER')
    const codes = await Promise.all(tokens.map(token => codeOf(token, CONFIRM, { id })))
    expect(codes.filter(code => code === 'CONFLICT')).toHaveLength(2)
    expect(codes).toContain(undefined)
    const { members } = await ask<{ members: { nodes: { subject: string }[] } }>(server, admin, LIST)
    expect(members.nodes.filter(({ subject }) => subject === 'once')).toHaveLength(1)
  })

  it('in time: what nobody confirmed until then is over, and can be proposed again', async () => {
    const id = await propose(admin, 'late', 'PRIVACY_OFFICER')
    const sql = `update proposal set expires_at = now() - interval '1 second' where id = '${id}'`
    await server.database.owner.em.getConnection().execute(sql)
    expect(await codeOf(second, CONFIRM, { id })).toBe('CONFLICT')
    const again = await propose(admin, 'late', 'PRIVACY_OFFICER')
    interface Listed {
      readonly proposals: { readonly totalCount: number; readonly nodes: readonly { id: string; state: string }[] }
    }
    const open = await ask<Listed>(server, second, OPEN, { openOnly: true })
    expect(open.proposals.nodes.map(node => node.id)).toContain(again)
    expect(open.proposals.nodes.map(node => node.id)).not.toContain(id)
    const all = await ask<Listed>(server, second, OPEN, { openOnly: false })
    expect(all.proposals.nodes.find(node => node.id === id)?.state).toBe('EXPIRED')
    expect(all.proposals.totalCount).toBeGreaterThan(open.proposals.totalCount)
  })

  it('S12 of the same organisation, with the right to it', async () => {
    const id = await propose(admin, 'guarded', 'ORGANISATION_ADMIN')
    const stranger = await server.token(['ORGANISATION_ADMIN'], 'elsewhere')
    for (const change of [CONFIRM, WITHDRAW]) expect(await codeOf(stranger, change, { id })).toBe('NOT_FOUND')
    expect(await ask(server, stranger, OPEN, { openOnly: false })).toMatchObject({ proposals: { totalCount: 0 } })
    for (const role of ['CLINICIAN', 'LABORATORY_DIRECTOR', 'DEVELOPER'] as const) {
      const token = await server.token([role])
      for (const change of [CONFIRM, WITHDRAW]) expect(await codeOf(token, change, { id })).toBe('FORBIDDEN')
      expect(await codeOf(token, OPEN, { openOnly: true })).toBe('FORBIDDEN')
      expect(await codeOf(token, PROPOSE, asked('x', 'PRIVACY_OFFICER'))).toBe('FORBIDDEN')
    }
    // Who takes part in acts of another kind does not see these.
    const officer = await server.token(['PRIVACY_OFFICER'])
    for (const change of [CONFIRM, WITHDRAW]) expect(await codeOf(officer, change, { id })).toBe('NOT_FOUND')
    expect(await ask(server, officer, OPEN, { openOnly: false })).toMatchObject({ proposals: { totalCount: 0 } })
    expect(await codeOf(officer, PROPOSE, asked('x', 'PRIVACY_OFFICER'))).toBe('FORBIDDEN')
  })

  it('S19 and leaves the row of both', async () => {
    const rows = async () =>
      await server.database.owner.em
        .getConnection()
        .execute<{ actor_id: string; outcome: string }[]>(
          `select actor_id, outcome from audit_event where action = 'MANAGE_MEMBERS' order by sequence`,
        )
    const before = (await rows()).length
    const id = await propose(admin, 'traced', 'PRIVACY_OFFICER')
    await codeOf(admin, CONFIRM, { id })
    await ask(server, second, CONFIRM, { id })
    const written = (await rows()).slice(before)
    expect(written.map(({ outcome }) => outcome)).toEqual(['ALLOWED', 'DENIED', 'ALLOWED'])
    expect(new Set(written.map(row => row.actor_id)).size).toBe(2)
  })
})
