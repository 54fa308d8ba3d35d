import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { CryptoKey, JWK } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createToken } from '../../src/app/commands/create-token.js'
import { makeAdmin } from '../../src/app/commands/make-admin.js'
import { loadDevIssuer } from '../../src/http/dev-issuer.js'
import { ensureMember } from '../../src/persistence/memberships.js'
import { startTestServer } from '../support/server.js'
import type { TestServer } from '../support/server.js'

const ISSUER = 'https://login.example.org'
const AUDIENCE = 'https://sextant.example.org'

let jwksServer: Server
let jwksStatus = 200
let requests = 0
const published: JWK[] = []
let server: TestServer
let key: CryptoKey

async function aKey(kid: string): Promise<CryptoKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  published.push({ ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' })
  return privateKey
}

const STRONG_ISSUER = 'https://strong.example.org'

function token(
  privateKey: CryptoKey,
  { kid = 'one', subject = 'somebody', issuer = ISSUER, claims = {} } = {},
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid })
    .setIssuer(issuer)
    .setAudience(AUDIENCE)
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime('5 min')
    .sign(privateKey)
}

beforeAll(async () => {
  key = await aKey('one')
  jwksServer = createServer((_request, response) => {
    requests += 1
    response.writeHead(jwksStatus, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ keys: published }))
  })
  await new Promise<void>(done => jwksServer.listen(0, '127.0.0.1', done))
  const address = jwksServer.address()
  const jwksUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/jwks`
  const issuers = JSON.stringify([
    { issuer: ISSUER, jwksUrl, audience: AUDIENCE },
    {
      issuer: STRONG_ISSUER,
      jwksUrl,
      audience: AUDIENCE,
      strongAcr: ['gold'],
      strongAmr: ['hwk'],
      strongMaxAgeSeconds: 300,
    },
  ])
  server = await startTestServer({ worker: false, env: { AUTH_MODE: 'oidc', OIDC_ISSUERS: issuers } })
  const member = { issuer: ISSUER, subject: 'somebody', name: 'Somebody', roles: ['CLINICIAN'] as const }
  for (const issuer of [ISSUER, STRONG_ISSUER])
    await ensureMember(server.database.owner, { slug: 'clinic', name: 'Clinic' }, { ...member, issuer })
})

afterAll(async () => {
  await server.stop()
  jwksServer.close()
})

const ask = (bearer: string) => server.graphql(bearer, '{ patients { totalCount } }')

describe('a configured issuer', () => {
  it('S5 while its keys were never loaded and cannot be, the answer is that the service is not available', async () => {
    jwksStatus = 500
    expect((await ask(await token(key))).status).toBe(503)
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(503)
    jwksStatus = 200
    const ready = async () => (await fetch(`${server.url}/health/ready`)).status
    await expect.poll(ready, { interval: 100, timeout: 5000 }).toBe(200)
  })

  it('S4 names members by tokens that its keys verify', async () => {
    expect(await ask(await token(key))).toMatchObject({ status: 200, data: { patients: { totalCount: 0 } } })
  })

  it('S6 names nobody who is no member', async () => {
    expect((await ask(await token(key, { subject: 'stranger' }))).status).toBe(403)
  })

  it('S5 keys are kept; what looks like a new key does not make us ask the issuer again and again', async () => {
    const before = requests
    const other = await generateKeyPair('RS256')
    for (let index = 0; index < 5; index += 1)
      expect((await ask(await token(other.privateKey, { kid: `unknown-${index}` }))).status).toBe(401)
    expect(requests - before).toBeLessThanOrEqual(1)
    jwksStatus = 500
    expect((await ask(await token(key))).status).toBe(200)
    jwksStatus = 200
  })

  it('S18 the first two admins are made by the operator, and then give the roles that take two', async () => {
    for (const subject of ['first', 'second'])
      await makeAdmin(server.config, { organisation: 'new', issuer: ISSUER, subject, name: subject })
    const [first, second] = await Promise.all(['first', 'second'].map(subject => token(key, { subject })))
    const propose = `mutation { proposeMember(reason: "Our officer", input: { issuer: "${ISSUER}", subject: "officer", name: "Olga", role: PRIVACY_OFFICER }) { id } }`
    const proposed = await server.graphql<{ proposeMember: { id: string } }>(first, propose)
    const confirm = `mutation { confirmProposal(id: "${proposed.data?.proposeMember.id}") { state } }`
    expect((await server.graphql(first, confirm)).errors?.[0]?.extensions['code']).toBe('FORBIDDEN')
    expect((await server.graphql(second, confirm)).data).toEqual({ confirmProposal: { state: 'CONFIRMED' } })
    const officer = await token(key, { subject: 'officer' })
    expect((await server.graphql(officer, '{ me { roles } }')).data).toEqual({ me: { roles: ['PRIVACY_OFFICER'] } })
    const rows = await server.database.owner.em
      .getConnection()
      .execute(`select 1 from audit_event where operation_name = 'sextant admin' and actor_id = 'operator'`)
    expect(rows).toHaveLength(2)
  })

  it('S8 the development issuer is not trusted beside it, and makes no tokens', async () => {
    await expect(
      createToken(server.config, { roles: ['CLINICIAN'], organisation: 'clinic', seconds: 60 }),
    ).rejects.toThrow(/development/)
    const dev = await loadDevIssuer(`${server.config.home}/dev-issuer.json`)
    expect((await ask(await dev.sign({ subject: 'somebody', organisation: 'clinic', seconds: 60 }))).status).toBe(401)
  })
})

describe('S17 an issuer that is configured to say how somebody signed in', () => {
  const CREATE = `mutation { createPatient(input: { displayName: "Pat", idempotencyKey: "strong" }) { id } }`
  const BREAK = `mutation ($id: ID!) { breakGlass(patientId: $id, reason: EMERGENCY, explanation: "Unconscious in the emergency room") { id } }`
  const seconds = () => Math.floor(Date.now() / 1000)

  async function broken(issuer: string, claims: object) {
    const bearer = await token(key, { issuer, claims })
    const { data } = await server.graphql<{ createPatient: { id: string } }>(bearer, CREATE)
    const { errors } = await server.graphql(bearer, BREAK, { id: data?.createPatient.id })
    return errors?.[0]?.extensions
  }

  it.each([
    ['strongly by its word', { acr: 'gold' }],
    ['strongly by its means', { acr: 'bronze', amr: ['pwd', 'hwk'] }],
  ])('opens broken glass to whoever did it %s and lately', async (_how, claims) => {
    expect(await broken(STRONG_ISSUER, { ...claims, auth_time: seconds() - 290 })).toBeUndefined()
  })

  it.each([
    ['long ago', () => ({ acr: 'gold', auth_time: seconds() - 301 })],
    ['at a time that nobody says', () => ({ acr: 'gold' })],
    ['at a time that is none', () => ({ acr: 'gold', auth_time: 'now' })],
    ['in the future', () => ({ acr: 'gold', auth_time: seconds() + 3600 })],
    ['weakly', () => ({ acr: 'bronze', amr: ['pwd'], auth_time: seconds() })],
    ['in a way that nobody says', () => ({ auth_time: seconds() })],
    ['in a way that only looks like it', () => ({ acr: ['gold'], amr: 'hwk', auth_time: seconds() })],
  ])('not to whoever signed in %s, and says what to ask the issuer for', async (_how, claims) => {
    expect(await broken(STRONG_ISSUER, claims())).toMatchObject({
      code: 'FORBIDDEN',
      details: { reason: 'insufficient_user_authentication', acrValues: ['gold'], maxAge: 300 },
    })
    const bearer = await token(key, { issuer: STRONG_ISSUER, claims: claims() })
    expect((await ask(bearer)).status).toBe(200)
  })

  it('while one that is not is not asked', async () => {
    expect(await broken(ISSUER, {})).toBeUndefined()
  })
})
