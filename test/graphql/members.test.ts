import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

  it('S19 leave a row for every look and every change', async () => {
    const count = async () => {
      const rows = await server.database.owner.em
        .getConnection()
        .execute<{ outcome: string }[]>(
          `select outcome from audit_event where action = 'MANAGE_MEMBERS' and 'ORGANISATION_ADMIN' = any(roles)`,
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
